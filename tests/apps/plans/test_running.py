"""Who carries what runs, and what a quarter's promises came to."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client
from django.utils import timezone

from hoshin.apps.accounts.models import AuditChange, Person, Team
from hoshin.apps.plans import actions, queries
from hoshin.apps.plans.models import PlanningRound
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.portfolio.keeping import Outcome
from tests.apps.plans.written import planned, signed_in, take_in


def at(day: date) -> datetime:
    return datetime.combine(day, time(9), UTC)


@pytest.fixture
def work(lena: Person, team: Team) -> Initiative:
    found = Initiative.objects.create(slug="work", title="Work", owner=lena, dimension="group", start=date(2026, 8, 3))
    actions.write_allocation(lena, found, {team: [1.0, 2.5, 1.0]})
    return found


def test_people_move_with_the_start(work: Initiative, of: PlanningRound) -> None:
    [cell] = queries.carried([(2026, 4)])
    assert (cell.asked, cell.there) == (2.5, None)
    Initiative.objects.filter(pk=work.pk).update(start=date(2026, 11, 2))
    asked = {each.quarter: (each.asked, each.there) for each in queries.carried([(2026, 3), (2026, 4), (2027, 1)])}
    assert asked == {(2026, 3): (0, None), (2026, 4): (1.0, None), (2027, 1): (2.5, 2.0)}
    assert queries.carried([(2027, 1)])[0].missing == pytest.approx(0.5)


def test_work_that_is_done_asks_for_nobody(work: Initiative, lena: Person) -> None:
    portfolios.check_in(lena, work, confidence=10, note="Over.", now=at(date(2026, 9, 30)), done=True)
    found = queries.carried([(2026, 3), (2026, 4)])
    assert [each.asked for each in found] == [1.0, 0.0]
    assert found[1].parts[0].over


def test_a_cell_opens_what_is_behind_it(client: Client, work: Initiative, lena: Person, team: Team) -> None:
    signed_in(client, lena)
    page = client.get("/plans/load/?from=2026-3").content.decode()
    assert "/plans/load/cell/?team=Service%20desk&amp;quarter=2026-4" in page
    cell = client.get("/plans/load/cell/?team=Service desk&quarter=2026-4").content.decode()
    assert "/initiatives/work/" in cell
    assert "2.5" in cell
    for bad in ("team=Nobody&quarter=2026-4", "team=Service desk&quarter=2026-9", "team=Service desk"):
        assert client.get(f"/plans/load/cell/?{bad}").status_code == 404
    assert client.get("/plans/load/?from=nonsense").status_code == 200


def test_who_works_on_it_is_said_and_the_second_of_two_is_told(
    client: Client, work: Initiative, lena: Person, max_: Person, team: Team
) -> None:
    signed_in(client, lena)
    page = client.get("/plans/people/work/").content.decode()
    assert 'value="1 2.5 1"' in page
    seen = '{"Service desk": "1 2.5 1"}'
    said = {"seen": seen, f"team_{team.pk}": "2 2"}
    assert client.post("/plans/people/work/", said).status_code == 302
    assert AuditChange.objects.filter(after="2 2").exists()
    second = client.post("/plans/people/work/", {**said, f"team_{team.pk}": "3"}).content.decode()
    assert "Service desk: 2 2" in second
    assert 'value="3"' in second
    assert (
        "is no row of numbers" in client.post("/plans/people/work/", {**said, f"team_{team.pk}": "x"}).content.decode()
    )
    client.logout()
    assert signed_in(client, max_).get("/plans/people/work/").status_code == 403


def test_without_anybody_asked_the_page_says_what_to_do(client: Client, lena: Person) -> None:
    assert "Approve a plan" in signed_in(client, lena).get("/plans/load/").content.decode()


def test_promises_of_a_quarter(client: Client, of: PlanningRound, team: Team, lena: Person) -> None:
    take_in(client, of, team, title="Kept", quarters="1")
    take_in(client, of, team, title="Moved", quarters="1")
    take_in(client, of, team, title="Thrown away", quarters="1", **{f"team_{team.pk}": "0"})
    found = planned(client, of)
    client.post(f"/plans/scenarios/{found.pk}/approve/", {"decision": "Yes", "on": "2026-12-01"})
    kept, moved = (Initiative.objects.get(title=title) for title in ("Kept", "Moved"))
    assert kept.start == moved.start == date(2027, 1, 1)
    client.post("/initiatives/thrown-away/discard/")
    Initiative.objects.filter(pk=moved.pk).update(start=date(2027, 4, 5))
    portfolios.check_in(lena, kept, confidence=8, note="Begun.", now=at(date(2027, 1, 11)))
    beside = Initiative.objects.create(slug="x", title="Beside", owner=lena, dimension="group", start=date(2027, 2, 1))
    portfolios.check_in(lena, beside, confidence=5, note="Urgent.", now=at(date(2027, 2, 2)))
    told = queries.kept_in(of, 0, date(2027, 3, 20))
    assert told
    titles = {outcome: sorted(each.title for each in told.integrity.of(outcome)) for outcome in Outcome}
    assert titles == {
        Outcome.KEPT: ["Kept"],
        Outcome.OPEN: ["Kept"],
        Outcome.SLIPPED: ["Moved", "Moved", "Thrown away", "Thrown away"],
        Outcome.ADDED: ["Beside"],
        Outcome.SILENT: ["Beside", "Kept"],
    }
    assert queries.kept_in(of, 0, date(2026, 12, 31)).integrity.findings == ()  # type: ignore[union-attr]


def test_the_page_of_promises(client: Client, lena: Person, team: Team) -> None:
    signed_in(client, lena)
    today = timezone.localdate()
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    said = {"title": "Now", "first": str(first), "quarters": "2", "counted": "4", "currency": "EUR", "formula": "ICE"}
    client.post("/plans/new/", {**said, "cadence": "4", f"team_{team.pk}": "2"})
    of = PlanningRound.objects.get()
    assert "Nothing was promised" in client.get(f"/plans/{of.pk}/promises/").content.decode()
    take_in(client, of, team, quarters="1")
    found = planned(client, of)
    client.post(f"/plans/scenarios/{found.pk}/approve/", {"decision": "Yes", "on": str(first)})
    page = client.get(f"/plans/{of.pk}/promises/").content.decode()
    assert "is settled yet" in page
    assert "/initiatives/password-reset-by-oneself/" in page
    [draft] = Initiative.objects.all()
    assert client.post(f"/initiatives/{draft.slug}/check-in/", {"confidence": "11", "note": ""}).status_code == 200
    said = {"confidence": "6", "note": "The form is built."}
    assert client.post(f"/initiatives/{draft.slug}/check-in/", said).status_code == 302
    assert "1 of 1 promises" in client.get(f"/plans/{of.pk}/promises/").content.decode()
    assert "The form is built." in client.get(f"/initiatives/{draft.slug}/").content.decode()


def test_a_round_that_has_not_begun_says_so(client: Client, of: PlanningRound) -> None:
    PlanningRound.objects.filter(pk=of.pk).update(first=date(2099, 1, 1))
    assert "This plan has not begun" in client.get(f"/plans/{of.pk}/promises/").content.decode()
