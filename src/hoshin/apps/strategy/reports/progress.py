"""How far key results and objectives are: gathered from readings, composed into status and words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.scorecards.reports.breakdown import tickets_address
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.strategy.beside_numbers import NONE, Kind, Known, known
from hoshin.apps.strategy.beside_numbers import asked as asked_of
from hoshin.apps.strategy.level import DAYS, is_small, level, level_words
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.strategy.status import Derived, Evidence, Shown, Status, derive, elapsed, progress, status, worst
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day, scope_words

RECENT = timedelta(days=DAYS)
"""The actual number is that of the last 28 wholly covered days: four of each weekday."""

STALE = timedelta(days=45)
"""A desk whose newest ticket is older than this says nothing about today."""


@dataclass(frozen=True)
class Standing:
    """Where one key result stands. ``query`` and ``actual`` are None where there are no tickets to ask.

    ``by_numbers`` is what its progress says and ``way`` why; ``evidence`` is what is known beside it.
    """

    key_result: KeyResult
    metric: Metric
    query: Query | None
    actual: Reading | None
    gone: float | None
    by_numbers: Status
    today: date
    way: str
    evidence: Evidence = NONE

    @property
    def derived(self) -> Derived:
        """The status by the whole rule, with what made it worse than its numbers."""
        return derive(self.by_numbers, self.evidence, self.today)

    @property
    def status(self) -> Status:
        """The derived status."""
        return self.derived.status

    @property
    def why(self) -> str:
        """Why it stands where it does, in sentences."""
        return " ".join((self.way, *self.derived.why))

    @property
    def tone(self) -> Tone:
        """The status as a tone."""
        return self.status.tone

    @property
    def percent(self) -> int:
        """Progress for a bar, 0 to 100."""
        return round(100 * min(max(self.gone or 0.0, 0.0), 1.0))

    @property
    def progress_words(self) -> str:
        """Progress as it is, beside the time that has passed."""
        if self.status is Status.NOT_STARTED:
            return f"starts on {day(self.key_result.start)}"
        if self.by_numbers is Status.TOO_EARLY:
            return f"can be told {_when_told(self.key_result)}"
        if self.gone is None:
            return f"no number; {self.expected_percent} % of the time gone"
        moved = "moved away" if self.gone < 0 else f"{round(100 * self.gone)} % done"
        return f"{moved}, {self.expected_percent} % of the time gone"

    @property
    def expected_percent(self) -> int:
        """How much of its time has passed, 0 to 100."""
        return round(100 * elapsed(self.key_result.start, self.key_result.due, self.today))

    @property
    def baseline_words(self) -> str:
        """The number it started from."""
        return level_words(self.metric, self.key_result.baseline)

    @property
    def target_words(self) -> str:
        """The number to reach."""
        return level_words(self.metric, self.key_result.target)

    @property
    def due_words(self) -> str:
        """The number that would be due today on the straight way from baseline to target."""
        passed = elapsed(self.key_result.start, self.key_result.due, self.today)
        way = self.key_result.target - self.key_result.baseline
        return level_words(self.metric, self.key_result.baseline + passed * way)

    @property
    def actual_words(self) -> str:
        """The number of the last four weeks."""
        if self.actual is None or not isinstance(self.actual.result, Value):
            return "no data"
        return level_words(self.metric, _level(self.metric, self.actual, self.actual.result))

    @property
    def scope_words(self) -> str:
        """What part of the tickets it is about."""
        return scope_words(self.key_result.where)

    @property
    def redefined(self) -> bool:
        """Whether the metric no longer means what it meant when the baseline was read."""
        return self.metric.digest != self.key_result.baseline_definition

    @property
    def metric_address(self) -> str:
        """The metric's page, in the scope where one value names it."""
        scope = [(each.dimension, each.value) for each in self.key_result.scope.all()]
        dimension, value = scope[0] if len(scope) == 1 else ("", "")
        selection = Selection(desk=self.key_result.desk, dimension=dimension, value=value)
        return f"{reverse('scorecards:metric', args=[self.metric.key])}?{selection.address}"

    @property
    def tickets_address(self) -> str:
        """The tickets behind the actual number; empty where there are none."""
        if self.query is None or self.actual is None or not self.actual.result.n:
            return ""
        return tickets_address(self.metric, self.query, self.actual)


@dataclass(frozen=True)
class ObjectiveStanding:
    """Where an objective stands: where its worst key result does, or worse by what else is known of it ``today``.

    ``shown`` is what somebody shows beside it; None where nobody does.
    """

    objective: Objective
    key_results: tuple[Standing, ...]
    evidence: Evidence = NONE
    shown: Shown | None = None
    today: date = date.min

    @property
    def by_numbers(self) -> Status:
        """The worst status of its key results by their numbers alone."""
        return worst(standing.by_numbers for standing in self.key_results)

    @property
    def derived(self) -> Derived:
        """The status by the whole rule, and why: what its worst key results say, and what is known beside them."""
        below = worst(standing.status for standing in self.key_results)
        whole = derive(below, self.evidence, self.today)
        why = [f"{s.key_result.title}: {s.status}. {s.why}" for s in self.key_results if s.status is below]
        return Derived(whole.status, (*(why or ["It has no key result: nobody can tell."]), *whole.why))

    @property
    def status(self) -> Status:
        """The derived status."""
        return self.derived.status

    @property
    def tone(self) -> Tone:
        """The status as a tone."""
        return self.status.tone

    @property
    def percent(self) -> int:
        """The least progress of its key results, 0 to 100: unlike things are not averaged."""
        return min((standing.percent for standing in self.key_results), default=0)


