"""Bodies of the API that name another row: what is confidential is answered as if there were no such row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from hoshin.apps.portfolios.models import Claim, Initiative
from hoshin.pipeline.home import Home
from hoshin.server.api import API
from tests.apps.access.cast import NOW, Cast, assembled
from tests.apps.access.test_api import LINES, Line, body_of, header_of
from tests.apps.access.test_confidential import WORD

pytestmark = pytest.mark.django_db
NOBODYS = 999_999
"""No row has this number."""
ROWS = {
    "objective": "objective",
    "objectives": "objective",
    "parent": "objective",
    "key_result": "key result",
    "initiative": "initiative",
    "forum": "forum",
}
"""The fields that name a row which may be confidential, and which row of the cast that is."""
KNOWN_TO_ALL = {"owner", "team", "unit", "person", "answering", "chair", "decides", "named", "theme", "continues"} | {
    "round",
    "undertaking",
    "needs",
    "excludes",
}
"""Fields that name a row which everybody sees: the organisation, the vision, plans."""
NO_ROW = {
    "confidence",
    "rating",
    "after",
    "weight",
    "cadence",
    "quarters",
    "counted",
    "reserve",
    "reach",
    "earliest",
    "latest",
    "phase",
    "minutes",
    "likelihood",
    "impact",
}
"""Whole numbers that name nothing."""


@dataclass(frozen=True)
class Naming:
    """A field of what an operation is sent; ``listed``: it takes several."""

    line: Line
    field: str
    listed: bool
    words: bool


@cache
def description() -> dict[str, Any]:
    """What the API says of itself; it takes a while to say it."""
    return API.get_openapi_schema()


def fields(line: Line) -> dict[str, dict[str, Any]]:
    """The fields of what an operation is sent, as the description has them."""
    described = description()
    operation = described["paths"][f"/api/v1/{line.path}"][line.method]
    asked = operation.get("requestBody", {}).get("content", {}).get("application/json")
    if asked is None:
        return {}
    name = asked["schema"]["$ref"].rpartition("/")[2]
    found: dict[str, dict[str, Any]] = described["components"]["schemas"][name].get("properties", {})
    return found


def kinds(schema: dict[str, Any]) -> set[str]:
    """All types that a value of it may have, those within a list included."""
    found = {schema["type"]} if "type" in schema else set()
    for each in (*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else ())):
        found |= kinds(each)
    return found


def naming() -> Iterator[Naming]:
    """Every field of every operation that names what may be confidential, on a row that everybody sees."""
    for line in LINES:
        if line.of.startswith("confidential"):
            continue
        for name, schema in fields(line).items():
            if name in ROWS and not (name == "parent" and "goals" in line.path):
                yield Naming(line, name, "array" in kinds(schema), "string" in kinds(schema))


@pytest.fixture
def cast(home: Home) -> Cast:
    """Everybody, and one of everything."""
    return assembled()


def named(cast: Cast, each: Naming, kind: str) -> int | str:
    """How the body names a row of the cast."""
    row = cast.rows[f"{kind}{ROWS[each.field]}"]
    if ROWS[each.field] == "initiative" and not each.words:
        return Initiative.objects.get(slug=row).pk
    return row if each.words else int(row)


def sent(cast: Cast, each: Naming, header: dict[str, str], value: int | str) -> tuple[int, set[str], str]:
    """The status, the fields that are called wrong, and all that was said; what it wrote is undone."""
    own = each.field == "parent" and each.line.of == "objective"  # nothing contributes to itself
    row = cast.rows["bare objective" if own else each.line.of]
    kind, _, row = row.rpartition(" ")
    path = each.line.path.format(pk=row, slug=row, key=row, number=row, kind=kind)
    body = body_of(each.line.method, each.line.path) | {each.field: [value] if each.listed else value}
    for name in ("owner", "chair"):
        body |= {name: cast.people["owner"].pk} if name in body else {}
    if each.field == "parent":  # what stands above is a team's, so this is too
        body |= {"level": "team", "team": int(cast.rows["team"])}
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        answer = getattr(client, each.line.method)(
            f"/api/v1/{path}", body, content_type="application/json", headers=header | {"If-Match": "*"}
        )
        transaction.set_rollback(True)
    said = answer.json() if answer.content else {}
    wrong = {error["pointer"] for error in said.get("errors", ())} if answer.status_code == 422 else set()
    return answer.status_code, wrong, answer.content.decode()


def without(named: int | str, words: str) -> str:
    """What was said, but for how the row was named."""
    return re.sub(rf"\b{named}\b", "N", words)


def test_every_number_that_a_body_takes_is_known_here() -> None:
    """A new field that names a row by its number is put into one of the three lists above."""
    unknown = {
        (line.method, line.path, name)
        for line in LINES
        for name, schema in fields(line).items()
        if "integer" in kinds(schema) and name not in {*ROWS, *KNOWN_TO_ALL, *NO_ROW}
    }
    assert unknown == set()


def test_a_confidential_row_is_answered_as_one_that_is_not_there(cast: Cast) -> None:
    for sealed in Initiative.objects.all():  # a decision names a sealed one
        Claim.objects.create(
            initiative=sealed, metric="backlog", towards="down", size=0.2, at=NOW, text="t", seal=f"{sealed.pk:064}"
        )
    found = list(naming())
    assert {each.field for each in found} == set(ROWS)
    for each in found:
        header = header_of(cast, "leader elsewhere", each.line.scope)
        where = (each.line.method, each.line.path, each.field)
        secret, nobodys = named(cast, each, "confidential "), str(NOBODYS) if each.words else NOBODYS
        status, wrong, words = sent(cast, each, header, secret)
        assert WORD not in words.lower().replace(str(secret), ""), where
        assert status in (404, 422), (where, status, words)
        absent = sent(cast, each, header, nobodys)
        assert (status, wrong) == absent[:2], where
        assert without(secret, words) == without(nobodys, absent[2]), where
        _, open_wrong, _ = sent(cast, each, header, named(cast, each, ""))
        assert status == 404 or wrong - open_wrong == {f"/{each.field}"}, (where, wrong, open_wrong)
