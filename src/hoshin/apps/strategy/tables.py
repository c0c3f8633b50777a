"""The lists of vision, objectives and key results that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from hoshin.apps.accounts.tables import called
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.models import Acknowledgement, Countermeasure, Vision
from hoshin.apps.strategy.reports.negotiated import Negotiation
from hoshin.apps.strategy.reports.progress import ObjectiveStanding, Standing
from hoshin.metrics.result import Value
from hoshin.reporting.tables import Table, day, instant, number, share, text, whole

VISION = Table[Vision](
    "vision-versions",
    "Versions of the vision",
    (
        whole("Version", lambda each: each.number),
        text("Vision", lambda each: each.statement),
        text("By when", lambda each: each.horizon),
        text("What success means", lambda each: each.success),
        text("Themes", lambda each: ", ".join(theme.name for theme in each.themes.all())),
        text("Where the change comes from", lambda each: each.get_source_display()),
        text("What changed, and why", lambda each: each.why),
        text("Published by", lambda each: called(each.person)),
        instant("Published", lambda each: each.at),
    ),
)

ACKNOWLEDGEMENTS = Table[Acknowledgement](
    "acknowledgements",
    "Who has read the vision",
    (
        whole("Version", lambda each: each.vision.number),
        text("Person", lambda each: each.person.name),
        text("Team", lambda each: each.person.team.name if each.person.team else None),
        instant("Read", lambda each: each.at),
    ),
)

OBJECTIVES = Table[ObjectiveStanding](
    "objectives",
    "Objectives",
    (
        whole("Number", lambda each: each.objective.pk),
        text("Objective", lambda each: each.objective.title),
        text("Why", lambda each: each.objective.why),
        text("Level", lambda each: each.objective.get_level_display()),
        text("Team", lambda each: each.objective.team.name if each.objective.team else None),
        text("Owner", lambda each: called(each.objective.owner)),
        text("Theme", lambda each: each.objective.theme.name if each.objective.theme else None),
        text("Contributes to", lambda each: queries.title_for_all(found) if (found := each.objective.parent) else None),
        whole("Impact, 0 to 5", lambda each: each.objective.weight if each.objective.parent else None),
        day("From", lambda each: each.objective.first),
        day("To", lambda each: each.objective.last),
        text("Status", lambda each: str(each.status)),
        whole("Key results", lambda each: len(each.key_results)),
    ),
)


@dataclass(frozen=True)
class Measured:
    """A key result where it stands, under its objective."""

    of: ObjectiveStanding
    standing: Standing

    @property
    def actual(self) -> float | None:
        """The number of the last four weeks in the metric's unit; None where there is none."""
        found = self.standing.actual
        return found.result.amount if found and isinstance(found.result, Value) else None


def measured(found: Iterable[ObjectiveStanding]) -> Iterator[Measured]:
    """A row for each key result."""
    return (Measured(each, standing) for each in found for standing in each.key_results)


KEY_RESULTS = Table[Measured](
    "key-results",
    "Key results",
    (
        whole("Number", lambda each: each.standing.key_result.pk),
        text("Key result", lambda each: each.standing.key_result.title),
        text("Objective", lambda each: each.of.objective.title),
        text("Metric", lambda each: each.standing.metric.title),
        text("Unit", lambda each: str(each.standing.metric.unit)),
        text("Scope", lambda each: each.standing.scope_words),
        number("Baseline", lambda each: each.standing.key_result.baseline),
        number("Target", lambda each: each.standing.key_result.target),
        number("Last four weeks", lambda each: each.actual),
        text("In words", lambda each: each.standing.actual_words),
        share("Way done", lambda each: each.standing.gone),
        share("Time gone", lambda each: each.standing.expected_percent / 100),
        text("Status", lambda each: str(each.standing.status)),
        text("Why", lambda each: each.standing.why),
        day("From", lambda each: each.standing.key_result.start),
        day("Due", lambda each: each.standing.key_result.due),
    ),
)

CATCHBALLS = Table[Negotiation](
    "catchballs",
    "Catchballs",
    (
        text("Key result", lambda each: each.catchball.key_result.title),
        text("Asks", lambda each: each.catchball.asking.name),
        text("Answers", lambda each: each.catchball.answering.name),
        text("State", lambda each: each.word),
        whole("Proposals", lambda each: len(each.throws)),
        number("Latest target", lambda each: each.catchball.latest.target),
        text("In words", lambda each: each.throws[-1].target_words),
        day("Latest date", lambda each: each.catchball.latest.due),
        share("Forecast of its time", lambda each: each.catchball.latest.forecast),
        text("Reason", lambda each: each.catchball.latest.reason),
        day("To be closed until", lambda each: each.catchball.until),
        instant("Thrown", lambda each: each.catchball.at),
    ),
)


@dataclass(frozen=True)
class Dated:
    """A countermeasure as it is on a day."""

    of: Countermeasure
    today: date


def dated(found: Iterable[Countermeasure], today: date) -> Iterator[Dated]:
    """Each countermeasure as it is on a day; none is read before one is asked for."""
    for each in found:
        yield Dated(each, today)


COUNTERMEASURES = Table[Dated](
    "countermeasures",
    "Countermeasures",
    (
        text("Key result", lambda each: each.of.key_result.title),
        day("Month", lambda each: each.of.month),
        text("Cause", lambda each: each.of.cause),
        text("Action", lambda each: each.of.action),
        text("Owner", lambda each: each.of.owner.name),
        day("Due", lambda each: each.of.due),
        text("State", lambda each: each.of.state(each.today)),
        day("Done", lambda each: each.of.done_on),
        text("What came of it", lambda each: each.of.effect),
    ),
)
