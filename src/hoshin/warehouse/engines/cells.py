"""From what is known of the smallest groups of rows to what is known of larger ones.

The engine groups rows once, by all columns that any of the sets has: these groups are the *cells*. What is known of
cells can be put together: counts and totals add up, the least of the least is the least, and for quantiles a cell has
the list of its values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from ibis import Table
from ibis.expr.types import Value
from numpy.typing import NDArray

from hoshin.eventlog.grouping import Kind, Sets, Sum

Ints = NDArray[np.int64]

_FOLDS = {Kind.COUNT: "sum", Kind.TOTAL: "sum", Kind.LEAST: "min", Kind.GREATEST: "max"}
_VALUES = "values of "
_GROUP = "its group"
_RADIX = 2**16
_SPARSE = 64
"""Up to how many times as many codes as cells are looked up in a table rather than sorted."""


def all_keys(sets: Sets) -> tuple[str, ...]:
    """The columns that any of the sets has, once each."""
    return tuple(dict.fromkeys(chain.from_iterable(sets)))


def asked(rows: Table, sums: Mapping[str, Sum]) -> dict[str, Value]:
    """What the engine is asked of each cell: in place of quantiles the values of which they are taken."""
    found = {
        # As reals only once all cells are added up.
        name: rows[each.column].sum() if each.kind is Kind.TOTAL else each.over(rows)
        for name, each in sums.items()
        if each.kind is not Kind.QUANTILES
    }
    ordered = dict.fromkeys(each.column for each in sums.values() if each.kind is Kind.QUANTILES)
    return found | {_VALUES + column: rows[column].collect() for column in ordered}


@dataclass(frozen=True)
class _Groups:
    """A set's groups: of each the place of one of its cells, and the group of each cell, numbered from zero."""

    first: Ints
    of: Ints

    @property
    def number(self) -> int:
        return len(self.first)


def put_together(cells: pa.Table, sets: Sets, sums: Mapping[str, Sum]) -> list[pa.Table]:
    """A table for each set, as ``Grouping`` promises, from the cells: their keys, then what was asked of them."""
    codes = {key: _codes(cells[key]) for key in all_keys(sets)}
    shared = tuple(key for key in codes if all(key in each for each in sets))
    # Keys that all sets share come first: so the groups that lie in one group of the shared keys lie side by side.
    groups = [_groups(codes, [*shared, *(key for key in each if key not in shared)], cells.num_rows) for each in sets]
    found = [_folded(cells, keys, each, sums) for keys, each in zip(sets, groups, strict=True)]
    within = _groups(codes, shared, cells.num_rows)
    wanted = {name: each for name, each in sums.items() if each.kind is Kind.QUANTILES}
    # Whatever sorts lets other threads run meanwhile.
    with ThreadPoolExecutor(max(len(wanted), 1)) as threads:
        taken = threads.map(lambda each: _taken(cells, each, within, groups), wanted.values())
        for name, columns in zip(wanted, taken, strict=True):
            found = [table.append_column(name, column) for table, column in zip(found, columns, strict=True)]
    return [table.select([*keys, *sums]) for table, keys in zip(found, sets, strict=True)]


def _codes(column: pa.ChunkedArray) -> Ints:
    """A whole number from zero for each value, null included."""
    encoded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    return np.asarray(encoded.indices, np.int64)


def _groups(codes: Mapping[str, Ints], keys: Sequence[str], cells: int) -> _Groups:
    """The groups by some of the keys, in the order of the codes, the first key first."""
    first = np.zeros(min(cells, 1), np.int64)
    of = np.zeros(cells, np.int64)
    for key in keys:
        # Numbered anew after each key, the groups are never more than the cells.
        first, of = _numbered(of * (codes[key].max(initial=0) + 1) + codes[key])
    return _Groups(first, of)


