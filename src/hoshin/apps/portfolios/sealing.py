"""The seal of a claim: its words in a fixed form, and their hash. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date, datetime

OPEN = "open"
NONE = "none"
GUARDRAIL = "guardrail"
START_OF, DRAW = "start of", "draw"
"""The names of a roll-out's lines: one for each group, and one for each time that the order was drawn by lot."""

ESTIMATOR, BEFORE, COMPARED = "estimator", "periods before", "compared with"
DESIGN = (ESTIMATOR, BEFORE, COMPARED)
"""The names of what a claim says of how it will be judged."""

_ESCAPED = re.compile(r"\\(.)")


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
    guardrails: Iterable[tuple[str, str]] | None = None,
    design: Iterable[tuple[str, str]] = (),
    starts: Iterable[tuple[str, date]] = (),
    draws: Iterable[str] = (),
) -> str:
    """What is sealed: one ``name: value`` a line, in this order; values sorted, the time in UTC to the second.

    ``definition`` is the hash of the metric's definition, so that the metric cannot change its meaning afterwards.
    ``guardrails`` are keys and hashes of definitions of the metrics that must not get worse; None for claims that were
    sealed before there were any, which have no such line. ``design`` is how it will be judged, as names and values.
    ``starts`` are values with starts of their own, and ``draws`` one line for each time that the lot drew them; an
    initiative whose values start together has no such lines. Different claims have different words: a line break or
    backslash inside a value is written as ``\\n`` or ``\\\\``.
    """
    lines = [
        ("initiative", initiative),
        ("desk", desk),
        *((dimension, value) for value in sorted(values)),
        ("start", start.isoformat()),
        *((START_OF, f"{on.isoformat()} {value}") for value, on in sorted(starts)),
        *((DRAW, each) for each in draws),
        ("end", end.isoformat() if end else OPEN),
        ("metric", metric),
        ("definition", definition),
        ("towards", towards),
        ("size", repr(size)),
        *((GUARDRAIL, f"{key} {digest}") for key, digest in _guarded(guardrails)),
        *design,
        ("sealed by", person),
        ("sealed at", f"{at:%Y-%m-%dT%H:%M:%SZ}"),
        ("supersedes", supersedes),
    ]
    return "".join(f"{name}: {_one_line(value)}\n" for name, value in lines)


def _guarded(found: Iterable[tuple[str, str]] | None) -> list[tuple[str, str]]:
    """Guardrails in the order of their keys; a claim that says to have none differs from one that says nothing."""
    return [] if found is None else sorted(found) or [(NONE, NONE)]


def guardrails(words: str) -> tuple[tuple[str, str], ...] | None:
    """Keys and hashes of definitions of the sealed guardrails; None where the claim is older than they are."""
    found = lines(words, GUARDRAIL)
    if not found:
        return None
    pairs = [each.partition(" ") for each in found]
    return tuple((key, digest) for key, _, digest in pairs if key != NONE)


def design(words: str) -> tuple[tuple[str, str], ...]:
    """How the claim will be judged, as it was sealed: names and values; empty where nothing of it was."""
    return tuple((name, value) for name in DESIGN for value in lines(words, name))


def seal(words: str) -> str:
    """SHA-256 of the words, in hexadecimal."""
    return hashlib.sha256(words.encode()).hexdigest()


def line(words: str, name: str) -> str:
    """The value of the first line of that name; empty where there is none."""
    start = f"{name}: "
    return next((each.removeprefix(start) for each in words.split("\n") if each.startswith(start)), "")


def lines(words: str, name: str) -> tuple[str, ...]:
    """The values of all lines of that name."""
    start = f"{name}: "
    found = (each.removeprefix(start) for each in words.split("\n") if each.startswith(start))
    return tuple(_as_it_was(each) for each in found)


def _as_it_was(value: str) -> str:
    return _ESCAPED.sub(lambda found: {"n": "\n", "r": "\r"}.get(found[1], found[1]), value)


def _one_line(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
