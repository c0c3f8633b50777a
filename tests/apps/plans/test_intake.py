"""Ideas: proposed by anybody, answered by leaders, followed from stage to stage."""

from __future__ import annotations

import pytest
from django.test import Client

from hoshin.apps.accounts.models import AuditChange, AuditLine, Person, Team
from hoshin.apps.plans.models import Candidate, Idea, PlanningRound
from tests.apps.plans.written import planned, signed_in, take_in

IDEA = {
    "title": "Label printers that tell when they run dry",
    "trouble": "Each depot rings us twice a week.",
    "hope": "No more calls about labels.",
    "category": "automation",
}


def proposed(client: Client, person: Person, **changed: str) -> Idea:
    client.logout()
    answer = signed_in(client, person).post("/plans/ideas/new/", {**IDEA, **changed})
    assert answer.status_code == 302, answer.content.decode()
    return Idea.objects.latest("id")


def stage(client: Client, of: PlanningRound, name: str) -> str:
    return client.get(f"/plans/intake/?round={of.pk}&stage={name}").content.decode()


def test_an_idea_becomes_a_candidate(client: Client, of: PlanningRound, team: Team, vera: Person, lena: Person) -> None:
    found = proposed(client, vera)
    assert "A leader has not answered yet" in client.get(f"/plans/ideas/{found.pk}/").content.decode()
    client.logout()
    signed_in(client, lena)
    assert found.title in stage(client, of, "proposed")
    answer = client.post(f"/plans/ideas/{found.pk}/take-in/", {"round": of.pk})
    row = Candidate.objects.get()
    assert answer.headers["Location"] == f"/plans/candidates/{row.pk}/"
    assert (row.title, row.owner, row.category) == (IDEA["title"], vera, "automation")
    assert IDEA["trouble"] in row.description
    assert "not estimated" in stage(client, of, "taken-in")
    assert row.title not in stage(client, of, "estimated")
    assert f"{row.title} · {lena.name}" not in stage(client, of, "proposed")
    page = client.get(f"/plans/ideas/{found.pk}/").content.decode()
    assert "taken in" in page
    again = client.post(f"/plans/ideas/{found.pk}/decline/", {"why": "Too late"}, follow=True)
    assert "was answered already" in again.content.decode()


def test_stages_count_what_came_so_far(client: Client, of: PlanningRound, team: Team) -> None:
    take_in(client, of, team)
    take_in(client, of, team, title="Nothing known yet", benefit="0", cost="0", **{f"team_{team.pk}": ""})
    found = planned(client, of)
    client.post(f"/plans/scenarios/{found.pk}/approve/", {"decision": "Yes", "on": "2026-12-01"})
    for name, there in (("taken-in", True), ("estimated", False), ("planned", False), ("begun", False)):
        assert ("Nothing known yet" in stage(client, of, name)) is there
    assert "Password reset by oneself" in stage(client, of, "planned")
    assert "Nothing has come this far" in stage(client, of, "begun")


def test_a_declined_idea_keeps_its_reason_and_can_be_taken_up_again(client: Client, vera: Person, lena: Person) -> None:
    found = proposed(client, vera)
    client.logout()
    signed_in(client, lena)
    assert "This field is required" in client.post(f"/plans/ideas/{found.pk}/decline/", {"why": ""}).content.decode()
    client.post(f"/plans/ideas/{found.pk}/decline/", {"why": "The printers are replaced in March."})
    page = client.get(f"/plans/ideas/{found.pk}/").content.decode()
    assert "not taken up" in page
    assert "replaced in March" in page
    client.post(f"/plans/ideas/{found.pk}/reopen/")
    found.refresh_from_db()
    assert found.open


def test_only_the_proposer_changes_an_open_idea(client: Client, vera: Person, max_: Person, of: PlanningRound) -> None:
    found = proposed(client, vera)
    opened = {**IDEA, "hope": "Half the calls.", "version": "1"}
    assert client.post(f"/plans/ideas/{found.pk}/change/", opened).status_code == 302
    assert AuditChange.objects.get(field="hope").after == "Half the calls."
    second = client.post(f"/plans/ideas/{found.pk}/change/", {**opened, "hope": "A third."})
    assert "saved by somebody else" in second.content.decode()
    assert "A third." in second.content.decode()
    client.logout()
    signed_in(client, max_)
    assert client.get(f"/plans/ideas/{found.pk}/change/").status_code == 403
    assert client.post(f"/plans/ideas/{found.pk}/take-in/", {"round": of.pk}).status_code == 403
    assert client.post(f"/plans/ideas/{found.pk}/decline/", {"why": "No"}).status_code == 403
    assert AuditLine.objects.filter(action="changed an idea").count() == 1


@pytest.mark.parametrize("field", ["title", "trouble"])
def test_an_idea_says_what_and_why(client: Client, vera: Person, field: str) -> None:
    answer = signed_in(client, vera).post("/plans/ideas/new/", {**IDEA, field: ""})
    assert "This field is required" in answer.content.decode()
    assert IDEA["hope"] in answer.content.decode()
    assert not Idea.objects.exists()


def test_without_ideas_the_page_says_how_to_begin(client: Client, vera: Person) -> None:
    page = signed_in(client, vera).get("/plans/intake/").content.decode()
    assert "No idea waits" in page
    assert "Propose an idea" in page
