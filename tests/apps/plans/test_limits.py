"""What the solver knows is said in forms, and what cannot be is refused beside the field that says it."""

from __future__ import annotations

import pytest
from django.test import Client

from hoshin.apps.accounts.models import AuditChange, Team
from hoshin.apps.plans.models import Candidate, PlanningRound, ScenarioState, Undertaking
from tests.apps.plans.written import CANDIDATE, ROUND, planned, take_in


@pytest.fixture
def whole(client: Client, of: PlanningRound) -> Undertaking:
    assert client.post(f"/plans/{of.pk}/undertakings/new/", {"name": "New desk", "whole": "on"}).status_code == 302
    return Undertaking.objects.get()


def test_phases_are_planned_in_their_order_as_a_whole(
    client: Client, of: PlanningRound, team: Team, whole: Undertaking
) -> None:
    phase = {"undertaking": str(whole.pk), "quarters": "1", f"team_{team.pk}": "2"}
    second = take_in(client, of, team, title="Move people", phase="2", **phase)
    first = take_in(client, of, team, title="Buy it", phase="1", benefit="0", **phase)
    places = {each.candidate: each for each in planned(client, of).places.all()}
    assert (places[first.pk].start, places[second.pk].start) == (0, 1)
    client.post(f"/plans/{of.pk}/change/", {**ROUND, "version": "1", "budget": "6000", f"team_{team.pk}": "2"})
    short = planned(client, of, title="Short of money")
    assert {each.start for each in short.places.all()} == {None}


def test_without_whole_it_may_end_after_a_phase(
    client: Client, of: PlanningRound, team: Team, whole: Undertaking
) -> None:
    said = {"name": "New desk", "version": "1"}
    assert client.post(f"/plans/undertakings/{whole.pk}/", said).status_code == 302
    assert AuditChange.objects.get(field="whole or not at all").after == "no"
    phase = {"undertaking": str(whole.pk), "quarters": "1"}
    first = take_in(client, of, team, title="Buy it", phase="1", **phase)
    take_in(client, of, team, title="Move people", phase="2", cost="900000", **phase)
    chosen = [each.candidate for each in planned(client, of).places.exclude(start=None)]
    assert chosen == [first.pk]


def test_a_budget_by_quarter_holds(client: Client, of: PlanningRound, team: Team) -> None:
    said = {**ROUND, "budget": "", "by_quarter": "0 6000 0 0", "version": "1", f"team_{team.pk}": "2"}
    assert client.post(f"/plans/{of.pk}/change/", said).status_code == 302
    assert [int(each.amount) for each in of.budgets.all()] == [0, 6000, 0, 0]
    row = take_in(client, of, team, quarters="1")
    assert planned(client, of).places.get(candidate=row.pk).start == 1
    assert 'value="0 6000 0 0"' in client.get(f"/plans/{of.pk}/change/").content.decode()


def test_a_conflict_is_told_by_names(client: Client, of: PlanningRound, team: Team) -> None:
    one = take_in(client, of, team, title="One", mandatory="the law", quarters="4", **{f"team_{team.pk}": "2"})
    take_in(client, of, team, title="Other", mandatory="the board", quarters="4", **{f"team_{team.pk}": "2"})
    found = planned(client, of)
    assert found.state == ScenarioState.REFUSED
    for name in ("“One” (the law)", "“Other” (the board)", "Service desk with 2 people in 2027 Q"):
        assert name in found.why
    assert one.title in client.get(f"/plans/scenarios/{found.pk}/").content.decode()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"earliest": "5"}, "The round plans 4 quarters, 2027 Q1 to 2027 Q4."),
        ({"latest": "9"}, "The round plans 4 quarters"),
        ({"quarters": "5", "mandatory": "the law"}, "It cannot be in: it takes 5 quarters"),
        ({"mandatory": "the law", "team": "3"}, "has at most 2 people in a quarter of this round"),
        ({"needs": "other", "excludes": "other"}, "is needed first and cannot be beside it"),
        ({"mandatory": "the law", "excludes": "must"}, "has to be in as well"),
        ({"phase": "1"}, "Choose of what it is phase 1"),
        ({"undertaking": "whole"}, "Say which phase of “New desk” it is"),
        ({"undertaking": "whole", "phase": "1"}, "Phase 1 of “New desk” is “First phase” already"),
    ],
)
def test_what_cannot_be_is_refused_beside_the_field(
    client: Client, of: PlanningRound, team: Team, whole: Undertaking, changed: dict[str, str], said: str
) -> None:
    named = {
        "other": take_in(client, of, team, title="Other").pk,
        "must": take_in(client, of, team, title="Must", mandatory="the board").pk,
        "whole": whole.pk,
    }
    take_in(client, of, team, title="First phase", undertaking=str(whole.pk), phase="1")
    answers = {name: str(named.get(value, value)) for name, value in changed.items() if name != "team"}
    answers[f"team_{team.pk}"] = changed.get("team", "1")
    page = client.post(f"/plans/{of.pk}/candidates/new/", {**CANDIDATE, **answers}).content.decode()
    assert said in page
    assert 'value="Password reset by oneself"' in page
    assert not Candidate.objects.filter(title=CANDIDATE["title"]).exists()


def test_a_circle_is_told_by_names_before_anybody_plans(client: Client, of: PlanningRound, team: Team) -> None:
    first = take_in(client, of, team, title="Hen")
    second = take_in(client, of, team, title="Egg", needs=str(first.pk))
    said = {**CANDIDATE, "title": "Hen", "needs": str(second.pk), "version": "1", f"team_{team.pk}": "1"}
    page = client.post(f"/plans/candidates/{first.pk}/", said).content.decode()
    assert "“Egg” needs “Hen” needs “Egg”" in page or "“Hen” needs “Egg” needs “Hen”" in page
    assert "goes in a circle" in page
    assert not first.ties.exists()


def test_forgetting_an_undertaking_leaves_its_candidates(
    client: Client, of: PlanningRound, team: Team, whole: Undertaking
) -> None:
    row = take_in(client, of, team, undertaking=str(whole.pk), phase="1")
    assert row.title in client.get(f"/plans/undertakings/{whole.pk}/").content.decode()
    client.post(f"/plans/undertakings/{whole.pk}/remove/")
    row.refresh_from_db()
    assert (row.undertaking, row.phase) == (None, None)


def test_the_audit_trail_names_fields(client: Client, of: PlanningRound, team: Team) -> None:
    row = take_in(client, of, team)
    said = {**CANDIDATE, "benefit": "1/2/3", "version": "1", f"team_{team.pk}": "1"}
    client.post(f"/plans/candidates/{row.pk}/", said)
    client.post(f"/plans/{of.pk}/change/", {**ROUND, "quarters": "3", "version": "1", f"team_{team.pk}": "1"})
    client.post(f"/plans/candidates/{row.pk}/rate/", {"impact": "9", "feasibility": "8"})
    changes = {(each.field, each.before, each.after) for each in AuditChange.objects.all()}
    assert changes == {
        ("benefit", "10000/20000/40000", "1/2/3"),
        ("quarters", "4", "3"),
        ("people of Service desk", "2 2 2 2", "1 1 1"),
        ("impact", "7", "9"),
    }
