"""Rounds, candidates, ideas and scenarios by the API: the pages' own rules, two editors, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans import jobs
from hoshin.apps.plans.models import Candidate, Idea, PlanningRound, Scenario
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.portfolios.models import Initiative, InitiativeCheckIn
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.pipeline.read import Reader
from tests.apps.rest.test_authored import send
from tests.apps.rest.test_tokens import bearer, secret

pytestmark = pytest.mark.django_db
ROUND = {"title": "2027", "first": "2027-01-01", "quarters": 4, "counted": 8, "budget": 200_000}
CANDIDATE = {
    "title": "Password reset by oneself",
    "category": "automation",
    "quarters": 2,
    "benefit": {"low": 10_000, "likely": 20_000, "high": 40_000},
    "probability": {"low": 60, "likely": 80, "high": 90},
    "cost": {"low": 5000, "likely": 5000, "high": 5000},
}


@pytest.fixture
def planning(lena: Person) -> dict[str, str]:
    """The header of a token with which Lena may change plans and initiatives."""
    return bearer(secret(lena, Scope(Area.PLANS, writing=True), Scope(Area.INITIATIVES, writing=True)))


@pytest.fixture
def made(client: Client, planning: dict[str, str], team: Team) -> dict[str, Any]:
    """A round with two people in each quarter, as the API answers."""
    status, said = send(client, "post", "plans", ROUND | {"people": {str(team.pk): [2, 2, 2, 2]}}, planning)
    assert status == 201, said
    return said


def taken_in(
    client: Client, planning: dict[str, str], made: dict[str, Any], team: Team, **changed: object
) -> dict[str, Any]:
    effort = {"low": 1, "likely": 1, "high": 1}
    body = CANDIDATE | {"efforts": {str(team.pk): [effort, effort]}} | changed
    status, said = send(client, "post", f"plans/{made['id']}/candidates", body, planning)
    assert status == 201, said
    return said


def read(client: Client, address: str, headers: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """What is there, and the headers of a change of it."""
    answer = client.get(f"/api/v1/{address}", headers=headers)
    assert answer.status_code == 200, answer.content
    return answer.json(), headers | {"If-Match": answer.headers.get("ETag", "*")}


def test_a_round_is_opened_and_changed(
    client: Client, planning: dict[str, str], made: dict[str, Any], team: Team
) -> None:
    said, mine = read(client, f"plans/{made['id']}", planning)
    assert said == made
    assert said["people"] == {str(team.pk): [2, 2, 2, 2]}
    body = ROUND | {"budgets": [90_000], "learns": True, "formula": "own", "weights": {"impact": 2}}
    status, now = send(client, "put", f"plans/{made['id']}", body | {"people": {str(team.pk): [3]}}, mine)
    assert (status, now["budgets"], now["learns"], now["weights"]) == (200, [90_000] * 4, True, {"impact": 2})
    assert send(client, "put", f"plans/{made['id']}", body, mine)[0] == 412
    assert send(client, "put", f"plans/{made['id']}", body, planning)[0] == 428


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"first": "2027-01-15"}, "/first"),
        ({"budgets": [1, 2]}, "/budgets"),
        ({"people": {"999": [1]}}, "/people/999"),
        ({"weights": {"luck": 1}}, "/weights/luck"),
        ({"weights": {"impact": -1}}, "/weights/impact"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_bad_rounds_are_refused_by_the_field(
    client: Client, planning: dict[str, str], wrong: dict[str, object], pointer: str
) -> None:
    status, said = send(client, "post", "plans", ROUND | wrong, planning)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, [pointer])
    assert not PlanningRound.objects.exists()


def test_a_candidate_from_taking_in_to_removal(
    client: Client, planning: dict[str, str], made: dict[str, Any], team: Team
) -> None:
    first = taken_in(client, planning, made, team)
    assert first["efforts"] == {str(team.pk): [{"low": 1, "likely": 1, "high": 1}] * 2}
    assert first["score"] is not None
    other = taken_in(client, planning, made, team, title="After it", needs=[first["id"]])
    assert other["needs"] == [first["id"]]
    said, mine = read(client, f"candidates/{first['id']}", planning)
    assert said == first
    status, now = send(client, "put", f"candidates/{first['id']}", CANDIDATE | {"mandatory": "the law"}, mine)
    assert (status, now["mandatory"], now["efforts"]) == (200, "the law", {})
    assert send(client, "put", f"candidates/{first['id']}", CANDIDATE, mine)[0] == 412
    assert send(client, "delete", f"candidates/{other['id']}", {}, mine)[0] == 412
    assert send(client, "delete", f"candidates/{other['id']}", {}, planning | {"If-Match": "*"})[0] == 204
    assert Candidate.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"benefit": {"low": 3, "likely": 2, "high": 1}}, "/benefit"),
        ({"impact": 11}, "/impact"),
        ({"latest": 1}, "/latest"),
        ({"category": "magic"}, "/category"),
        ({"efforts": {"999": []}}, "/efforts/999"),
        ({"needs": [999]}, "/needs"),
    ],
)
def test_bad_candidates_are_refused_by_the_field(
    client: Client, planning: dict[str, str], made: dict[str, Any], wrong: dict[str, object], pointer: str
) -> None:
    status, said = send(client, "post", f"plans/{made['id']}/candidates", CANDIDATE | wrong, planning)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, [pointer])


def test_a_request_sent_twice_is_done_once(
    client: Client, planning: dict[str, str], made: dict[str, Any], team: Team
) -> None:
    once = planning | {"Idempotency-Key": "one"}
    first = send(client, "post", f"plans/{made['id']}/candidates", CANDIDATE, once)
    assert send(client, "post", f"plans/{made['id']}/candidates", CANDIDATE, once) == first
    assert Candidate.objects.count() == 1


def test_a_scenario_from_asking_to_what_it_began(
    client: Client, planning: dict[str, str], made: dict[str, Any], team: Team
) -> None:
    taken_in(client, planning, made, team)
    status, asked = send(client, "post", f"plans/{made['id']}/scenarios", {"title": "As things are"}, planning)
    assert (status, asked["state"]) == (202, "waiting")
    early = send(client, "post", f"scenarios/{asked['id']}/approval", {}, planning | {"If-Match": "*"})
    assert early[0] == 422
    _, seen = read(client, f"scenarios/{asked['id']}", planning)
    jobs.work_out.call(asked["id"])
    found, mine = read(client, f"scenarios/{asked['id']}", planning)
    assert (found["state"], found["places"][0]["start"], found["loads"][0]["asked"]) == ("done", 0, 1)
    decision = {"decision": "The board.", "on": "2026-12-01"}
    assert send(client, "get", f"plans/{made['id']}/approval", {}, planning)[0] == 404
    assert send(client, "post", f"scenarios/{asked['id']}/approval", decision, seen)[0] == 412
    status, told = send(client, "post", f"scenarios/{asked['id']}/approval", decision, mine)
    assert (status, told["planned"][0]["initiative"]) == (201, "password-reset-by-oneself")
    assert send(client, "get", f"plans/{made['id']}/approval", {}, planning) == (200, told)
    assert send(client, "delete", f"scenarios/{asked['id']}", {}, planning | {"If-Match": "*"})[0] == 422
    answer = client.get("/api/v1/load?first=2027-01-01&quarters=2", headers=planning).json()
    assert [(each["quarter"], each["asked"], each["there"]) for each in answer] == [
        ("2027 Q1", 1, 2),
        ("2027 Q2", 1, 2),
    ]
    assert send(client, "post", f"plans/{made['id']}/scenarios", {"title": "As things are"}, planning)[0] == 422


def test_promises_are_read(client: Client, planning: dict[str, str], team: Team, lena: Person) -> None:
    today = timezone.localdate()
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    _, made = send(client, "post", "plans", ROUND | {"first": str(first), "people": {str(team.pk): [2]}}, planning)
    taken_in(client, planning, made, team)
    _, asked = send(client, "post", f"plans/{made['id']}/scenarios", {"title": "One"}, planning)
    jobs.work_out.call(asked["id"])
    _, mine = read(client, f"scenarios/{asked['id']}", planning)
    send(client, "post", f"scenarios/{asked['id']}/approval", {"decision": "Yes", "on": str(first)}, mine)
    said = {"confidence": 7, "note": "Begun."}
    status, _ = send(client, "post", "initiatives/password-reset-by-oneself/check-ins", said, planning)
    assert status == 201
    [quarter] = client.get(f"/api/v1/plans/{made['id']}/promises", headers=planning).json()
    assert quarter["share"] == 1
    assert quarter["findings"][0]["outcome"] == "kept"
    assert InitiativeCheckIn.objects.get().person == lena
    bad = send(client, "post", "initiatives/password-reset-by-oneself/check-ins", said | {"confidence": 11}, planning)
    assert (bad[0], bad[1]["errors"][0]["pointer"]) == (422, "/confidence")


def test_ideas_are_proposed_and_answered(
    client: Client, planning: dict[str, str], made: dict[str, Any], vera: Person
) -> None:
    hers = bearer(secret(vera, Scope(Area.PLANS, writing=True)))
    body = {"title": "Label printers", "trouble": "They run dry."}
    status, idea = send(client, "post", "ideas", body, hers)
    assert (status, idea["proposer"], idea["candidate"]) == (201, vera.pk, None)
    assert send(client, "post", f"ideas/{idea['id']}/take-in", {"round": made["id"]}, hers)[0] == 403
    status, now = send(client, "post", f"ideas/{idea['id']}/take-in", {"round": made["id"]}, planning)
    assert (status, now["candidate"]) == (200, Candidate.objects.get().pk)
    assert send(client, "post", f"ideas/{idea['id']}/decline", {"why": "No"}, planning)[0] == 422
    assert send(client, "post", "ideas", body | {"trouble": ""}, hers)[1]["errors"][0]["pointer"] == "/trouble"
    assert len(client.get("/api/v1/ideas", headers=hers).json()["items"]) == Idea.objects.count() == 1


def test_a_claim_is_sealed_and_read_with_its_verdict(
    client: Client, planning: dict[str, str], lena: Person, reader: Reader
) -> None:
    group = next(each for each in reader.values("group") if each)
    portfolios.write_initiative(
        lena,
        title="Shifts overlap",
        description="",
        owner=lena,
        dimension="group",
        values=[group],
        start=timezone.localdate() + timedelta(days=30),
    )
    _, mine = read(client, "initiatives/shifts-overlap", planning)
    body = {"metric": "time_to_resolve_median", "towards": "down", "size": 0.2, "guardrails": ["reopen_share"]}
    assert send(client, "post", "initiatives/shifts-overlap/claims", body, planning)[0] == 428
    status, said = send(client, "post", "initiatives/shifts-overlap/claims", body | {"metric": "luck"}, mine)
    assert (status, said["errors"][0]["pointer"]) == (422, "/metric")
    status, sealed = send(client, "post", "initiatives/shifts-overlap/claims", body, mine)
    assert (status, sealed["sound"], sealed["size"], sealed["person"]) == (201, True, 0.2, lena.pk)
    assert "reopen_share" in sealed["text"]
    assert send(client, "post", "initiatives/shifts-overlap/claims", body, mine)[0] == 412
    assert client.get("/api/v1/initiatives/shifts-overlap/claims", headers=planning).json() == [sealed]
    status, verdict = send(client, "get", "initiatives/shifts-overlap/verdict", {}, planning)
    assert (status, verdict["claim"] is None) == (200, False)


def test_learning_is_read(client: Client, planning: dict[str, str], made: dict[str, Any]) -> None:
    said = client.get(f"/api/v1/plans/{made['id']}/learning", headers=planning).json()
    assert (said["used"], said["lessons"]) == (False, [])
    assert {each["share"] for each in said["corrections"]} == {1.0}


def test_a_token_that_only_reads_writes_nothing(client: Client, made: dict[str, Any], lena: Person, team: Team) -> None:
    reading = bearer(secret(lena, Scope(Area.PLANS)))
    assert client.get(f"/api/v1/plans/{made['id']}", headers=reading).status_code == 200
    for method, address in (
        ("post", "plans"),
        ("put", f"plans/{made['id']}"),
        ("post", f"plans/{made['id']}/candidates"),
        ("post", f"plans/{made['id']}/scenarios"),
        ("post", "ideas"),
        ("post", "scenarios/1/approval"),
    ):
        assert send(client, method, address, {}, reading)[0] == 403, address
    assert not Scenario.objects.exists()
    assert not Initiative.objects.exists()
