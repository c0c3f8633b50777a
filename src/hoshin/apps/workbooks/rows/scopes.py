"""Where something is measured or acts, as people write it: ``group: Network; priority: 1 - Critical``."""

from __future__ import annotations

from collections.abc import Iterable

from hoshin.apps.strategy.scoping import Offer, pairs
from hoshin.apps.workbooks.cells import Unread, folded
from hoshin.apps.workbooks.names import either

Scope = tuple[tuple[str, str], ...]


def scope(text: str, offer: Offer, dimensions: Iterable[str]) -> Scope:
    """The (dimension, value) pairs that a text names, sorted; each line, or part between semicolons, is one.

    A dimension holds on until the next is named; a value that only one dimension has needs none. Raises Unread.
    """
    offered = [pair for _, choices in offer.scopes for pair in pairs(key for key, _ in choices)]
    by_name: dict[str, list[tuple[str, str]]] = {}
    for dimension, value in offered:
        by_name.setdefault(folded(value), []).append((dimension, value))
        by_name.setdefault(folded(f"{dimension}: {value}"), []).append((dimension, value))
    found: set[tuple[str, str]] = set()
    dimension = ""
    for part in _parts(text, by_name):
        head, colon, rest = part.partition(":")
        if colon and folded(head) in dimensions:
            dimension, part = folded(head), rest.strip()
        pair = _one(part, dimension, by_name)
        found.add(pair)
    return tuple(sorted(found))


def _parts(text: str, by_name: dict[str, list[tuple[str, str]]]) -> list[str]:
    """The parts of a text; a value may itself hold a semicolon, then it stands on a line of its own."""
    lines = [line.strip() for line in text.splitlines()]
    return [
        part.strip()
        for line in lines
        for part in ([line] if folded(line) in by_name else line.split(";"))
        if part.strip()
    ]


def _one(value: str, dimension: str, by_name: dict[str, list[tuple[str, str]]]) -> tuple[str, str]:
    fitting = by_name.get(folded(f"{dimension}: {value}") if dimension else folded(value), [])
    if not fitting:
        what = dimension or "group or service"
        raise Unread(f"The tickets of the desk have no {what} '{value}': write one that they have, as group: Network.")
    if len(fitting) > 1:
        raise Unread(f"'{value}' can mean {either(f'{name}: {each}' for name, each in fitting)}: write one of these.")
    return fitting[0]
