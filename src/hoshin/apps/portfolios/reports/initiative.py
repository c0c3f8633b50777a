"""What stands below an initiative's verdict: guardrails, how it lasts, the effect week by week, the placebo cloud."""

from __future__ import annotations

from datetime import date

import numpy as np

from hoshin.apps.portfolios.queries import CHECKPOINTS, Judged, checkpoint
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.impact.effect import Interval
from hoshin.impact.standing import Place
from hoshin.metrics.query import Grain
from hoshin.reporting.blocks import Band, Cell, LineChart, Series, Table
from hoshin.reporting.wording import day


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
