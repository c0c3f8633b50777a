"""Workbooks by the API: looked at, confirmed by what was seen, once; the scopes and roles that this needs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.strategy.models import Objective
from tests.apps.rest.test_tokens import bearer, secret
from tests.apps.workbooks.made import OBJECTIVES, read, workbook

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/workbook"
DIRECTION, INITIATIVES = Scope(Area.DIRECTION, writing=True), Scope(Area.INITIATIVES, writing=True)
CONTENT = workbook(
    {"Objectives": [OBJECTIVES, ("", "Sooner", "Lena", date(2026, 1, 1), date(2026, 12, 31)), ("", "X")]}
)


def send(client: Client, address: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """The status and what was said."""
    answer = client.post(address, {"file": SimpleUploadedFile("plan.xlsx", CONTENT)}, headers=headers)
    return answer.status_code, answer.json()


def test_a_workbook_is_looked_at_and_then_confirmed(client: Client, lena: Person) -> None:
    leading = bearer(secret(lena, DIRECTION, INITIATIVES))
    status, seen = send(client, ADDRESS, leading)
    assert (status, seen["new"], seen["rejected"], Objective.objects.count()) == (200, 1, 1, 0)
    assert [(each["title"], each["outcome"]) for each in seen["rows"]] == [("Sooner", "new"), ("X", "rejected")]
    assert {each["column"] for each in seen["rows"][1]["wrong"]} == {"Owner", "From", "To"}
    status, done = send(client, f"{ADDRESS}/confirm?seen={seen['digest']}", leading)
    assert (status, done["new"], Objective.objects.count()) == (200, 1, 1)
    status, problem = send(client, f"{ADDRESS}/confirm?seen={seen['digest']}", leading)
    assert (status, Objective.objects.count()) == (409, 1)
    assert "Nothing is written" in problem["detail"]
    answer = client.get(ADDRESS, headers=leading)
    assert read(answer.content)["Objectives"][1][1] == "Sooner"


def test_scopes_and_roles_hold(client: Client, lena: Person, vera: Person) -> None:
    assert send(client, ADDRESS, bearer(secret(lena, Scope(Area.DIRECTION))))[0] == 403
    status, problem = send(client, f"{ADDRESS}/confirm?seen=x", bearer(secret(lena, DIRECTION)))
    assert (status, "initiatives:write" in problem["detail"]) == (403, True)
    assert send(client, ADDRESS, bearer(secret(vera, DIRECTION, INITIATIVES)))[0] == 403
    assert client.get(ADDRESS, headers=bearer(secret(vera, Scope(Area.DIRECTION)))).status_code == 200


def test_a_file_that_is_no_workbook_is_a_problem(client: Client, lena: Person) -> None:
    file = SimpleUploadedFile("plan.xlsx", b"%PDF-1.7")
    answer = client.post(ADDRESS, {"file": file}, headers=bearer(secret(lena, DIRECTION)))
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert "PDF" in answer.json()["detail"]
