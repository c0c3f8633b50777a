"""The question that all contestants answer: the whole scorecard by week, whole and by each of four dimensions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

BREAKDOWNS = (None, "group", "priority", "service", "category")

Cell = tuple[str, str | None, str | int | None, date]
"""Metric, dimension, its value, first day of the week."""

Numbers = Mapping[Cell, tuple[float, int]]
"""Amount and number of cases. A cell without a number is not there."""


@dataclass(frozen=True)
class Question:
    """Which file to read and which days to answer for."""

    home: Path
    tickets: tuple[Path, ...]
    first: date
    last: date


Contestant = Callable[[Question], object]
"""Answers the question; what it returns is read by the contestant's own ``numbers``, off the clock."""
