"""Where the lines of a chart's axes go, and how their labels read. Alike in every form."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import pairwise

from hoshin.reporting.blocks import LineChart

_TIME = re.compile(r"\d{4}(-|$)|\d{1,2} \w{3} \d{4}")


@dataclass(frozen=True)
class Scale:
    """How amounts of a unit are drawn: divided by ``divisor``, then called ``unit``."""

    divisor: float
    unit: str
    percent: bool = False

    @property
    def top(self) -> float | None:
        """The amount that none can exceed; None where there is no such one."""
        return 1.0 if self.percent else None

    def label(self, tick: float, step: float) -> str:
        """A tick in words; ``step`` tells how many decimals it needs."""
        shown, step = (tick * 100, step * 100) if self.percent else (tick, step)
        decimals = next((d for d in range(9) if math.isclose(round(step, d), step, rel_tol=1e-6)), 9)
        return f"{shown:,.{decimals}f}".replace("-", "−") + (" %" if self.percent else "")


def scale(unit: str, amounts: Iterable[float | None]) -> Scale:
    """Percent for shares; days for long times; else the unit as it is."""
    if unit == "share":
        return Scale(1, "", percent=True)
    if unit == "h" and max((abs(a) for a in amounts if a is not None), default=0) >= 240:
        return Scale(24, "days")
    return Scale(1, "hours" if unit == "h" else unit)


def amounts_of(chart: LineChart) -> list[float]:
    """Every amount that a line chart shows, gaps left out."""
    runs = [s.values for s in chart.series] + [b.low for b in chart.bands] + [b.high for b in chart.bands]
    return [v for run in runs for v in run if v is not None]


def ticks(amounts: Sequence[float], *, most: int = 5, top: float | None = None) -> tuple[float, ...]:
    """Even steps of 1, 2, 2.5 or 5 times a power of ten that enclose ``amounts``.

    They begin at zero unless the amounts lie far from it, so that small wobbles far above zero stay visible. Where no
    amount exceeds ``top``, no step does: a share of all tickets stands at 100 %, not below room for more.
    """
    low, high = (min(amounts), max(amounts)) if amounts else (0.0, 1.0)
    if low >= 0 and low <= 0.5 * high:
        low = 0.0
    if high <= 0 and high >= 0.5 * low:
        high = 0.0
    if high - low <= 1e-9 * max(abs(high), abs(low)):
        high, low = high + (abs(high) * 0.1 or 1.0), low - (abs(low) * 0.1)
        if top is not None and low < top < high and max(amounts, default=0.0) <= top:
            high = top
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 2.5, 5, 10, 20) if power * m * (1 + 1e-9) >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(i * step for i in range(first, last + 1))


def every(count: int, room: int) -> int:
    """Label each how-many-th category, so that at most ``room`` labels stand."""
    return max(1, math.ceil(count / max(1, room)))


def over_time(categories: Sequence[str]) -> bool:
    """True where the categories are periods, which stand from left to right."""
    return bool(categories) and all(_TIME.match(category) for category in categories)


@dataclass(frozen=True)
class Calendar:
    """Periods as the days they begin on; ``unit`` is ``months``, ``weeks`` or ``days``."""

    days: tuple[date, ...]
    unit: str


def calendar(categories: Sequence[str]) -> Calendar | None:
    """The days that periods of one kind begin on, where they follow each other; None for anything else."""
    for unit, begin in _PERIODS.items():
        try:
            days = tuple(begin(category) for category in categories)
        except ValueError:
            continue
        if days and all(a < b for a, b in pairwise(days)) and days[0].year >= 1901:
            return Calendar(days, unit)
    return None


def _month(label: str) -> date:
    return datetime.strptime(label, "%Y-%m").replace(tzinfo=UTC).date()


def _week(label: str) -> date:
    return datetime.strptime(f"{label}-1", "%G-W%V-%u").replace(tzinfo=UTC).date()


def _day(label: str) -> date:
    return datetime.strptime(label, "%Y-%m-%d").replace(tzinfo=UTC).date()


_PERIODS: dict[str, Callable[[str], date]] = {"months": _month, "weeks": _week, "days": _day}


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Positions near ``wanted``, in the same order, at least ``gap`` apart, within low … high where they all fit."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    edge = low
    for i in order:
        placed[i] = max(wanted[i], edge)
        edge = placed[i] + gap
    edge = high
    for i in reversed(order):
        placed[i] = min(placed[i], edge)
        edge = placed[i] - gap
    return placed
