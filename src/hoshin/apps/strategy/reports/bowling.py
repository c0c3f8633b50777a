"""The bowling chart: plan and actual of a key result month by month, each month met or missed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from hoshin.apps.strategy.level import is_small, level, level_words
from hoshin.apps.strategy.models import Countermeasure, KeyResult
from hoshin.apps.strategy.way import months, straight
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone


class Pin(StrEnum):
    """What became of a month's plan."""

    MET = "met"
    MISSED = "missed"
    NO_DATA = "no data"
    TO_COME = "to come"


TONES = {Pin.MET: Tone.GOOD, Pin.MISSED: Tone.BAD, Pin.NO_DATA: Tone.UNKNOWN, Pin.TO_COME: Tone.NEUTRAL}


@dataclass(frozen=True)
class Month:
    """One column: ``plan`` and ``actual`` in the metric's unit, of a count per four weeks; None is no number."""

    first: date
    plan: float
    actual: float | None
    pin: Pin
    plan_words: str
    actual_words: str
    countermeasures: tuple[Countermeasure, ...] = ()

    @property
    def tone(self) -> Tone:
        """The pin as a tone; the word stands beside it."""
        return TONES[self.pin]


@dataclass(frozen=True)
class Bowling:
    """A key result month by month from its start to its due date."""

    months: tuple[Month, ...]

    @property
    def summary(self) -> str:
        """What came of the months that are over."""
        met, missed = (sum(each.pin is pin for each in self.months) for pin in (Pin.MET, Pin.MISSED))
        if not met + missed:
            return "No month of it is over yet."
        return f"{met} of {met + missed} month{'' if met + missed == 1 else 's'} met the plan."


def gather(reader: Reader | None, key_result: KeyResult) -> dict[date, Reading]:
    """The metric by month, of the months that the tickets wholly cover; the key is each month's first day."""
    if reader is None or (key_result.desk and key_result.desk not in reader.desks):
        return {}
    covered = reader.coverage(key_result.where)
    first, last = max(key_result.start.replace(day=1), covered[0]), min(key_result.due, covered[1])
    if first > last:
        return {}
    readings = reader.read([key_result.metric], Query(Grain.MONTH, None, first, last, key_result.where))
    # The last covered day may be cut in its middle, so a month that ends on it is not whole.
    return {
        each.period.first.replace(day=1): each
        for each in readings
        if each.complete and each.period.last < covered[1] and each.period.first.day == 1 and _whole(each)
    }


def _whole(reading: Reading) -> bool:
    return (reading.period.last + timedelta(days=1)).day == 1


def compose(
    metric: Metric,
    key_result: KeyResult,
    readings: Mapping[date, Reading],
    countermeasures: Iterable[Countermeasure] = (),
    plans: Mapping[date, float] = MappingProxyType({}),
) -> Bowling:
    """Every month from start to due date, beside its plan: its own in ``plans``, or else the straight way."""
    taken: dict[date, list[Countermeasure]] = {}
    for each in countermeasures:
        taken.setdefault(each.month, []).append(each)
    newest = max(readings, default=None)
    return Bowling(
        tuple(
            _month(metric, key_result, (first, plans.get(first)), readings.get(first), newest, taken.get(first, ()))
            for first in months(key_result.start, key_result.due)
        )
    )


def _month(
    metric: Metric,
    key_result: KeyResult,
    planned: tuple[date, float | None],
    reading: Reading | None,
    newest: date | None,
    taken: Sequence[Countermeasure],
) -> Month:
    first, own = planned
    due = straight(key_result, first) if own is None else own
    actual = None
    if reading and isinstance(reading.result, Value) and not is_small(metric, reading.result):
        actual = level(metric, reading.result.amount, reading.period.first, reading.period.last)
    if actual is None:
        pin = Pin.NO_DATA if newest and first <= newest else Pin.TO_COME
        words = "no data" if pin is Pin.NO_DATA else "to come"
    else:
        falling = key_result.target < key_result.baseline
        pin = Pin.MET if (actual <= due if falling else actual >= due) else Pin.MISSED
        words = level_words(metric, actual)
    return Month(first, due, actual, pin, level_words(metric, due), words, tuple(taken))
