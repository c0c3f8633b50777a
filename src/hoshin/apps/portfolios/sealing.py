"""The seal of a claim: its words in a fixed form, and their hash. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

OPEN = "open"


def text(
    *,
    initiative: str,
    desk: str,
    dimension: str,
    values: Iterable[str],
    start: date,
    end: date | None,
    metric: str,
    definition: str,
    towards: str,
    size: float,
    person: str,
    at: datetime,
    supersedes: str,
) -> str:
    """What is sealed: one ``name: value`` a line, in this order; values sorted, the time in UTC to the second.

    ``definition`` is the hash of the metric's definition, so that the metric cannot change its meaning afterwards.
    Different claims have different words: a line break or backslash inside a value is written as ``\\n`` or ``\\\\``.
    """
    lines = [
        ("initiative", initiative),
        ("desk", desk),
        *((dimension, value) for value in sorted(values)),
        ("start", start.isoformat()),
        ("end", end.isoformat() if end else OPEN),
        ("metric", metric),
        ("definition", definition),
        ("towards", towards),
        ("size", repr(size)),
        ("sealed by", person),
        ("sealed at", f"{at:%Y-%m-%dT%H:%M:%SZ}"),
        ("supersedes", supersedes),
    ]
    return "".join(f"{name}: {_one_line(value)}\n" for name, value in lines)


def seal(words: str) -> str:
    """SHA-256 of the words, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def line(words: str, name: str) -> str:
    """The value of the first line of that name; empty where there is none."""
    start = f"{name}: "
    return next((each.removeprefix(start) for each in words.split("\n") if each.startswith(start)), "")


def _one_line(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
