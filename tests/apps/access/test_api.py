"""Every address of the API, asked with everybody's token: the table beside this file says what each is answered.

The token holds the one scope that its line names. ``ok`` is an answer, or a write that was let in, even where the row
was not as it should be (409, 412, 422, 428); ``401`` is no token that holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hoshin.apps.rest.scopes import SCOPES, named
from hoshin.pipeline.home import Home
from hoshin.server.api import API
from tests.apps.access.cast import ROLES, Cast, assembled
from tests.apps.rest.test_tokens import bearer, secret

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("api.tsv")
OK, UNKNOWN = "ok", "401"
LET_IN = frozenset({200, 201, 202, 204, 409, 412, 422, 428})
YEAR = {"first": "2026-01-01", "last": "2026-12-31"}
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("put", "metrics/{key}/target"): {"amount": 3},
    ("post", "objectives"): YEAR | {"title": "t", "owner": 1},
    ("put", "objectives/{pk}"): YEAR | {"title": "t", "owner": 1},
    ("post", "objectives/{pk}/key-results"): {
        "title": "t",
        "metric": "backlog",
        "baseline_first": "2026-01-01",
        "baseline_last": "2026-03-01",
        "target": 1,
        "start": "2026-04-01",
        "due": "2026-12-31",
    },
    ("put", "key-results/{pk}"): {"title": "t", "target": 0.5, "start": "2026-04-01", "due": "2026-12-31"},
    ("post", "initiatives"): {"title": "t", "owner": 1, "dimension": "group", "values": ["A"], "start": "2027-01-04"},
    ("put", "initiatives/{slug}"): {
        "title": "t",
        "owner": 1,
        "dimension": "group",
        "values": ["A"],
        "start": "2027-01-04",
    },
    ("post", "forums/{pk}/commitments"): {"words": "w", "owner": 1, "due": "2027-01-04"},
    ("post", "commitments/{pk}/keep"): {"on": "2026-11-03"},
    ("post", "commitments/{pk}/move"): {"to": "2027-01-04", "reason": "r"},
    ("post", "commitments/{pk}/withdraw"): {"reason": "r"},
    ("post", "goals/{pk}/check-ins"): {"confidence": 5},
    ("post", "initiatives/{slug}/check-ins"): {"confidence": 5, "note": "n"},
}
"""What is sent: valid where the row allows it, so that the answer tells of the person and not of the body.

Where nothing is said here, it is the least that the description of the API asks for.
"""


@dataclass(frozen=True)
class Line:
    """An operation on one row, the scope of the token, and what each role is answered."""

    method: str
    path: str
    of: str
    scope: str
    said: dict[str, str]


def lines() -> tuple[Line, ...]:
    """The lines of the table."""
    head, *rows = (line.split("\t") for line in TABLE.read_text().splitlines())
    assert tuple(head) == ("method", "path", "of", "scope", *ROLES)
    return tuple(
        Line(method, path, of, scope, dict(zip(ROLES, said, strict=True))) for method, path, of, scope, *said in rows
    )


LINES = lines()


@pytest.fixture
def cast(home: Home) -> Cast:
    """Everybody, and one of everything."""
    return assembled()


def operations() -> set[tuple[str, str]]:
    """Every operation that the API has, by its description."""
    prefix = "/api/v1/"
    paths = API.get_openapi_schema()["paths"]
    return {(method, path.removeprefix(prefix)) for path, found in paths.items() for method in found}


def least(schema: dict[str, Any], known: dict[str, Any]) -> Any:
    """The least value that a schema takes, in its form."""
    if "$ref" in schema:
        return least(known[schema["$ref"].rpartition("/")[2]], known)
    for either in ("anyOf", "allOf"):
        if either in schema:
            return least(schema[either][0], known)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"), schema.get("format"):
        case "object", _:
            return {name: least(schema["properties"][name], known) for name in schema.get("required", ())}
        case "array", _:
            return [least(schema["items"], known)] * schema.get("minItems", 0)
        case "string", "date":
            return "2027-01-04"
        case "string", "time":
            return "10:00"
        case "string", _:
            return "t"
        case "integer", _:
            return 1
        case "number", _:
            return 0.5
    return True


@cache
def body_of(method: str, path: str) -> dict[str, Any]:
    """What is sent to an operation."""
    if (method, path) in BODIES:
        return BODIES[method, path]
    described = API.get_openapi_schema()
    asked = described["paths"][f"/api/v1/{path}"][method].get("requestBody", {}).get("content", {})
    if "application/json" not in asked:
        return {}
    found: dict[str, Any] = least(asked["application/json"]["schema"], described["components"]["schemas"])
    return found


def answered(line: Line, cast: Cast, header: dict[str, str]) -> str:
    """What an operation is answered; whatever it wrote is undone."""
    row = cast.rows[line.of]
    kind, _, row = row.rpartition(" ")
    path = line.path.format(pk=row, slug=row, key=row, number=row, kind=kind)
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        answer = getattr(client, line.method)(
            f"/api/v1/{path}",
            **({} if line.method == "get" else {"data": body_of(line.method, line.path)}),
            content_type="application/json",
            headers=header,
        )
        transaction.set_rollback(True)
    return OK if answer.status_code in LET_IN else str(answer.status_code)


def header_of(cast: Cast, role: str, scope: str) -> dict[str, str]:
    """The header of a role's token with one scope; without a scope, with any."""
    person = cast.person(role)
    if person is None:
        return {}
    return bearer(secret(person, *((named(scope),) if scope else SCOPES[:1])))


def test_every_operation_stands_in_the_table() -> None:
    assert {(each.method, each.path) for each in LINES} == operations()


@pytest.mark.parametrize("role", ROLES)
def test_everybody_is_answered_as_the_table_says(cast: Cast, role: str) -> None:
    headers = {scope: header_of(cast, role, scope) for scope in {each.scope for each in LINES}}
    wrong = [
        f"{line.method} {line.path} of '{line.of}': {found} instead of {line.said[role]}"
        for line in LINES
        if (found := answered(line, cast, headers[line.scope])) != line.said[role]
    ]
    assert wrong == []


def test_another_scope_opens_nothing(cast: Cast) -> None:
    """Not even an administrator's token: reading is not writing, and one area is not another."""
    every = {str(scope): header_of(cast, "administrator", str(scope)) for scope in SCOPES}
    for line in LINES:
        if not line.scope:
            continue
        needed = named(line.scope)
        for scope, header in every.items():
            if not named(scope).covers(needed):
                assert answered(line, cast, header) == "403", (line, scope)


def test_strangers_and_former_people_have_no_token_that_holds() -> None:
    assert {line.said[role] for line in LINES for role in ("anonymous", "former")} == {UNKNOWN}


def test_auditors_write_nothing() -> None:
    assert {line.said["auditor"] for line in LINES if line.scope.endswith(":write")} == {"403"}
