"""Every address of the site, asked by everybody: the table beside this file says what each is answered.

``ok`` is an answer, or a write that was let in; ``in`` is sent to sign in; ``403`` is refused in words; ``404`` is told
that there is no such thing, which is also what everybody is told of a row that they may not see.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from hoshin.pipeline.home import Home
from tests.apps.access.asking import FORBIDDEN, IN, NONE, OK, Address, asked, names, outcome
from tests.apps.access.cast import ROLES, Cast, assembled

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("pages.tsv")


@dataclass(frozen=True)
class Line:
    """One line of the table: an address, and what each role is answered there."""

    address: Address
    said: dict[str, str]


def lines() -> Iterator[Line]:
    """The lines of the table."""
    head, *rows = (line.split("\t") for line in TABLE.read_text().splitlines())
    assert tuple(head) == ("address", "method", "of", *ROLES)
    for name, method, of, *said in rows:
        yield Line(Address(name, method, of), dict(zip(ROLES, said, strict=True)))


LINES = tuple(lines())
APPS = tuple(dict.fromkeys(each.address.name.partition(":")[0] for each in LINES))


@pytest.fixture
def cast(home: Home) -> Cast:
    """Everybody, and one of everything."""
    return assembled()


def test_every_address_stands_in_the_table() -> None:
    assert {each.address.name for each in LINES} == set(names())
    assert {said for each in LINES for said in each.said.values()} <= {OK, IN, FORBIDDEN, NONE}
    assert len({each.address for each in LINES}) == len(LINES)


@pytest.mark.parametrize("app", APPS)
def test_everybody_is_answered_as_the_table_says(cast: Cast, app: str) -> None:
    wrong = []
    for line in LINES:
        if line.address.name.partition(":")[0] != app:
            continue
        for role, said in line.said.items():
            answered = outcome(asked(line.address, cast.rows, cast.person(role)))
            if answered != said:
                wrong.append(f"{line.address} {role}: {answered} instead of {said}")
    assert wrong == []


def test_strangers_and_former_people_reach_nothing() -> None:
    """But for signing in, and a calendar whose address is its own secret."""
    free = {"accounts:sign-in", "accounts:sign-out", "accounts:first-start", "reviews:feed"}
    for line in LINES:
        if line.address.name not in free:
            assert {line.said["anonymous"], line.said["former"]} == {IN}, line.address


def test_auditors_write_nothing() -> None:
    for line in LINES:
        if line.address.method == "post" and line.address.name != "accounts:sign-out":
            assert line.said["auditor"] == FORBIDDEN, line.address


def test_what_is_confidential_is_not_there_for_others() -> None:
    """404 and not 403, so that nobody learns that there is something; but for whom no such row would be shown."""
    kept = [
        each for each in LINES if each.address.of.startswith("confidential ") and each.address.name != "reviews:feed"
    ]
    assert len(kept) > 40
    for line in kept:
        if line.address.of != "confidential child":  # itself open, below what is not
            for role in ("reader", "other member", "member", "leader elsewhere", "manager", "hr"):
                assert line.said[role] in (NONE, FORBIDDEN), (line.address, role)


def test_a_row_that_is_not_seen_is_answered_as_one_that_is_not_there(cast: Cast) -> None:
    for line in LINES:
        if not line.address.of.startswith("confidential ") or line.address.of == "confidential child":
            continue
        first, _, rest = cast.rows[line.address.of].partition(" ")
        if not first.isdigit():
            continue
        missing = {line.address.of: f"{int(first) + 90_000} {rest}".strip()}
        for role in ("reader", "leader elsewhere"):
            answered = outcome(asked(line.address, missing, cast.person(role)))
            assert answered == line.said[role], (line.address, role)
