"""An approved plan begins what it picked, and what was decided stays."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models import Allocation, Candidate, PlannedInitiative, PlanningRound, Scenario
from hoshin.apps.portfolios.models import Initiative
from tests.apps.plans.written import planned, take_in

DECISION = {"decision": "The board, 2 to 1.", "on": "2026-12-01"}


@pytest.fixture
def approved(client: Client, of: PlanningRound, team: Team) -> Scenario:
    first = take_in(client, of, team, **{f"team_{team.pk}": "1/1.5/2 0.5"})
    take_in(client, of, team, title="After it", needs=str(first.pk), quarters="1")
    take_in(client, of, team, title="New platform", cost="900000")
    found = planned(client, of)
    assert client.post(f"/plans/scenarios/{found.pk}/approve/", DECISION).status_code == 302
    return found


def test_approval_drafts_what_was_picked(client: Client, approved: Scenario, team: Team) -> None:
    drafts = {each.title: each for each in Initiative.objects.all()}
    assert set(drafts) == {"Password reset by oneself", "After it"}
    assert drafts["Password reset by oneself"].start == date(2027, 1, 1)
    assert drafts["After it"].start == date(2027, 7, 1)
    assert drafts["After it"].category == "automation"
    people = Allocation.objects.filter(initiative=drafts["Password reset by oneself"])
    assert [(each.team, each.place, each.people) for each in people] == [(team, 0, 1.5), (team, 1, 0.5)]
    row = PlannedInitiative.objects.get(title="After it")
    assert (row.start, row.quarters, row.drafted, row.approval.scenario) == (2, 1, True, approved)
    page = client.get("/plans/").content.decode()
    assert "What the plan began" in page
    assert "/initiatives/after-it/" in page
    card = client.get("/plans/behind/after-it/").content.decode()
    for words in (
        "Drafted by",
        "As things are",
        "The board, 2 to 1.",
        "1 Dec 2026",
        "1 person in 2027 Q3",
    ):
        assert words in card
    page = client.get("/initiatives/after-it/").content.decode()
    assert "First say where it acts" in page
    assert "What the plan began" not in page


def test_what_is_an_initiative_already_is_taken_over(
    client: Client, of: PlanningRound, team: Team, lena: Person
) -> None:
    there = Initiative.objects.create(slug="there", title="There", owner=lena, dimension="group", start="2026-10-05")
    take_in(client, of, team, initiative=str(there.pk))
    found = planned(client, of)
    client.post(f"/plans/scenarios/{found.pk}/approve/", DECISION)
    assert Initiative.objects.get() == there
    row = PlannedInitiative.objects.get()
    assert (row.initiative, row.drafted) == (there, False)
    assert "Taken over by" in client.get("/plans/behind/there/").content.decode()


def test_a_second_approval_drafts_nothing_twice(client: Client, of: PlanningRound, approved: Scenario) -> None:
    other = planned(client, of, title="Again")
    client.post(f"/plans/scenarios/{other.pk}/approve/", {**DECISION, "on": "2027-01-20"})
    assert Initiative.objects.count() == 2
    assert PlannedInitiative.objects.count() == 4
    answer = client.post(f"/plans/scenarios/{other.pk}/approve/", DECISION)
    assert "is the plan already" in answer.content.decode()


def test_what_was_decided_stays(client: Client, approved: Scenario) -> None:
    row = PlannedInitiative.objects.first()
    place = approved.places.first()
    assert row
    assert place
    for change in (
        lambda: PlannedInitiative.objects.filter(pk=row.pk).update(start=3),
        lambda: PlannedInitiative.objects.filter(pk=row.pk).update(initiative=Initiative.objects.last()),
        lambda: PlannedInitiative.objects.filter(pk=row.pk).delete(),
        lambda: type(place).objects.filter(pk=place.pk).update(start=3),
        lambda: approved.loads.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="stays as it was"), transaction.atomic():
            change()


def test_a_discarded_draft_is_seen_to_be_gone(client: Client, approved: Scenario) -> None:
    assert client.post("/initiatives/after-it/discard/").status_code == 302
    assert PlannedInitiative.objects.get(title="After it").initiative is None
    assert Candidate.objects.get(title="After it").initiative is None
    assert "discarded" in client.get("/plans/").content.decode()
