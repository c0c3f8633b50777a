"""One metric by two dimensions at once: where in the organisation a number comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hoshin.apps.scorecards.reports.breakdown import tickets_address
from hoshin.apps.scorecards.selection import Selection
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.query import MISSING, Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Cell, Table, Tone
from hoshin.reporting.wording import amount, dimension_words

ROWS, COLUMNS = 15, 8
"""Values shown of the first and the second dimension, those with most tickets behind them."""
FAR = 1.25
"""How many times better or worse than the whole a part must be to be marked."""


@dataclass(frozen=True)
class Matrix:
    """A metric's readings by two dimensions over one stretch; ``whole`` is the reading of all of it."""

    metric: Metric
    by: str
    across: str
    selection: Selection
    query: Query
    readings: tuple[Reading, ...]
    whole: Reading


def gather(reader: Reader, metric: Metric, selection: Selection, by: str, across: str) -> Matrix:
    """Read the metric once for each pair of values. Raises QueryInvalid where both dimensions are one."""
    plain = selection.query(reader.coverage(selection.where), grain=Grain.ALL)
    query = replace(plain, by=by, across=across)
    readings = tuple(reader.read([metric.key], query))
    (whole,) = reader.read([metric.key], plain)
    return Matrix(metric, by, across, selection, query, readings, whole)


def compose(found: Matrix) -> Table:
    """The values with most tickets as rows and columns; a part far off the whole is marked, one of few cases greyed."""
    cells: dict[tuple[str, str], Reading] = {}
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for reading in found.readings:
        row, column = (MISSING if value is None else value for _, value in reading.scope[-2:])
        cells[row, column] = reading
        rows[row] += reading.result.n
        columns[column] += reading.result.n
    across = _chosen(found.across, columns, COLUMNS)
    body = tuple(
        (Cell(row), *(_cell(found, cells, row, column) for column in across)) for row in _chosen(found.by, rows, ROWS)
    )
    return Table(
        f"{found.metric.title} by {dimension_words(found.by)} and {dimension_words(found.across)}",
        (dimension_words(found.by).capitalize(), *across),
        body,
        "No ticket of this scope and stretch has a number: choose a longer stretch or a wider scope.",
    )


def left_out(found: Matrix) -> str:
    """Says how many values are not shown; empty where all are."""
    rows = {reading.scope[-2][1] for reading in found.readings}
    columns = {reading.scope[-1][1] for reading in found.readings}
    said = [
        f"{len(values) - most} more of {dimension_words(dimension)}"
        for dimension, values, most in ((found.by, rows, ROWS), (found.across, columns, COLUMNS))
        if len(values) > most
    ]
    return f"Those with most tickets are shown; there are {' and '.join(said)}." if said else ""


def _chosen(dimension: str, counts: Mapping[str, int], most: int) -> list[str]:
    busiest = sorted(counts, key=lambda value: (-counts[value], value))[:most]
    return sorted(busiest) if dimension == "priority" else busiest


def _cell(found: Matrix, cells: Mapping[tuple[str, str], Reading], row: str, column: str) -> Cell:
    reading = cells.get((row, column))
    if reading is None:
        return Cell("", numeric=True)
    if not isinstance(reading.result, Value):
        return Cell("no data", Tone.UNKNOWN, numeric=True)
    return Cell(
        amount(reading.result.amount, found.metric.unit),
        _tone(found, reading.result),
        tickets_address(found.metric, found.query, reading),
        numeric=True,
    )


def _tone(found: Matrix, value: Value) -> Tone:
    """Marked where the whole lies outside of the part's own interval, and far from it."""
    whole = found.whole.result
    if value.small:
        return Tone.UNKNOWN
    if not isinstance(whole, Value) or value.low is None or value.high is None or whole.amount <= 0:
        return Tone.NEUTRAL
    if value.low <= whole.amount <= value.high or 1 / FAR < value.amount / whole.amount < FAR:
        return Tone.NEUTRAL
    if found.metric.direction not in (Direction.HIGHER, Direction.LOWER):
        return Tone.NEUTRAL
    better = (value.amount > whole.amount) == (found.metric.direction is Direction.HIGHER)
    return Tone.GOOD if better else Tone.BAD
