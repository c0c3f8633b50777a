"""Where a key result and an objective stand, with all that is said of it: values that reports show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse

from hoshin.apps.scorecards.reports.breakdown import tickets_address
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.strategy.beside_numbers import NONE
from hoshin.apps.strategy.level import DAYS, level, level_words
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.strategy.status import Derived, Evidence, Shown, Status, derive, elapsed, progress, worst
from hoshin.apps.strategy.way import expected
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Query
from hoshin.metrics.result import Reading, Value
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day, scope_words


def when_told(key_result: KeyResult) -> str:
    """From when on the number is of its own days alone, for a sentence."""
    return f"once tickets up to {day(key_result.start + timedelta(days=DAYS - 1))} are read"


@dataclass(frozen=True)
class Standing:
    """Where one key result stands. ``query`` and ``actual`` are None where there are no tickets to ask.

    ``by_numbers`` is what its progress says and ``way`` why; ``evidence`` is what is known beside it. ``plans`` are
    the amounts of single months.
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
    plans: Mapping[date, float] = field(default_factory=dict, hash=False)

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
            return f"can be told {when_told(self.key_result)}"
        due = f"{self.due_percent} % due by the plan" if self.plans else f"{self.expected_percent} % of the time gone"
        if self.gone is None:
            return f"no number; {due}"
        moved = "moved away" if self.gone < 0 else f"{round(100 * self.gone)} % done"
        return f"{moved}, {due}"

    @property
    def expected_percent(self) -> int:
        """How much of its time has passed, 0 to 100."""
        return round(100 * elapsed(self.key_result.start, self.key_result.due, self.today))

    @property
    def due_percent(self) -> int:
        """How much of the way is due today: by the plan of its months, or else evenly."""
        due = expected(self.key_result, self.plans, self.today)
        return round(100 * progress(self.key_result.baseline, self.key_result.target, due))

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
        """The number that is due today: by the plan of its months, or else on the straight way to the target."""
        return level_words(self.metric, expected(self.key_result, self.plans, self.today))

    @property
    def actual_words(self) -> str:
        """The number of the last four weeks."""
        if self.actual is None or not isinstance(self.actual.result, Value):
            return "no data"
        return level_words(self.metric, level_of(self.metric, self.actual, self.actual.result))

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


def level_of(metric: Metric, reading: Reading, value: Value) -> float:
    """The amount of a reading at the level of the metric: of a count as if for four weeks."""
    return level(metric, value.amount, reading.period.first, reading.period.last)
