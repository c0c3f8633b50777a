"""Metrics, readings and targets by the API: the same numbers, problem details, ETags, requests done once."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.rest.models import AnsweredRequest
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.scorecards.models import Target
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import reading_json
from hoshin.pipeline.read import Reader
from hoshin.server.api import API
from tests.apps.rest.test_tokens import bearer, secret

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/metrics/time_to_resolve_median/target"


@pytest.fixture
def leading(lena: Person) -> dict[str, str]:
    """The header of a token with which Lena may change numbers."""
    return bearer(secret(lena, Scope(Area.NUMBERS, writing=True)))


def test_readings_are_those_of_the_reader(client: Client, reader: Reader, leading: dict[str, str]) -> None:
    desk = next(iter(reader.desks))
    address = f"/api/v1/metrics/time_to_resolve_median/readings?grain=week&by=group&where=desk={desk}"
    asked = Query(Grain.WEEK, "group", where=(("desk", desk),))
    expected = [reading_json(each) for each in reader.read(["time_to_resolve_median"], asked)]
    assert client.get(address, headers=leading).json()["readings"] == json.loads(json.dumps(expected))
    assert len(expected) > 1


def test_all_metrics_are_told(client: Client, leading: dict[str, str]) -> None:
    found = client.get("/api/v1/metrics", headers=leading).json()
    assert {each["key"] for each in found} == set(METRICS)
    one = client.get(f"/api/v1/metrics/{found[0]['key']}", headers=leading).json()
    assert one == found[0]


@pytest.mark.parametrize(
    ("address", "pointer", "words"),
    [
        ("metrics/time_to_resolve_median/readings?grain=year", "asked.grain", "day"),
        ("metrics/time_to_resolve_median/readings?where=colour=red", "where", "DIMENSION=VALUE"),
        ("metrics/time_to_resolve_median/readings?first=April", "asked.first", "date"),
        ("metrics/time_to_resolve_median/target?dimension=colour&value=red", "dimension", "There is no dimension"),
        ("metrics/time_to_resolve_median/target?dimension=group", "value", "or neither"),
    ],
)
def test_a_wrong_question_is_refused_at_its_place(
    client: Client, reader: Reader, leading: dict[str, str], address: str, pointer: str, words: str
) -> None:
    answer = client.get(f"/api/v1/{address}", headers=leading)
    assert (answer.status_code, answer.headers["Content-Type"]) == (422, "application/problem+json")
    wrong = answer.json()["errors"]
    assert any(pointer.endswith(each["pointer"]) or each["pointer"].endswith(pointer) for each in wrong), wrong
    assert words in json.dumps(wrong)


def test_an_unknown_metric_is_refused_with_what_comes_close(client: Client, leading: dict[str, str]) -> None:
    answer = client.get("/api/v1/metrics/time_to_resolve_medan", headers=leading)
    assert answer.status_code == 422
    assert "time_to_resolve_median" in answer.json()["detail"]


def test_two_editors_and_nothing_is_lost(client: Client, leading: dict[str, str]) -> None:
    read = client.get(ADDRESS, headers=leading)
    assert read.json()["amount"] is None
    mine = {"If-Match": read.headers["ETag"]}
    first = client.put(ADDRESS, {"amount": 20}, content_type="application/json", headers=leading | mine)
    assert (first.status_code, first.json()["amount"], first.json()["set_by"]) == (200, 20.0, "Lena")
    theirs = client.put(ADDRESS, {"amount": 30}, content_type="application/json", headers=leading | mine)
    assert (theirs.status_code, theirs.json()["title"]) == (412, "Precondition Failed")
    assert Target.objects.get().amount == 20
    blind = client.put(ADDRESS, {"amount": 30}, content_type="application/json", headers=leading)
    assert blind.status_code == 428
    newest = {"If-Match": first.headers["ETag"]}
    gone = client.put(ADDRESS, {"amount": None}, content_type="application/json", headers=leading | newest)
    assert (gone.status_code, gone.json()["amount"]) == (200, None)
    assert not Target.objects.exists()


def test_what_has_not_changed_is_not_sent_again(client: Client, leading: dict[str, str]) -> None:
    read = client.get(ADDRESS, headers=leading)
    again = client.get(ADDRESS, headers=leading | {"If-None-Match": read.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_request_sent_twice_is_done_once(client: Client, leading: dict[str, str]) -> None:
    once = leading | {"If-Match": "*", "Idempotency-Key": "monday"}
    first = client.put(ADDRESS, {"amount": 20}, content_type="application/json", headers=once)
    lines = AuditLine.objects.count()
    second = client.put(ADDRESS, {"amount": 20}, content_type="application/json", headers=once)
    assert (second.status_code, second.content, second.headers["ETag"]) == (200, first.content, first.headers["ETag"])
    assert second.headers["Idempotency-Replayed"] == "true"
    assert AuditLine.objects.count() == lines
    other = client.put(ADDRESS, {"amount": 25}, content_type="application/json", headers=once)
    assert other.status_code == 422
    assert "was used for another request" in other.json()["detail"]
    assert Target.objects.get().amount == 20


def test_a_refused_request_is_mended_and_sent_with_its_key(client: Client, leading: dict[str, str]) -> None:
    once = leading | {"If-Match": "*", "Idempotency-Key": "tuesday"}
    share = "/api/v1/metrics/reopen_share/target"
    refused = client.put(share, {"amount": 80}, content_type="application/json", headers=once)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/amount")
    assert not AnsweredRequest.objects.exists()
    assert client.put(share, {"amount": 0.8}, content_type="application/json", headers=once).status_code == 200


@pytest.mark.parametrize(
    ("body", "pointer"), [({"amount": "many"}, "/amount"), ({}, "/amount"), ({"amount": 1, "colour": 2}, "/colour")]
)
def test_a_body_that_is_wrong_is_refused_at_its_place(
    client: Client, leading: dict[str, str], body: dict[str, object], pointer: str
) -> None:
    answer = client.put(ADDRESS, body, content_type="application/json", headers=leading | {"If-Match": "*"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)


def test_a_body_that_is_no_json_is_refused(client: Client, leading: dict[str, str]) -> None:
    answer = client.put(ADDRESS, b"{", content_type="application/json", headers=leading | {"If-Match": "*"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_a_member_reads_and_does_not_set(client: Client, max_: Person) -> None:
    token = bearer(secret(max_))
    assert client.get(ADDRESS, headers=token).status_code == 200
    answer = client.put(ADDRESS, {"amount": 2}, content_type="application/json", headers=token | {"If-Match": "*"})
    assert (answer.status_code, answer.json()["detail"]) == (403, "This needs the role leader; yours is member.")


def test_every_address_says_what_it_does_and_asks_for_a_token(client: Client) -> None:
    schema = json.loads(json.dumps(API.get_openapi_schema()))
    assert schema["openapi"].startswith("3.1")
    seen = 0
    for path, methods in schema["paths"].items():
        for method, operation in methods.items():
            assert operation.get("description"), (method, path)
            assert operation["security"], (method, path)
            address = re.sub(r"\{\w+\}", "1", path)
            assert getattr(client, method)(address).status_code == 401, (method, path)
            seen += 1
    assert seen >= 10


def test_the_description_needs_no_token(client: Client) -> None:
    assert client.get("/api/v1/openapi.json").status_code == 200
