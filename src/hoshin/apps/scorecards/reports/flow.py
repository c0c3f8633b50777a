"""The flow of work: what comes in, what is finished, what is in progress, and how long that has been lying."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from hoshin.apps.scorecards.reports.breakdown import tickets_address
from hoshin.apps.scorecards.selection import Selection
from hoshin.metrics.ageing import BUCKETS
from hoshin.metrics.query import Query
from hoshin.metrics.registry import metric
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import BarChart, Callout, Cell, LineChart, Series, Table, Tone
from hoshin.reporting.wording import day, period_words

RECENT = 4
"""Whole periods over which the headline looks."""
NOISE = 2.0
"""Standard deviations of independent arrivals and finishes within which the pile stands still, for a reader."""


@dataclass(frozen=True)
class Flow:
    """Backlog and backlog change along the periods (in step), and the open tickets by age at the end of ``end``."""

    selection: Selection
    query: Query
    backlog: tuple[Reading, ...]
    change: tuple[Reading, ...]
    end: date
    ages: tuple[int, ...]
    generation: str


def gather(reader: Reader, selection: Selection) -> Flow:
    """Read both metrics over the stretch chosen, and the ages on its last wholly covered day."""
    covered = reader.coverage(selection.where)
    query = selection.query(covered)
    readings = reader.read(["backlog", "backlog_change"], query)
    backlog, change = (tuple(r for r in readings if r.metric == key) for key in ("backlog", "backlog_change"))
    whole = [reading.period.last for reading in backlog if reading.complete]
    end = whole[-1] if whole else covered[1]
    return Flow(selection, query, backlog, change, end, reader.ageing(query, end), reader.generation)


def moved(reading: Reading) -> tuple[int, int] | None:
    """How many tickets came and how many were finished in a period of backlog change; None where that is not known."""
    if not isinstance(reading.result, Value):
        return None
    change, both = round(reading.result.amount), reading.result.n
    return (both + change) // 2, (both - change) // 2


def says(flow: Flow) -> Callout:
    """The one sentence that a leader should leave with."""
    last = [r for r in flow.change if r.complete][-RECENT:]
    known = [pair for reading in last if (pair := moved(reading)) is not None]
    if not known:
        return Callout(Tone.UNKNOWN, "No period of this stretch is wholly covered.", "Choose a longer one above.")
    came, went = sum(pair[0] for pair in known), sum(pair[1] for pair in known)
    values = [r.result.amount for r in flow.backlog if r.complete and isinstance(r.result, Value)]
    standing = values[-1] if values else 0.0
    grew = came - went
    since = f"{day(last[0].period.first)} to {day(last[-1].period.last)}"
    text = f"{came:,} came in and {went:,} were finished, {since}; {standing:,.0f} stand open."
    if abs(grew) <= NOISE * math.sqrt(came + went):
        return Callout(Tone.NEUTRAL, "About as much is finished as comes in.", text)
    if grew > 0:
        return Callout(Tone.WATCH, f"More comes in than is finished: the pile grew by {grew:,}.", text)
    return Callout(Tone.GOOD, f"More is finished than comes in: the pile shrank by {-grew:,}.", text)


def in_and_out(flow: Flow) -> LineChart:
    """Arrivals and finishes along the periods."""
    pairs = [moved(reading) for reading in flow.change]
    came, went = (tuple(None if pair is None else float(pair[i]) for pair in pairs) for i in (0, 1))
    return LineChart(
        "Arrivals and finishes",
        "tickets",
        tuple(reading.period.label for reading in flow.change),
        (Series("came in", came), Series("finished", went, "line", Tone.GOOD)),
        summary="Where the line of arrivals runs above that of finishes, work piles up.",
    )


def in_progress(flow: Flow) -> LineChart:
    """Work in progress along the periods."""
    values = tuple(r.result.amount if isinstance(r.result, Value) else None for r in flow.backlog)
    return LineChart(
        "Work in progress",
        "tickets",
        tuple(reading.period.label for reading in flow.backlog),
        (Series("open at the end", values),),
        summary="Tickets that stand open at the end of each period.",
    )


def ages(flow: Flow) -> BarChart:
    """The open tickets by age."""
    total = sum(flow.ages)
    old = sum(n for n, bucket in zip(flow.ages, BUCKETS, strict=True) if bucket.youngest >= 30)
    share = f": {old / total:.0%} of them for 30 days and more" if total else ""
    return BarChart(
        "How long open work has been lying",
        "tickets",
        tuple(bucket.label for bucket in BUCKETS),
        tuple(float(n) for n in flow.ages),
        summary=f"{total:,} tickets stood open at the end of {day(flow.end)}{share}.",
    )


def age_table(flow: Flow, address: str) -> Table:
    """The same in numbers, each linked to its tickets under ``address``."""
    total = sum(flow.ages)
    rows = tuple(
        (
            Cell(bucket.label),
            Cell(f"{n:,}", numeric=True, href=f"{address}&aged={bucket.key}" if n else ""),
            Cell(f"{n / total:.0%}" if total else "–", numeric=True),
        )
        for n, bucket in zip(flow.ages, BUCKETS, strict=True)
    )
    return Table("Open tickets by age", ("Age", "Tickets", "Share"), rows)


def period_table(flow: Flow) -> Table:
    """Each period's arrivals, finishes and work in progress, linked to the tickets behind, the newest first."""
    rows = []
    for change, backlog in reversed(list(zip(flow.change, flow.backlog, strict=True))):
        pair = moved(change)
        stands = f"{backlog.result.amount:,.0f}" if isinstance(backlog.result, Value) else "no data"
        moves = tickets_address(metric("backlog_change"), flow.query, change)
        rows.append(
            (
                Cell(period_words(change.period) + ("" if change.complete else " (partly covered)")),
                Cell(f"{pair[0]:,}" if pair else "no data", numeric=True, href=moves if pair else ""),
                Cell(f"{pair[1]:,}" if pair else "no data", numeric=True, href=moves if pair else ""),
                Cell(stands, numeric=True, href=tickets_address(metric("backlog"), flow.query, backlog)),
            )
        )
    return Table("Period by period", ("Period", "Came in", "Finished", "Open at the end"), tuple(rows))
