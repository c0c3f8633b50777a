"""The contestant that is measured: readings as every page and pack gets them, without the cache of answers.

Like the answers of the others they are columns: a reading becomes an object only where somebody asks for that one.
"""

from __future__ import annotations

from hoshin.metrics.query import Grain, Query
from hoshin.metrics.readings import Readings
from hoshin.metrics.registry import METRICS
from hoshin.metrics.result import Value
from hoshin.metrics.scope import raw
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.benchmarks.scorecard.asked import BREAKDOWNS, Cell, Question


def answer(question: Question) -> list[Readings]:
    """Every metric of the library, for each breakdown."""
    breakdowns = [(by,) if by else () for by in BREAKDOWNS]
    with Reader.open(Home(question.home)) as reader:
        return reader.read_each(tuple(METRICS), Query(Grain.WEEK, None, question.first, question.last), breakdowns)


def numbers(answered: list[Readings]) -> dict[Cell, tuple[float, int]]:
    """The readings that are numbers."""
    found: dict[Cell, tuple[float, int]] = {}
    for by, readings in zip(BREAKDOWNS, answered, strict=True):
        for reading in readings:
            if isinstance(reading.result, Value):
                word = reading.scope[-1][1] if by else None
                value = raw(by, word) if by and word is not None else None
                found[reading.metric, by, value, reading.period.first] = reading.result.amount, reading.result.n
    return found