def _numbered(code: Ints) -> tuple[Ints, Ints]:
    """The codes that are there, numbered from zero in their order: where each stands first, and the number of each."""
    size = int(code.max(initial=-1)) + 1
    if size > _SPARSE * len(code):
        _, first, of = np.unique(code, return_index=True, return_inverse=True)
        return first.astype(np.int64), of.astype(np.int64)
    there = np.zeros(size, np.bool_)
    there[code] = True
    of = (np.cumsum(there) - 1)[code]
    first = np.empty(np.count_nonzero(there), np.int64)
    first[of[::-1]] = np.arange(len(code))[::-1]
    return first, of


def _folded(cells: pa.Table, keys: Sequence[str], groups: _Groups, sums: Mapping[str, Sum]) -> pa.Table:
    """The keys and sums of a set's groups, in their order; quantiles are not among them."""
    folds = {name: _FOLDS[each.kind] for name, each in sums.items() if each.kind in _FOLDS}
    told = cells.select(list(folds)).append_column(_GROUP, pa.array(groups.of))
    answer = told.group_by(_GROUP).aggregate(list(folds.items())).sort_by(_GROUP)
    first = pa.array(groups.first)
    found = {key: cells[key].take(first) for key in keys}
    for name, fold in folds.items():
        column = answer[f"{name}_{fold}"]
        found[name] = column.cast(pa.float64(), safe=False) if sums[name].kind is Kind.TOTAL else column
    return pa.table(found)


def _taken(cells: pa.Table, wanted: Sum, shared: _Groups, groups: Sequence[_Groups]) -> list[pa.Array]:
    """The quantiles of a column for the groups of each set."""
    ordered = _ordered(cells[_VALUES + wanted.column], shared, groups)
    return [_quantiles(values, counts, wanted.fractions) for values, counts in ordered]


def _ordered(lists: pa.ChunkedArray, shared: _Groups, groups: Sequence[_Groups]) -> list[tuple[NDArray[Any], Ints]]:
    """For each set the values of its groups, one group after the other and in order within, and how many each has.

    The values are put in order once for each group of the shared keys. Each set then deals them out to its own groups,
    which keeps their order.
    """
    cells = np.argsort(shared.of, kind="stable")
    values_of = lists.combine_chunks().take(pa.array(cells))
    lengths = pc.fill_null(values_of.value_lengths(), 0).to_numpy().astype(np.int64)
    values = values_of.flatten().to_numpy().copy()
    cell = np.repeat(cells, lengths)
    ends = np.cumsum(np.bincount(shared.of[cell], minlength=shared.number))
    runs = [slice(int(begin), int(end)) for begin, end in zip([0, *ends], ends, strict=False) if end > begin]
    for run in runs:
        order = np.argsort(values[run])
        values[run], cell[run] = values[run][order], cell[run][order]
    found = []
    for each in groups:
        dealt, group = values, each.of[cell]
        if each.number > shared.number:
            dealt = np.empty_like(values)
            for run in runs:
                dealt[run] = values[run][_by_group(group[run])]
        found.append((dealt, np.bincount(group, minlength=each.number).astype(np.int64)))
    return found


def _by_group(group: Ints) -> Ints:
    """The order that puts values of one group side by side and else leaves them as they are."""
    local = group - group.min()
    # Whole numbers of 16 bits are sorted by their digits.
    return np.argsort(local.astype(np.uint16) if local.max() < _RADIX else local, kind="stable")


def _quantiles(values: NDArray[Any], counts: Ints, fractions: tuple[float, ...]) -> pa.Array:
    """A list of quantiles for each group, null where it has no values."""
    there = counts > 0
    begin = (np.cumsum(counts) - counts)[there, None]
    place = (counts[there, None] - 1) * np.array(fractions)
    below, above = np.floor(place), np.ceil(place)
    part = place - below
    low, high = (values[begin + each.astype(np.int64)].astype(np.float64) for each in (below, above))
    found = low * (1.0 - part) + high * part
    offsets = np.concatenate([[0], np.cumsum(there) * len(fractions)]).astype(np.int32)
    return pa.ListArray.from_arrays(offsets, found.ravel(), mask=pa.array(~there))
