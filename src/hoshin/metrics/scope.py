"""Which tickets a question is about: filters, their canonical words, and what is said where they fit nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

import ibis
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import Table
from ibis.expr.types import BooleanValue, Value
from numpy.typing import NDArray

from hoshin.eventlog.refused import Refused
from hoshin.eventlog.schema import DIMENSIONS, PRIORITIES
from hoshin.metrics.expression import all_of
from hoshin.metrics.query import MISSING, Query

Raw = str | int | None
"""A dimension's value as the tickets hold it."""

Breakdown = tuple[str, ...]
"""The dimensions by which an answer is broken down: none, one, or two."""

Cut = tuple[Raw, ...]
"""One part of a breakdown: a value for each of its dimensions, in their order; empty without a breakdown."""


class QueryInvalid(Refused):
    """The question cannot be asked. The message says what to ask instead."""


class UnknownDimension(QueryInvalid):
    """A breakdown or filter names what is no dimension of tickets."""


class UnknownValue(QueryInvalid):
    """A filter names a value that no ticket has in its dimension."""


def check(query: Query) -> None:
    """Raises UnknownDimension, or QueryInvalid where the days are the wrong way round."""
    for dimension in (*query.breakdown, *(dimension for dimension, _ in query.where)):
        if dimension not in DIMENSIONS:
            close = get_close_matches(dimension, DIMENSIONS, n=1)
            hint = f" Did you mean '{close[0]}'?" if close else ""
            raise UnknownDimension(
                f"'{dimension}' is no dimension of tickets; there are {', '.join(DIMENSIONS)}.{hint}"
            )
    if query.across and query.across == query.by:
        raise QueryInvalid(f"The breakdown names '{query.by}' twice: choose two dimensions, or one.")
    if query.across and not query.by:
        raise QueryInvalid(f"A breakdown across '{query.across}' needs another dimension to be across: name both.")
    if query.first and query.last and query.first > query.last:
        raise QueryInvalid(f"The first day {query.first} lies after the last day {query.last}: exchange them.")


def word(dimension: str, raw: Raw) -> str | None:
    """A value as readers see it: ``2 - High`` for priority 2; None stays None.

    >>> word("priority", 2), word("group", "Berlin"), word("group", None)
    ('2 - High', 'Berlin', None)
    """
    if raw is None:
        return None
    return PRIORITIES.get(raw, str(raw)) if isinstance(raw, int) else raw


def raw(dimension: str, value: str) -> Raw:
    """A filter's value as the tickets hold it. Of a priority the number, the label or the word in it will do.

    >>> raw("priority", "1 - Critical"), raw("priority", "high"), raw("group", "(none)"), raw("priority", "urgent")
    (1, 2, None, 'urgent')
    """
    if value == MISSING:
        return None
    if dimension != "priority":
        return value
    said = value.strip().casefold()
    for number, label in PRIORITIES.items():
        if said in (label.casefold(), label.casefold().partition(" - ")[2]):
            return number
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else value


def canonical(query: Query) -> tuple[tuple[str, str | None], ...]:
    """The filters as they stand in the scope of a reading."""
    return tuple(dict.fromkeys((dimension, word(dimension, raw(dimension, value))) for dimension, value in query.where))


def holds(tickets: Table, query: Query) -> BooleanValue | None:
    """The filters as one condition; None where there is none. Values of one dimension are alternatives."""
    wanted: dict[str, list[Raw]] = {}
    for dimension, value in query.where:
        wanted.setdefault(dimension, []).append(raw(dimension, value))
    return all_of(*(_one_of(tickets, dimension, values) for dimension, values in wanted.items()))


def _one_of(tickets: Table, dimension: str, values: list[Raw]) -> BooleanValue:
    column = tickets[dimension]
    kept = [v for v in values if isinstance(v, int) == (dimension == "priority") and v is not None]
    condition = column.isin(kept) if kept else ibis.literal(False)
    return condition | column.isnull() if None in values else condition


def in_order(values: Sequence[Raw]) -> list[Raw]:
    """Values as readers want them: by number or name, those without a value last."""
    return sorted(values, key=_rank)


def cuts_in_order(cuts: Iterable[Cut]) -> list[Cut]:
    """Parts of a breakdown as readers want them, by their first value, then by their second."""
    return sorted(cuts, key=_ranks)


def _ranks(cut: Cut) -> list[tuple[bool, int, str]]:
    return [_rank(value) for value in cut]


def _rank(value: Raw) -> tuple[bool, int, str]:
    return value is None, value if isinstance(value, int) else 0, str(value)


def keys(tickets: Table, query: Query) -> dict[str, Value]:
    """The columns by which the breakdown groups, by the names under which :func:`cut` finds them again."""
    return {f"cut{place}": tickets[dimension] for place, dimension in enumerate(query.breakdown)}


def cut(row: Mapping[str, Any], query: Query) -> Cut:
    """The part of the breakdown that a grouped row belongs to."""
    return tuple(row[f"cut{place}"] for place in range(len(query.breakdown)))


def column(dimension: str) -> str:
    """The name under which a dimension stands among what is summed up."""
    return f"by {dimension}"


def encoded(columns: Sequence[pa.ChunkedArray], rows: int) -> tuple[list[Cut], NDArray[np.int64]]:
    """The parts of a breakdown that grouped rows have, in order, and which of them each row belongs to.

    ``columns`` hold the values of each dimension; without any there is one part, the empty one.
    """
    codes, values = np.zeros(rows, np.int64), []
    for column in columns:
        held = pc.dictionary_encode(column.combine_chunks(), null_encoding="encode")
        values.append(held.dictionary.to_pylist())
        codes = codes * len(values[-1]) + held.indices.to_numpy()
    if not values:
        return [()], codes
    there, places = np.unique(codes, return_inverse=True)
    found = [
        tuple(v[i] for v, i in zip(values, np.unravel_index(code, [len(v) for v in values]), strict=True))
        for code in there
    ]
    order = sorted(range(len(found)), key=lambda place: _ranks(found[place]))
    rank = np.empty(len(found), np.int64)
    rank[order] = np.arange(len(found))
    return [found[place] for place in order], rank[places]


def values(tickets: Table, dimension: str, query: Query | None = None) -> list[Raw]:
    """The values that tickets have in a dimension, in order; None where some have none. Raises UnknownDimension."""
    check(Query(by=dimension))
    condition = holds(tickets, query) if query else None
    found = (tickets if condition is None else tickets.filter(condition)).select(dimension).distinct().to_pyarrow()
    return in_order(found[dimension].to_pylist())


def nobody(tickets: Table, query: Query) -> str:
    """Says of the first filter whose value no ticket has what comes close to it; empty where all are in use."""
    for dimension, value in query.where:
        wanted = raw(dimension, value)
        there = values(tickets, dimension)
        if wanted in there:
            continue
        words = [word(dimension, known) or MISSING for known in there]
        close = get_close_matches(value, words, n=3, cutoff=0.5)
        hint = "did you mean " + " or ".join(f"'{c}'" for c in close) + "?" if close else _few(words)
        return f"no ticket has {dimension} '{value}'; {hint}"
    return ""


def _few(words: list[str]) -> str:
    shown = ", ".join(f"'{each}'" for each in words[:6])
    return f"there are {shown}{' and others' if len(words) > 6 else ''}" if words else "there are no tickets"
