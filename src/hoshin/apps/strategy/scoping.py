"""What a form offers as scope: the desks, and the values that the tickets of the chosen desk have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hoshin.metrics.query import MISSING
from hoshin.pipeline.read import Reader


@dataclass(frozen=True)
class Offer:
    """``desks`` and ``scopes`` as choices of a form; a scope is written ``dimension=value``.

    ``desk`` is the chosen one.
    """

    desk: str
    desks: tuple[tuple[str, str], ...]
    scopes: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def offer(reader: Reader, desk: str | None, dimensions: Iterable[str], *, missing: bool) -> Offer:
    """The choices for a desk; None takes the usual one: all real desks, or the demonstration where there is no other.

    ``missing`` offers the tickets without a value as well. A desk that is not there offers what all desks have.
    """
    real = [name for name, entry in reader.desks.items() if not entry.demonstration]
    demonstrations = [name for name, entry in reader.desks.items() if entry.demonstration]
    usual = "" if real else demonstrations[0]
    chosen = desk if desk is not None and (desk in reader.desks or (desk == "" and real)) else usual
    desks = [("", "All real desks")] if real else []
    if len(reader.desks) > len(desks):
        desks += [(name, name) for name in sorted(real)]
        desks += [(name, f"{name} (demonstration)") for name in sorted(demonstrations)]
    where = (("desk", chosen),) if chosen else ()
    scopes = []
    for dimension in dimensions:
        values = [MISSING if v is None else v for v in reader.values(dimension, where) if missing or v is not None]
        scopes.append((plural(dimension), tuple((f"{dimension}={value}", value) for value in values)))
    return Offer(chosen, tuple(desks), tuple((name, values) for name, values in scopes if values))


def plural(dimension: str) -> str:
    """A dimension as the heading of its values.

    >>> plural("group"), plural("category")
    ('Groups', 'Categories')
    """
    word = dimension.capitalize()
    return f"{word[:-1]}ies" if word.endswith("y") else f"{word}s"


def pairs(chosen: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Chosen scopes as (dimension, value).

    >>> pairs(["group=A=B"])
    (('group', 'A=B'),)
    """
    return tuple((dimension, value) for dimension, _, value in (each.partition("=") for each in chosen))
