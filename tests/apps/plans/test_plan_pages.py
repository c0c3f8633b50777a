from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from hoshin.apps.accounts.models import AuditLine, Person, Team
from hoshin.apps.plans import jobs
from hoshin.apps.plans.models import Approval, Candidate, PlanningRound, Scenario, ScenarioState
from hoshin.apps.plans.reports.side_by_side import Drawn, drawn
from hoshin.apps.rest.scopes import Area, Scope
from tests.apps.plans.written import CANDIDATE, ROUND, planned, signed_in, take_in
from tests.apps.rest.test_tokens import bearer, secret


def test_scenarios_are_drawn_on_one_scale() -> None:
    done = ScenarioState.DONE
    found = [
        Scenario(state=done, expected=200.0, cautious=100.0, cost=50.0),
        Scenario(state=ScenarioState.WAITING),
        Scenario(state=done, expected=40.0, cautious=-10.0, cost=0.0),
    ]
    assert drawn(found) == [Drawn(100, 50, 25), None, Drawn(20, 0, 0)]
    assert drawn([Scenario(state=done, expected=0.0, cautious=0.0, cost=0.0)]) == [Drawn(0, 0, 0)]


def test_without_a_round_the_page_says_how_to_begin(client: Client, lena: Person) -> None:
    assert "Open a planning round" in signed_in(client, lena).get("/plans/").content.decode()


def test_from_intake_to_the_approved_plan(client: Client, of: PlanningRound, team: Team) -> None:
    large = take_in(client, of, team)
    small = take_in(client, of, team, title="Known errors to the front", benefit="3000/5000/9000", quarters="1")
    after = take_in(client, of, team, title="Swarming", needs=str(small.pk))
    dear = take_in(client, of, team, title="New platform", cost="900000")
    page = client.get("/plans/").content.decode()
    assert "4 candidates taken in" in page
    found = planned(client, of)
    assert found.state == ScenarioState.DONE, found.why
    places = {each.candidate: each for each in found.places.all()}
    assert places[large.pk].start == 0
    first, second = places[small.pk].start, places[after.pk].start
    assert first is not None
    assert second is not None
    assert first < second
    assert places[dear.pk].start is None
    assert "EUR more" in places[dear.pk].words
    page = client.get(f"/plans/scenarios/{found.pk}/").content.decode()
    assert "that is proven" in page
    assert "New platform" in page
    answer = client.post(
        f"/plans/scenarios/{found.pk}/approve/", {"decision": "The board, 2 to 1.", "on": "2026-12-01"}
    )
    assert answer.status_code == 302
    page = client.get("/plans/").content.decode()
    assert "The board, 2 to 1." in page
    assert "approved" in page
    assert Approval.objects.get().on == date(2026, 12, 1)
    actions = set(AuditLine.objects.values_list("action", flat=True))
    assert {"opened a planning round", "took in a candidate", "asked for a scenario", "approved a plan"} <= actions


def test_a_decision_stays(client: Client, of: PlanningRound, team: Team) -> None:
    take_in(client, of, team)
    found = planned(client, of)
    client.post(f"/plans/scenarios/{found.pk}/approve/", {"decision": "Yes", "on": "2026-12-01"})
    row = Approval.objects.get()
    with pytest.raises(DatabaseError, match="stays as it was made"), transaction.atomic():
        Approval.objects.filter(pk=row.pk).update(decision="No")
    with pytest.raises(DatabaseError, match="protected"), transaction.atomic():
        row.delete()
    client.post(f"/plans/scenarios/{found.pk}/again/")
    client.post(f"/plans/scenarios/{found.pk}/remove/")
    assert Scenario.objects.get().state == ScenarioState.DONE


def test_scenarios_stand_side_by_side_and_no_more_than_five(client: Client, of: PlanningRound, team: Team) -> None:
    take_in(client, of, team)
    planned(client, of)
    planned(client, of, title="Cautious", stance="cautious")
    planned(client, of, title="Half free", reserve="60")
    page = client.get(f"/plans/{of.pk}/scenarios/").content.decode()
    assert '<th scope="col">Half free</th>' in page
    assert all(each in page for each in ("As things are", "Cautious", "Half free", "left out", "2027 Q1"))
    for number in range(2):
        planned(client, of, title=f"More {number}")
    answer = client.post(f"/plans/{of.pk}/scenarios/", {"title": "Sixth", "stance": "expected", "reserve": "0"})
    assert answer.status_code == 200
    assert Scenario.objects.count() == 5


def test_what_contradicts_itself_is_refused_on_the_page(client: Client, of: PlanningRound, team: Team) -> None:
    for title in ("Password reset by oneself", "Another one"):
        take_in(client, of, team, title=title, mandatory="the law", quarters="4", **{f"team_{team.pk}": "2"})
    found = planned(client, of)
    assert found.state == ScenarioState.REFUSED
    page = client.get(f"/plans/scenarios/{found.pk}/").content.decode()
    assert "There is no such plan" in page
    assert "Service desk with 2 people" in page