def gather(
    reader: Reader | None, objectives: Iterable[Objective], today: date, beside: Known | None = None
) -> list[ObjectiveStanding]:
    """Where each objective stands. Without a reader (no tickets yet) every started key result is unknown.

    ``beside`` is what else is known today (``beside_numbers.known``), read here where it is not given.
    """
    found = list(objectives)
    beside = beside or known(today, asked_of(found))
    asked = {each.pk: _ask(reader, each, today) for objective in found for each in objective.key_results.all()}
    catalogue = reader.catalogue if reader else definitions.catalogue()
    actual = _read(reader, [(each.query, each.key_result.metric) for each in asked.values() if each])
    return [
        ObjectiveStanding(
            objective,
            tuple(
                replace(
                    _stand(each, catalogue.metric(each.metric), asked[each.pk], actual, today),
                    evidence=beside.on(Kind.KEY_RESULT, each.pk),
                )
                for each in objective.key_results.all()
            ),
            beside.on(Kind.OBJECTIVE, objective.pk),
            beside.beside(Kind.OBJECTIVE, objective.pk),
            today,
        )
        for objective in found
    ]


@dataclass(frozen=True)
class _Asked:
    """What is asked for a key result: the last four weeks that all its desks wholly cover, seen from ``today``."""

    key_result: KeyResult
    query: Query
    covered: date
    today: date


def _ask(reader: Reader | None, key_result: KeyResult, today: date) -> _Asked | None:
    """The question, or None where there are no tickets of its desk.

    A demonstration's tickets end on a fixed day, so that day is its today.
    """
    if reader is None or not reader.desks or (key_result.desk and key_result.desk not in reader.desks):
        return None
    named = [key_result.desk] if key_result.desk else [n for n, e in reader.desks.items() if not e.demonstration]
    desks = [reader.desks[name] for name in named or reader.desks]
    covered = min(desk.last for desk in desks)
    if all(desk.demonstration for desk in desks):
        today = covered
    # The last covered day may be cut in its middle, so the day before it is the last that counts.
    last = min(covered - timedelta(days=1), today)
    query = Query(Grain.ALL, None, last - RECENT + timedelta(days=1), last, key_result.where)
    return _Asked(key_result, query, covered, today)


def _read(reader: Reader | None, asked: Iterable[tuple[Query, str]]) -> dict[tuple[Query, str], Reading]:
    """The readings asked for, with all metrics of one question read at once."""
    keys: dict[Query, set[str]] = {}
    for query, key in asked:
        keys.setdefault(query, set()).add(key)
    if reader is None:
        return {}
    return {
        (query, reading.metric): reading
        for query, names in keys.items()
        for reading in reader.read(sorted(names), query)
    }


def _stand(
    key_result: KeyResult,
    metric: Metric,
    asked: _Asked | None,
    actual: dict[tuple[Query, str], Reading],
    today: date,
) -> Standing:
    if asked is None:
        found = status(None, key_result.start, key_result.due, today)
        why = f"No tickets of {key_result.desk or 'any desk'} have been read."
        return Standing(key_result, metric, None, None, None, found, today, why)
    reading = actual[asked.query, metric.key]
    lacking = _lacking(asked, metric, reading)
    gone = None
    if isinstance(reading.result, Value) and not lacking:
        gone = progress(key_result.baseline, key_result.target, _level(metric, reading, reading.result))
    found = status(gone, key_result.start, key_result.due, asked.today, asked.query.first)
    why = lacking
    if found is Status.NOT_STARTED:
        why = f"It starts on {day(key_result.start)}."
    elif found is Status.TOO_EARLY:
        why = (
            f"It began on {day(key_result.start)}, and its number still holds days from before. It can be told "
            f"{_when_told(key_result)}."
        )
    return Standing(
        key_result,
        metric,
        asked.query,
        reading,
        gone,
        found,
        asked.today,
        why or _way(gone, elapsed(key_result.start, key_result.due, asked.today)),
    )


def _when_told(key_result: KeyResult) -> str:
    """From when on the number is of its own days alone, for a sentence."""
    return f"once tickets up to {day(key_result.start + RECENT - timedelta(days=1))} are read"


def _lacking(asked: _Asked, metric: Metric, actual: Reading) -> str:
    """Why there is no current number to judge by; empty where there is one."""
    if asked.today - asked.covered > STALE:
        return f"The newest ticket is of {day(asked.covered)}: too old to say where things stand today."
    if not isinstance(actual.result, Value):
        return f"The last four weeks give no number: {actual.result}."
    if not actual.complete:
        return "The tickets do not cover the last four weeks wholly yet."
    if is_small(metric, actual.result):
        return f"Only {actual.result.n} tickets stand behind the number of the last four weeks: too few to judge by."
    if actual.definition != asked.key_result.baseline_definition:
        return "The metric's definition has changed since the baseline was read: measure the baseline again."
    return ""


def _way(gone: float | None, passed: float) -> str:
    time = f"{round(100 * passed)} % of the time has passed."
    if gone is None or gone < 0:
        return f"It has moved away from its target, and {time}"
    return f"{round(100 * gone)} % of the way is done, and {time}"


def _level(metric: Metric, reading: Reading, value: Value) -> float:
    return level(metric, value.amount, reading.period.first, reading.period.last)
