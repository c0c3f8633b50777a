"""What stands below an initiative's verdict: guardrails, how it lasts, the effect week by week, the placebo cloud."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

import numpy as np

from hoshin.apps.portfolios.queries import CHECKPOINTS, Judged, checkpoint
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.impact.effect import Interval
from hoshin.impact.staggered_verdict import BY_LOT
from hoshin.impact.standing import Place
from hoshin.metrics.query import Grain
from hoshin.reporting.blocks import Band, Cell, LineChart, Series, Table
from hoshin.reporting.wording import day

BINS = 48
"""Columns of the placebo cloud."""

TALLEST = 14
"""Dots in its tallest column; beyond, one dot stands for several."""


def guardrails(judged: Judged) -> Table:
    """What must not get worse, and what became of it."""
    rows = tuple(
        (
            Cell(each.title),
            Cell(each.guard.value, report.GUARDED[each.guard]),
            _seen(each.change),
        )
        for each in judged.guarded
    )
    return Table("Guardrails", ("Metric", "Outcome", "Seen"), rows, "Nothing is guarded.")


def lasting(judged: Judged) -> Table | None:
    """The verdict as it was after so many months, and as it is now; None before there is one."""
    verdict = judged.verdict
    if verdict is None or judged.standing is None:
        return None
    done = dict(judged.checkpoints)
    past, ahead = [], []
    for months in CHECKPOINTS:
        until, look = checkpoint(judged.initiative.start, months), done.get(months)
        when = Cell(f"after {months} months, {day(until)}")
        if look:
            place = Place(look.kind.value)
            past.append((when, Cell(place.label, report.TONES[place]), _seen(look.relative)))
        elif until > verdict.as_of and not _ended(judged, until):
            ahead.append((when, Cell("still to come"), Cell("")))
    now = (Cell(f"now, {day(verdict.as_of)}"), Cell(report.label(judged), report.tone(judged)), _seen(verdict.relative))
    return Table("Does it last?", ("Tickets up to", "Verdict", "Seen"), (*past, now, *ahead))


def _seen(change: Interval | None) -> Cell:
    """A change with its range; a number stays with its sign on a narrow screen."""
    return Cell(report.between(change).replace(" %", "\u00a0%") if change else "not known")


def _ended(judged: Judged, until: date) -> bool:
    return judged.initiative.end is not None and judged.initiative.end < until


def weekly(judged: Judged) -> LineChart | None:
    """The effect period by period: observed as a share of expected; None where nothing was expected."""
    if judged.verdict is None:
        return None
    course = judged.verdict.course
    rows = list(zip(course.periods, course.observed, course.expected, course.low, course.high, strict=True))
    after = rows[course.start :]
    if not any(expected for _, _, expected, _, _ in after):
        return None
    weekly = course.grain is Grain.WEEK
    return LineChart(
        title="Effect by week" if weekly else "Effect by working day",
        unit="share",
        categories=tuple(f"{first:%G-W%V}" if weekly else first.isoformat() for first, *_ in after),
        series=(
            Series("effect", tuple(_apart(observed, expected) for _, observed, expected, _, _ in after)),
            Series("no effect", tuple(0.0 for _ in after), "dashed"),
        ),
        bands=(
            Band(
                "usual variation",
                tuple(_apart(low, expected) for _, _, expected, low, _ in after),
                tuple(_apart(high, expected) for _, _, expected, _, high in after),
            ),
        ),
        summary="By how much each period was above or below what it would have been; within the band it may be chance.",
    )


def _apart(observed: float | None, expected: float | None) -> float | None:
    return observed / expected - 1 if observed is not None and expected else None


def fit(judged: Judged) -> str:
    """How well the expectation met what was observed before the start, in plain words; empty where there is none."""
    if judged.verdict is None:
        return ""
    course = judged.verdict.course
    pairs = zip(course.observed[: course.start], course.expected[: course.start], strict=True)
    off = [abs(apart) for apart in (_apart(observed, expected) for observed, expected in pairs) if apart is not None]
    if not off:
        return ""
    typical, period = float(np.median(off)), str(course.grain)
    how = "closely" if typical <= 0.1 else "roughly" if typical <= 0.25 else "only loosely"
    return (
        f"In the {len(off)} {period}s before the start the expectation followed what was observed {how}: in the middle "
        f"{period} it was {typical * 100:.0f} % off."
    )


BOTTOM = -0.999
"""A change down to nothing, as far down as a picture in halves and doubles goes."""

DOT = 4
HIGH = 2 * DOT * TALLEST
"""Pixels: half the room of a dot, and the height of the cloud."""


@dataclass(frozen=True)
class Cloud:
    """Differences where nothing was started, as dots, and the effect among them.

    Places across go from 0 to 100; dots are so many pixels from the top. ``each`` says how many one dot stands for.
    """

    dots: tuple[tuple[float, int], ...]
    effect: float
    none: float
    ends: tuple[str, str]
    each: int
    summary: str


def cloud(judged: Judged) -> Cloud | None:
    """The effect among the differences that were found where nothing was started; None where there are none."""
    verdict = judged.verdict
    if verdict is None or verdict.relative is None or not verdict.placebos:
        return None
    effect, placebos = verdict.relative.amount, verdict.placebos
    by_lot = verdict.estimator == BY_LOT
    if by_lot:
        # As the lot is held against: what halves is as far from no change as what doubles.
        effect = float(np.log1p(max(effect, BOTTOM)))
        placebos = tuple(float(np.log1p(max(each, BOTTOM))) for each in placebos)
    widest = max(float(np.quantile(np.abs(placebos), 0.98)), abs(effect)) * 1.1 or 1.0
    columns = Counter(min(max(int((change + widest) / (2 * widest) * BINS), 0), BINS - 1) for change in placebos)
    each = -(-max(columns.values()) // TALLEST)
    dots = tuple(
        (round(100 * (column + 0.5) / BINS, 2), HIGH - DOT * (2 * height + 1))
        for column, many in sorted(columns.items())
        for height in range(-(-many // each))
    )
    as_far = sum(abs(change) >= abs(effect) * (1 - 1e-9) for change in placebos)
    many = len(placebos)
    elsewhere = f"The same comparison at {many} other times and in other groups, where nothing was started"
    if by_lot:
        elsewhere = f"The same numbers by {many} other orders that the lot could have drawn"
    return Cloud(
        dots=dots,
        effect=round(50 * (1 + effect / widest), 2),
        none=50.0,
        ends=(_end(-widest, by_lot=by_lot), _end(widest, by_lot=by_lot)),
        each=each,
        summary=f"{elsewhere}: {as_far or 'none'} of them came out as far from no change as this initiative.",
    )


def _end(change: float, *, by_lot: bool) -> str:
    return report.percent(float(np.expm1(change)) if by_lot else change)
