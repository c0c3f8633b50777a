"""How the lines of the audit trail hold together: each line's digest covers the digest of the line before it.

Whoever changes, removes or inserts a line afterwards would have to change every later digest too. Whoever can do even
that is found out by a digest that was noted down elsewhere: it says what the whole trail was up to that line. (Haber
and Stornetta, *How to time-stamp a digital document*, Journal of Cryptology 3, 1991.)
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

BEFORE_ALL = "0" * 64
"""What the first line has before it."""


@dataclass(frozen=True)
class Change:
    """One field that a write changed, in words; empty where there was, or is, nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """What the digest of one line covers. ``person`` is a key, so that somebody may be given another name."""

    number: int
    at: datetime
    person: int | None
    action: str
    subject: str
    detail: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Break:
    """A place where the trail does not hold: the line's number, and in words what is wrong there."""

    number: int
    words: str


def digest(before: str, line: Line) -> str:
    """SHA-256, in hexadecimal digits, of the digest of the line before and all that the line says."""
    said = [
        before,
        line.number,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.person,
        line.action,
        line.subject,
        line.detail,
        [[each.field, each.before, each.after] for each in line.changes],
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Change, ...]:
    """The fields that differ, in the order of ``after``, then those that are gone; None is nothing.

    >>> changed({"role": "Viewer", "team": None}, {"role": "Leader", "team": None})
    (Change(field='role', before='Viewer', after='Leader'),)
    """
    fields = [*after, *(field for field in before if field not in after)]
    pairs = ((field, _words(before.get(field)), _words(after.get(field))) for field in fields)
    return tuple(Change(field, was, now) for field, was, now in pairs if was != now)


def _words(value: object) -> str:
    return "" if value is None else str(value)


def breaks(lines: Iterable[tuple[Line, str]], noted: tuple[int, str] | None = None) -> Iterator[Break]:
    """Where the trail does not hold; nothing where it is whole.

    ``lines`` are all lines with the digests that they carry, by number. After a line whose digest is not what it says,
    the walk goes on from the digest that it carries, so that every later line is judged by itself. ``noted`` is a
    number and a digest that somebody wrote down earlier.
    """
    before, number = BEFORE_ALL, 0
    met = noted is None
    for line, carried in lines:
        if line.number != number + 1:
            yield Break(number + 1, _missing(number + 1, line.number - 1))
        elif digest(before, line) != carried:
            yield Break(line.number, "says something else than when it was written")
        if noted is not None and line.number == noted[0]:
            met = True
            if carried != noted[1]:
                yield Break(line.number, "is not the line whose digest was noted: the trail was written anew")
        before, number = carried, line.number
    if not met and noted is not None:
        yield Break(noted[0], f"was there when its digest was noted, and is gone: the trail ends at line {number}")


def _missing(first: int, last: int) -> str:
    return "is missing" if first == last else f"to line {last} are missing"