def test_a_plan_of_other_figures_says_so(client: Client, of: PlanningRound, team: Team) -> None:
    row = take_in(client, of, team)
    found = planned(client, of)
    assert "were changed since" not in client.get(f"/plans/scenarios/{found.pk}/").content.decode()
    client.post(f"/plans/candidates/{row.pk}/", {**CANDIDATE, "benefit": "1", "version": "1"})
    assert "were changed since" in client.get(f"/plans/scenarios/{found.pk}/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("benefit", "3/2/1", "not in order"),
        ("benefit", "1/2", "no estimate"),
        ("benefit", "", "Write one estimate"),
        ("probability", "50/90/110", "more than certain"),
        ("cost", "much", "no row of numbers"),
        ("impact", "11", "less than or equal to 10"),
        ("latest", "1", "finish by a later one"),
        ("team", "1 2 3", "3 estimates for 2 quarters"),
    ],
)
def test_bad_estimates_are_refused_beside_the_field_and_nothing_is_lost(
    client: Client, of: PlanningRound, team: Team, field: str, value: str, said: str
) -> None:
    name = f"team_{team.pk}" if field == "team" else field
    answer = client.post(f"/plans/{of.pk}/candidates/new/", {**CANDIDATE, name: value})
    page = answer.content.decode()
    assert said in page
    assert 'value="Password reset by oneself"' in page
    assert not Candidate.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("first", "2027-01-15", "does not begin a quarter"),
        ("counted", "2", "Fewer than the 4 quarters"),
        ("formula", "own", "at least one figure"),
        ("team", "1 2", "2 numbers for 4 quarters"),
        ("team", "-1", "below 0"),
    ],
)
def test_bad_rounds_are_refused_beside_the_field(
    client: Client, lena: Person, team: Team, field: str, value: str, said: str
) -> None:
    name = f"team_{team.pk}" if field == "team" else field
    assert said in signed_in(client, lena).post("/plans/new/", {**ROUND, name: value}).content.decode()


def test_the_second_of_two_who_change_one_thing_is_told_and_loses_nothing(
    client: Client, of: PlanningRound, team: Team
) -> None:
    row = take_in(client, of, team)
    opened = f'name="version" value="{row.version}"'
    assert opened in client.get(f"/plans/candidates/{row.pk}/").content.decode()
    first = {**CANDIDATE, "description": "by the first", "version": str(row.version)}
    assert client.post(f"/plans/candidates/{row.pk}/", first).status_code == 302
    answer = client.post(f"/plans/candidates/{row.pk}/", {**first, "description": "by the second"})
    assert "after you had opened it" in answer.content.decode()
    assert "by the second" in answer.content.decode()
    row.refresh_from_db()
    assert row.description == "by the first"


def test_an_own_formula_ranks(client: Client, of: PlanningRound, team: Team) -> None:
    take_in(client, of, team, title="Dear", cost="90000")
    take_in(client, of, team, title="Cheap", cost="10")
    said = {**ROUND, "formula": "own", "weight_COST": "1", "version": "1", f"team_{team.pk}": "2"}
    assert client.post(f"/plans/{of.pk}/change/", said).status_code == 302
    page = client.get("/plans/").content.decode()
    table = page[page.index("By score") :]
    assert table.index("Cheap") < table.index("Dear")


def test_a_candidate_is_moved_in_the_picture(client: Client, of: PlanningRound, team: Team, vera: Person) -> None:
    row = take_in(client, of, team)
    answer = client.post(f"/plans/candidates/{row.pk}/rate/", {"impact": "9.04", "feasibility": "40"})
    assert answer.json() == {"impact": 9.0, "feasibility": 10.0}
    for bad in ({"impact": "nan", "feasibility": "1"}, {"impact": "3"}):
        assert client.post(f"/plans/candidates/{row.pk}/rate/", bad).status_code == 400
    client.logout()
    signed_in(client, vera)
    assert client.post(f"/plans/candidates/{row.pk}/rate/", {"impact": "1", "feasibility": "1"}).status_code == 403


def test_who_may(client: Client, of: PlanningRound, team: Team, max_: Person, vera: Person) -> None:
    row = take_in(client, of, team)
    found = planned(client, of)
    for person, path, status in (
        (max_, "/plans/new/", 403),
        (max_, f"/plans/{of.pk}/change/", 403),
        (max_, f"/plans/candidates/{row.pk}/", 200),
        (vera, f"/plans/candidates/{row.pk}/", 403),
        (vera, f"/plans/{of.pk}/", 200),
        (vera, f"/plans/scenarios/{found.pk}/", 200),
        (vera, "/plans/scenarios/99/", 404),
    ):
        client.logout()
        assert signed_in(client, person).get(path).status_code == status, path
    assert (
        client.post(f"/plans/scenarios/{found.pk}/approve/", {"decision": "x", "on": "2026-12-01"}).status_code == 403
    )


def test_asking_puts_it_before_the_worker(client: Client, of: PlanningRound, team: Team) -> None:
    take_in(client, of, team)
    client.post(f"/plans/{of.pk}/scenarios/", {"title": "First", "stance": "expected", "reserve": "0"})
    found = Scenario.objects.get()
    assert found.state == ScenarioState.WAITING
    assert DBTaskResult.objects.filter(task_path="hoshin.apps.plans.jobs.work_out").exists()
    assert "Waiting for the worker" in client.get(f"/plans/scenarios/{found.pk}/").content.decode()
    jobs.work_out.call(found.pk)
    assert client.get(f"/plans/scenarios/{found.pk}/state/")["HX-Refresh"] == "true"


def test_a_plan_is_read_by_the_api(client: Client, of: PlanningRound, team: Team, lena: Person) -> None:
    take_in(client, of, team)
    scenario = planned(client, of)
    token = bearer(secret(lena, Scope(Area.PLANS)))
    assert [each["id"] for each in client.get("/api/v1/plans", headers=token).json()["items"]] == [of.pk]
    found = client.get(f"/api/v1/plans/{of.pk}/candidates", headers=token).json()["items"]
    assert [each["title"] for each in found] == [each.title for each in of.candidates.all()]
    told = client.get(f"/api/v1/plans/{of.pk}/scenarios", headers=token).json()
    assert [(each["id"], each["approved"]) for each in told] == [(scenario.pk, False)]
    assert told[0]["value"] == scenario.value
    assert client.get("/api/v1/plans/99/candidates", headers=token).status_code == 404
