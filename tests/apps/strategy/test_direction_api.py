"""Vision, catchball and countermeasures by the API: the pages' own rules, who may do what, nothing lost."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy.models import Catchball, Countermeasure, KeyResult, Vision
from hoshin.pipeline.read import Reader
from tests.apps.rest.test_authored import send
from tests.apps.rest.test_tokens import bearer, secret
from tests.apps.small_desk import HELPED, TODAY
from tests.apps.strategy.written import key_result, objective

pytestmark = pytest.mark.django_db
Header = dict[str, str]


def header(person: Person) -> Header:
    """A token that may do all in direction that the person may."""
    return bearer(secret(person, Scope(Area.DIRECTION, writing=True)))


def test_a_version_of_the_vision_from_draft_to_acknowledgement(
    client: Client, lena: Person, max_: Person, vera: Person
) -> None:
    leading, reading = header(lena), header(vera)
    words: dict[str, object] = {
        "statement": "Nobody waits.", "horizon": "2027", "success": "Half a day.", "themes": [{"name": "Speed"}],
    }  # fmt: skip
    assert send(client, "put", "vision/draft", words, header(max_))[0] == 403
    status, made = send(client, "put", "vision/draft", words, leading)
    assert (status, made["at"], made["themes"][0]["name"]) == (200, None, "Speed")
    assert client.get("/api/v1/vision/draft", headers=reading).status_code == 403
    assert send(client, "put", "vision/draft", words, leading)[0] == 428
    tag = client.get("/api/v1/vision/draft", headers=leading).headers["ETag"]
    status, _ = send(client, "put", "vision/draft", words | {"horizon": "2028"}, leading | {"If-Match": tag})
    assert status == 200
    assert send(client, "post", "vision/draft/publication", {}, leading | {"If-Match": tag})[0] == 412
    status, out = send(client, "post", "vision/draft/publication", {}, leading | {"If-Match": "*"})
    assert (status, out["number"], out["horizon"]) == (201, 1, "2028")
    assert client.get("/api/v1/vision/versions/1/reach", headers=reading).json() == {
        "people": 3, "read": 0, "own": None,
    }  # fmt: skip
    status, reach = send(client, "post", "vision/versions/1/acknowledgement", {}, reading)
    assert (status, reach["read"]) == (201, 1)
    assert send(client, "post", "vision/versions/2/acknowledgement", {}, reading)[0] == 404
    status, said = send(client, "put", "vision/draft", words | {"link": "/nowhere/"}, leading)
    assert (status, said["errors"][0]["pointer"]) == (422, "/link")
    send(client, "put", "vision/draft", words, leading)
    status, said = send(client, "post", "vision/draft/publication", {}, leading | {"If-Match": "*"})
    assert (status, "what changed and why" in said["detail"]) == (422, True)
    assert send(client, "delete", "vision/draft", {}, leading | {"If-Match": "*"})[0] == 204
    assert Vision.objects.get().published


@pytest.fixture
def promised(reader: Reader, lena: Person, max_: Person, today: datetime) -> KeyResult:
    """A key result of the network teams, as the leader wrote it."""
    return key_result(reader, lena, objective(lena), scope=(("group", HELPED),))


def test_a_target_is_negotiated(
    client: Client, promised: KeyResult, lena: Person, max_: Person, vera: Person, alice: Person
) -> None:
    asks, answers = header(lena), header(max_)
    first: dict[str, object] = {
        "target": 8.0, "due": "2027-03-31", "reason": "Depots wait.", "answering": max_.pk,
        "until": str(TODAY + timedelta(days=10)),
    }  # fmt: skip
    address = f"key-results/{promised.pk}/catchballs"
    assert send(client, "post", address, first, answers)[0] == 403
    status, said = send(client, "post", address, first | {"due": "2020-01-01"}, asks)
    assert (status, said["errors"][0]["pointer"]) == (422, "/due")
    status, said = send(client, "post", address, first | {"answering": 9999}, asks)
    assert (status, said["errors"][0]["pointer"]) == (422, "/answering")
    status, made = send(client, "post", address, first, asks)
    assert (status, made["state"], made["turn"]) == (201, "open", "answering"), made
    assert made["proposals"][0]["evidence"]
    ball = f"catchballs/{made['id']}"
    answer = {"target": 9.0, "due": "2027-03-31", "reason": "We are five.", "after": 1}
    assert send(client, "post", f"{ball}/proposals", answer, header(vera))[0] == 403
    assert send(client, "post", f"{ball}/proposals", answer, answers)[0] == 201
    status, said = send(client, "post", f"{ball}/signatures", {"after": 1}, asks)
    assert (status, "Max wrote proposal 2" in said["detail"]) == (422, True)
    handed = {"side": "asking", "person": alice.pk, "why": "I move on."}
    assert send(client, "post", f"{ball}/take-overs", handed, answers)[0] == 422
    status, now = send(client, "post", f"{ball}/take-overs", handed, asks)
    assert (status, now["asking"]) == (201, alice.pk)
    assert send(client, "post", f"{ball}/signatures", {"after": 2}, answers)[0] == 201
    status, now = send(client, "post", f"{ball}/signatures", {"after": 2}, header(alice))
    assert (status, now["state"], now["turn"], now["proposals"][1]["signed"]) == (
        201, "agreed", None, ["answering", "asking"],
    )  # fmt: skip
    promised.refresh_from_db()
    assert promised.target == 9.0
    assert client.get("/api/v1/catchballs", headers=header(vera)).json()["count"] == 1
    again = send(client, "post", address, first, asks)[1]
    status, now = send(client, "post", f"catchballs/{again['id']}/withdrawal", {"why": "Not now."}, asks)
    assert (status, now["state"], Catchball.objects.count()) == (201, "withdrawn", 2)


def test_a_countermeasure_is_opened_and_reported(
    client: Client, promised: KeyResult, max_: Person, vera: Person
) -> None:
    does, reads = header(max_), header(vera)
    body: dict[str, object] = {"cause": "Queues.", "action": "Pull work.", "owner": max_.pk, "due": "2026-12-01"}
    address = f"key-results/{promised.pk}/countermeasures"
    assert send(client, "post", address, body | {"month": "2026-09-17"}, reads)[0] == 403
    status, made = send(client, "post", address, body | {"month": "2026-09-17"}, does)
    assert (status, made["month"], made["state"]) == (201, "2026-09-01", "open")
    one = f"countermeasures/{made['id']}"
    tag = client.get(f"/api/v1/{one}", headers=reads).headers["ETag"]
    status, said = send(client, "put", one, body | {"done_on": "2026-11-20"}, does | {"If-Match": tag})
    assert (status, said["errors"][0]["pointer"]) == (422, "/effect")
    done = body | {"done_on": "2026-11-20", "effect": "Half of it is gone."}
    status, now = send(client, "put", one, done, does | {"If-Match": tag})
    assert (status, now["state"], now["month"]) == (200, "done", "2026-09-01")
    assert send(client, "put", one, done, does | {"If-Match": tag})[0] == 412
    assert client.get("/api/v1/countermeasures", headers=reads).json()["count"] == 1
    assert Countermeasure.objects.get().edition == 2
