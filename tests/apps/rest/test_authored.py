"""Objectives, key results and initiatives by the API: the pages' own rules, two editors, nothing lost."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.pipeline.read import Reader
from tests.apps.rest.test_tokens import bearer, secret

pytestmark = pytest.mark.django_db
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}


@pytest.fixture
def leading(lena: Person) -> dict[str, str]:
    """The header of a token with which Lena may change direction and initiatives."""
    return bearer(secret(lena, Scope(Area.DIRECTION, writing=True), Scope(Area.INITIATIVES, writing=True)))


def send(client: Client, method: str, address: str, body: Any, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """The status and what was said."""
    answer = getattr(client, method)(f"/api/v1/{address}", body, content_type="application/json", headers=headers)
    return answer.status_code, answer.json() if answer.content else {}


def test_an_objective_from_writing_to_removal(client: Client, lena: Person, leading: dict[str, str]) -> None:
    status, made = send(client, "post", "objectives", YEAR | {"title": "Right first time", "owner": lena.pk}, leading)
    assert (status, made["title"], made["level"]) == (201, "Right first time", "it")
    read = client.get(f"/api/v1/objectives/{made['id']}", headers=leading)
    assert read.json() == made
    mine = leading | {"If-Match": read.headers["ETag"]}
    changed = YEAR | {"title": "Right the first time", "owner": lena.pk, "why": "Rework costs a third."}
    status, now = send(client, "put", f"objectives/{made['id']}", changed, mine)
    assert (status, now["why"]) == (200, "Rework costs a third.")
    assert send(client, "put", f"objectives/{made['id']}", changed | {"why": "Mine."}, mine)[0] == 412
    assert Objective.objects.get().why == "Rework costs a third."
    status, _ = send(client, "delete", f"objectives/{made['id']}", {}, leading | {"If-Match": "*"})
    assert (status, Objective.objects.count()) == (204, 0)
    told = list(AuditLine.objects.order_by("number").values_list("action", flat=True))
    assert told[-3:] == ["wrote an objective", "changed an objective", "removed an objective"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"owner": 9999}, "/owner"),
        ({"level": "team"}, "/team"),
        ({"weight": 6}, "/weight"),
        ({"parent": 9999}, "/parent"),
        ({"last": "2025-01-01"}, "/last"),
        ({"last": "soon"}, "/last"),
    ],
)
def test_the_rules_of_the_page_hold(
    client: Client, lena: Person, leading: dict[str, str], wrong: dict[str, object], pointer: str
) -> None:
    body: dict[str, object] = YEAR | {"title": "Right first time", "owner": lena.pk} | wrong
    status, said = send(client, "post", "objectives", body, leading)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, [pointer])
    assert not Objective.objects.exists()


def test_a_key_result_starts_from_a_measured_number(
    client: Client, lena: Person, leading: dict[str, str], reader: Reader
) -> None:
    _, objective = send(client, "post", "objectives", YEAR | {"title": "Sooner", "owner": lena.pk}, leading)
    first, last = reader.coverage()
    body: dict[str, object] = {
        "title": "Half of all are over sooner",
        "metric": "time_to_resolve_median",
        "baseline_first": str(first + timedelta(days=7)),
        "baseline_last": str(last - timedelta(days=7)),
        "target": 0.5,
        "start": "2026-01-01",
        "due": "2026-12-31",
    }
    address = f"objectives/{objective['id']}/key-results"
    status, made = send(client, "post", address, body, leading)
    assert status == 201, made
    assert made["baseline"] > 0.5
    assert made["baseline_n"] == KeyResult.objects.get().baseline_n > 0
    status, said = send(client, "post", address, body | {"target": made["baseline"] + 100}, leading)
    assert status == 422
    assert "no improvement" in said["detail"] or "better" in said["detail"] or "baseline" in said["detail"]
    promise = {"title": "A quarter", "target": 0.4, "start": "2026-01-01", "due": "2026-06-30"}
    status, now = send(client, "put", f"key-results/{made['id']}", promise, leading | {"If-Match": "*"})
    assert (status, now["due"], now["baseline"]) == (200, "2026-06-30", made["baseline"])
    assert send(client, "delete", f"objectives/{objective['id']}", {}, leading | {"If-Match": "*"})[0] == 422
    assert send(client, "delete", f"key-results/{made['id']}", {}, leading | {"If-Match": "*"})[0] == 204


def test_an_initiative_is_drafted_and_read_with_its_verdict(
    client: Client, lena: Person, leading: dict[str, str], reader: Reader
) -> None:
    group = next(each for each in reader.values("group") if each)
    body: dict[str, object] = {
        "title": "Shifts overlap by an hour",
        "owner": lena.pk,
        "dimension": "group",
        "values": [group],
        "start": str(date(2030, 1, 7)),
    }
    status, made = send(client, "post", "initiatives", body, leading)
    assert (status, made["slug"], made["claim"]) == (201, "shifts-overlap-by-an-hour", None)
    status, verdict = send(client, "get", f"initiatives/{made['slug']}/verdict", {}, leading)
    assert (status, verdict["verdict"], verdict["claim"]) == (200, None, None)
    status, said = send(client, "post", "initiatives", body | {"dimension": "desk"}, leading)
    assert (status, "act somewhere" in said["detail"]) == (422, True)
    status, said = send(client, "post", "initiatives", body | {"owner": 999, "end": "2029-01-01"}, leading)
    assert (status, {each["pointer"] for each in said["errors"]}) == (422, {"/owner", "/end"})
    found = Initiative.objects.get()
    portfolios.seal(
        lena, found, metric="time_to_resolve_median", towards="down", size=0.2, now=timezone.now(), guardrails=()
    )
    status, said = send(
        client, "put", f"initiatives/{made['slug']}", body | {"start": "2030-02-04"}, leading | {"If-Match": "*"}
    )
    assert (status, "sealed" in said["detail"]) == (422, True)
    assert send(client, "delete", f"initiatives/{made['slug']}", {}, leading | {"If-Match": "*"})[0] == 422


def test_a_viewer_reads_and_writes_nothing(client: Client, lena: Person, vera: Person, leading: dict[str, str]) -> None:
    _, made = send(client, "post", "objectives", YEAR | {"title": "Sooner", "owner": lena.pk}, leading)
    token = bearer(secret(vera))
    assert client.get(f"/api/v1/objectives/{made['id']}", headers=token).status_code == 200
    body: dict[str, object] = YEAR | {"title": "Later", "owner": lena.pk}
    assert send(client, "post", "objectives", body, token)[0] == 403
    assert send(client, "put", f"objectives/{made['id']}", body, token | {"If-Match": "*"})[0] == 403
    assert send(client, "delete", f"objectives/{made['id']}", {}, token | {"If-Match": "*"})[0] == 403
    assert send(client, "post", "initiatives", {}, token)[0] in {403, 422}
    assert Objective.objects.count() == 1


def test_what_is_not_there_is_not_found(client: Client, leading: dict[str, str]) -> None:
    for address in ("objectives/99", "key-results/99", "initiatives/nowhere", "vision"):
        answer = client.get(f"/api/v1/{address}", headers=leading)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "application/problem+json")
