"""A side that somebody else speaks for, and what was known of a team's people when a target was proposed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person, Team
from hoshin.apps.plans.models import Approval, PlanningRound, Scenario, ScenarioLoad
from hoshin.apps.strategy import access, actions
from hoshin.apps.strategy.actions import Evidence, Terms
from hoshin.apps.strategy.capacity import Capacity, capacity
from hoshin.apps.strategy.models import Catchball, KeyResult, Proposal, ProposalCapacity, Side, TakeOver
from hoshin.pipeline.read import Reader
from tests.apps.small_desk import HELPED, TODAY
from tests.apps.strategy.written import DUE, key_result, objective

UNTIL = TODAY + timedelta(days=10)
FORECAST = Evidence(0.7, "Likely to be met: 70 %.", "000001")


@pytest.fixture
def ball(reader: Reader, lena: Person, max_: Person, today: datetime) -> Catchball:
    """Lena asks, Max answers."""
    of = key_result(reader, lena, objective(lena), scope=(("group", HELPED),))
    return actions.throw(lena, of, max_, Terms(8.0, DUE, "Depots wait."), FORECAST, until=UNTIL)


def left(person: Person) -> None:
    person.is_active = False
    person.save()


def test_whoever_takes_over_answers_and_signs(ball: Catchball, lena: Person, max_: Person, alice: Person) -> None:
    actions.take_over(max_, ball, Side.ANSWERING, alice, "I move to another team.")
    found = access.catchball(alice, ball.pk, to_answer=True)
    assert (found.side(max_), found.side(alice), found.names) == (None, Side.ANSWERING, "Lena and Alice")
    with pytest.raises(actions.NotYourTurn, match="Only Lena and Alice answer here"):
        actions.sign(max_, found, after=1)
    for person in (alice, lena):
        actions.sign(person, access.catchball(person, ball.pk), after=1)
    assert access.catchball(lena, ball.pk).agreed
    line = AuditLine.objects.get(action="handed a side of a catchball over")
    [change] = line.changes.all()
    assert (change.field, change.before, change.after) == ("who answers", "Max", "Alice")


def test_a_leader_hands_over_for_somebody_who_left_and_for_nobody_else(
    ball: Catchball, lena: Person, max_: Person, alice: Person, vera: Person
) -> None:
    with pytest.raises(actions.NotYourTurn, match="Max can still sign in"):
        actions.take_over(lena, ball, Side.ANSWERING, alice, "He is slow.")
    left(max_)
    ball = access.catchball(lena, ball.pk)
    with pytest.raises(actions.NotYourTurn, match="only Max hands"):
        actions.take_over(vera, ball, Side.ANSWERING, alice, "Max left.")
    with pytest.raises(actions.NotYourTurn, match="nobody agrees with themselves"):
        actions.take_over(lena, ball, Side.ANSWERING, lena, "Max left.")
    with pytest.raises(actions.NotYourTurn, match="somebody else"):
        actions.take_over(lena, ball, Side.ANSWERING, max_, "Max left.")
    taken = actions.take_over(lena, ball, Side.ANSWERING, alice, "Max left.")
    for attempt in (lambda: TakeOver.objects.update(why="Nothing."), lambda: TakeOver.objects.all().delete()):
        with pytest.raises(DatabaseError, match="cannot be changed or removed"), transaction.atomic():
            attempt()
    assert TakeOver.objects.get() == taken


def test_the_page_offers_the_side_of_who_left(
    client: Client, ball: Catchball, lena: Person, max_: Person, alice: Person
) -> None:
    address, page = reverse("strategy:take-over", args=[ball.pk]), reverse("strategy:catchball", args=[ball.pk])
    client.force_login(alice)
    assert "cannot sign in any more" not in client.get(page).content.decode()
    left(max_)
    assert "Max cannot sign in any more" in client.get(page).content.decode()
    refused = client.post(address, {"side": "answering", "person": lena.pk, "why": "Max left us."}).content.decode()
    assert "nobody agrees with themselves" in refused
    assert "Max left us." in refused
    assert client.post(address, {"side": "answering", "person": alice.pk, "why": "Max left us."}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Alice answers since" in shown
    assert "Sign this proposal" in shown


def planned(team: Team, *, approved: bool = True) -> PlanningRound:
    """Two quarters of 2027 in which a plan asks for people of the team."""
    of = PlanningRound.objects.create(title="2027", first=date(2027, 1, 1), quarters=2)
    scenario = Scenario.objects.create(round=of, title="As people are", beat=datetime(2026, 11, 1, tzinfo=UTC))
    for quarter, asked in enumerate((2.5, 1.0)):
        ScenarioLoad.objects.create(scenario=scenario, team=team.name, quarter=quarter, asked=asked, there=3.0)
    if approved:
        Approval.objects.create(
            scenario=scenario, decision="Go.", on=date(2026, 11, 2), at=datetime(2026, 11, 2, tzinfo=UTC)
        )
    return of


def test_capacity_is_what_the_approved_plan_leaves(db: None) -> None:
    team = Team.objects.create(name="Depots")
    assert capacity(None, TODAY, DUE) == ()
    planned(team, approved=False)
    assert capacity(team, TODAY, DUE) == ()
    PlanningRound.objects.all().delete()
    planned(team)
    first, second = Capacity("Depots", "2027 Q1", 3.0, 2.5), Capacity("Depots", "2027 Q2", 3.0, 1.0)
    assert capacity(team, TODAY, DUE) == (first, second)
    assert capacity(team, TODAY, date(2027, 3, 31)) == (first,)
    assert capacity(team, date(2027, 4, 1), DUE) == (second,)
    assert capacity(Team.objects.create(name="Desk"), TODAY, DUE) == ()


def test_a_proposal_keeps_what_was_known_of_the_team(
    client: Client, reader: Reader, lena: Person, max_: Person, today: datetime
) -> None:
    team = Team.objects.create(name="Depots")
    of = objective(lena)
    of.team = team
    of.save()
    found = key_result(reader, lena, of, scope=(("group", HELPED),))
    planned(team)
    client.force_login(lena)
    typed = {"target": "10", "due": "2027-03-31", "reason": "Depots wait.", "after": "0"}
    preview = client.get(reverse("strategy:evidence", args=[found.pk]), typed).content.decode()
    assert "2027 Q1: 2.5 of 3 people are taken" in preview
    sent = {**typed, "answering": max_.pk, "until": UNTIL.isoformat()}
    client.post(reverse("strategy:throw", args=[found.pk]), sent)
    [kept] = ProposalCapacity.objects.all()
    assert (kept.proposal, str(kept), kept.over) == (Proposal.objects.get(), "Depots, 2027 Q1: 2.5 of 3", False)
    shown = client.get(reverse("strategy:catchball", args=[Catchball.objects.get().pk])).content.decode()
    assert "2027 Q1: 2.5 of 3 people are taken" in shown
    with pytest.raises(DatabaseError, match="cannot be changed or removed"), transaction.atomic():
        ProposalCapacity.objects.update(asked=0)
    assert KeyResult.objects.get().target == found.target
