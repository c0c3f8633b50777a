"""Goals and evaluations by the API: seen and written by the sides that they have, and by nobody else."""

from __future__ import annotations

import pytest
from django.test import Client

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.people.machine import Act
from hoshin.apps.people.models import AccessLine
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.pipeline.read import Reader
from tests.apps.people.evaluating import opened, walked
from tests.apps.people.goals import agreed
from tests.apps.rest.test_authored import send
from tests.apps.rest.test_tokens import bearer, secret
from tests.apps.strategy.written import objective

pytestmark = pytest.mark.django_db


def test_a_personal_goal_is_told_to_its_sides_alone(
    client: Client, paul: Person, lena: Person, omar: Person, nora: Person, alice: Person
) -> None:
    goal = agreed(paul)
    for person, status, count in ((paul, 200, 1), (lena, 200, 1), (omar, 404, 0), (nora, 404, 0), (alice, 404, 0)):
        token = bearer(secret(person, Scope(Area.GOALS)))
        assert client.get("/api/v1/goals", headers=token).json()["count"] == count
        assert client.get(f"/api/v1/goals/{goal.pk}", headers=token).status_code == status


def test_only_the_one_who_answers_for_it_checks_in_and_once_a_day(client: Client, paul: Person, lena: Person) -> None:
    goal = agreed(paul)
    own = bearer(secret(paul, Scope(Area.GOALS, writing=True)))
    status, said = send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 7, "note": "Half done."}, own)
    assert (status, said["confidence"], said["note"]) == (201, 7, "Half done.")
    status, said = send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 8}, own)
    assert (status, "stays as it is" in said["detail"]) == (422, True)
    status, said = send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 11}, own)
    assert (status, said["errors"][0]["pointer"]) == (422, "/confidence")
    manager = bearer(secret(lena, Scope(Area.GOALS, writing=True)))
    assert send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 8}, manager)[0] == 404
    assert len(client.get(f"/api/v1/goals/{goal.pk}", headers=manager).json()["check_ins"]) == 1


def test_a_goal_is_proposed_countered_signed_and_closed(
    client: Client, paul: Person, lena: Person, omar: Person
) -> None:
    above = objective(lena)
    own, manager, other = (bearer(secret(each, Scope(Area.GOALS, writing=True))) for each in (paul, lena, omar))
    body: dict[str, object] = {"title": "Cards for scanners", "first": "2026-09-01", "last": "2026-12-31"}
    status, said = send(client, "post", "goals", body, own)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, ["/done_when"])
    body |= {"done_when": "Every depot has one.", "objective": above.pk}
    status, said = send(client, "post", "goals", body | {"objective": 9999}, own)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, ["/objective"])
    status, made = send(client, "post", "goals", body, own)
    assert (status, made["agreed"], made["objective"], made["terms"][0]["signed"]) == (201, False, above.pk, ["person"])
    address = f"goals/{made['id']}"
    counter = {**body, "title": "Cards for scanners, in two languages", "reason": "Half read Polish.", "after": 1}
    del counter["objective"]
    assert send(client, "post", f"{address}/terms", counter, other)[0] == 404
    status, now = send(client, "post", f"{address}/terms", counter, manager)
    assert (status, now["version"], now["terms"][1]["reason"]) == (201, 2, "Half read Polish.")
    status, said = send(client, "post", f"{address}/signatures", {"after": 1}, own)
    assert (status, "proposed version 2 after you had opened" in said["detail"]) == (422, True)
    status, now = send(client, "post", f"{address}/signatures", {"after": 2}, own)
    assert (status, now["agreed"], now["title"]) == (201, True, "Cards for scanners, in two languages")
    status, now = send(client, "post", f"{address}/closing", {"outcome": "reached", "words": "All have it."}, own)
    assert (status, now["outcome"]) == (201, "reached")
    line = AuditLine.objects.get(action="closed a goal")
    assert [(each.before, each.after) for each in line.changes.all()] == [("Open", "Reached")]


def test_a_measured_goal_starts_from_the_tickets_and_a_check_in_keeps_what_they_read(
    client: Client, paul: Person, lena: Person, reader: Reader, today: object
) -> None:
    own, manager = (bearer(secret(each, Scope(Area.GOALS, writing=True))) for each in (paul, lena))
    body = {
        "title": "More in time", "metric": "time_to_resolve_median", "target": 1.5, "first": "2026-09-01",
        "last": "2027-03-31",
    }  # fmt: skip
    status, made = send(client, "post", "goals", body, own)
    assert (status, made["target"], made["baseline"] > 1.5) == (201, 1.5, True), made
    send(client, "post", f"goals/{made['id']}/signatures", {"after": 1}, manager)
    status, said = send(client, "post", f"goals/{made['id']}/check-ins", {"confidence": 7}, own)
    assert (status, said["value"], said["n"] > 0) == (201, made["baseline"], True)


def test_an_evaluation_is_told_and_written_by_its_side_alone(
    client: Client, paul: Person, lena: Person, nora: Person, omar: Person, alice: Person, today: object
) -> None:
    found = opened(nora, paul).evaluations.get()
    tokens = {
        each.username: bearer(secret(each, Scope(Area.EVALUATIONS, writing=True)))
        for each in (paul, lena, nora, omar, alice)
    }
    address = f"evaluations/{found.pk}"
    for who, status in (("paul", 200), ("lena", 200), ("nora", 200), ("omar", 404), ("alice", 404)):
        assert client.get(f"/api/v1/{address}", headers=tokens[who]).status_code == status
        words = {"act": "self", "after": 0, "words": "Words."}
        if status == 404:
            assert send(client, "post", f"{address}/steps", words, tokens[who])[0] == 404
    assert {each.reader for each in AccessLine.objects.filter(person=paul)} == {lena, nora}
    status, said = send(client, "post", f"{address}/steps", {"act": "self", "after": 0}, tokens["paul"])
    assert (status, said["errors"][0]["pointer"]) == (422, "/words")
    status, said = send(client, "post", f"{address}/steps", {"act": "self", "after": 0, "words": "w"}, tokens["lena"])
    assert (status, "for the person to do" in said["detail"]) == (422, True)
    walked(found, nora, Act.PROPOSED)
    status, told = send(client, "get", address, {}, tokens["paul"])
    assert ([each["act"] for each in told["steps"]], told["rating"], told["possible"]) == (["self"], None, [])
    status, told = send(client, "get", address, {}, tokens["lena"])
    assert ([each["act"] for each in told["steps"]], told["rating"]) == (["self", "proposed"], 3)
    moved = {"act": "moved", "after": 2, "words": "More than agreed.", "rating": 4}
    assert send(client, "post", f"{address}/steps", moved | {"after": 1}, tokens["nora"])[0] == 422
    status, told = send(client, "post", f"{address}/steps", moved, tokens["nora"])
    assert (status, told["rating"], told["possible"]) == (201, 4, ["moved", "calibrated"])
    assert client.get("/api/v1/evaluations", headers=tokens["lena"]).json()["count"] == 1
    assert client.get("/api/v1/evaluations", headers=tokens["nora"]).json()["count"] == 0
    assert client.get(f"/api/v1/{address}", headers=bearer(secret(paul, Scope(Area.GOALS)))).status_code == 403
