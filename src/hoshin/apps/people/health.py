"""Derived health of a goal: from its check-ins, its blockers and its metric. Pure.

The rule, in order:

1. A goal that was closed is what its outcome says.
2. Until both sides have signed, it is *being agreed*; before its first day it is *not started*.
3. Without a check-in for its cadence and three days more it is *silent*. Silence is never green.
4. Otherwise it is where its confidence stands: 7 and more is *on track*, 4 to 6 *at risk*, less *off track*. With an
   open blocker it is *at risk* at best, with one past its day *off track*.
5. Where a metric measures it, it is no better than the metric's progress against the time that has passed, once the
   metric is read from days of its own alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoshin.apps.strategy.status import Status, status
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day

GRACE = timedelta(days=3)
"""How much later than its cadence a check-in may come."""
CONFIDENT, DOUBTFUL = 7, 4
RULE = (
    f"A goal is on track with a confidence of {CONFIDENT} or more, at risk from {DOUBTFUL}, off track below; never "
    "better than its metric, nor with a blocker open. Without a check-in in time it is silent: silence is "
    "never green."
)


class Health(StrEnum):
    """How a goal stands."""

    REACHED = "reached"
    ON_TRACK = "on track"
    NOT_STARTED = "not started"
    BEING_AGREED = "being agreed"
    DROPPED = "dropped"
    AT_RISK = "at risk"
    SILENT = "silent"
    OFF_TRACK = "off track"
    MISSED = "not reached"


TONES = {
    Health.REACHED: Tone.GOOD,
    Health.ON_TRACK: Tone.GOOD,
    Health.NOT_STARTED: Tone.NEUTRAL,
    Health.BEING_AGREED: Tone.WATCH,
    Health.DROPPED: Tone.NEUTRAL,
    Health.AT_RISK: Tone.WATCH,
    Health.SILENT: Tone.UNKNOWN,
    Health.OFF_TRACK: Tone.BAD,
    Health.MISSED: Tone.BAD,
}
_WORSE = (Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK)
_OF_STATUS = {
    Status.AT_RISK: (Health.AT_RISK, "its metric is behind the time that has passed"),
    Status.OFF_TRACK: (Health.OFF_TRACK, "its metric is far behind the time that has passed"),
    Status.MISSED: (Health.OFF_TRACK, "its metric has not reached the target in time"),
}


@dataclass(frozen=True)
class Course:
    """What is known of a goal: its days, cadence, check-ins as (day, confidence) in order, blockers' days, progress.

    ``gone`` is the metric's progress from baseline to target; None where no metric measures it or it has no number.
    ``read_from`` is the first day of the tickets that it was read from.
    """

    first: date
    last: date
    cadence: int
    agreed: bool
    said: Sequence[tuple[date, int]] = ()
    blockers: Sequence[date] = ()
    gone: float | None = None
    read_from: date | None = None
    outcome: str = ""


def due(course: Course) -> date:
    """When the next check-in is due: a cadence after the newest one, or after the first day."""
    since = max([course.first, *(on for on, _ in course.said)])
    return since + timedelta(days=course.cadence)


def is_silent(course: Course, today: date) -> bool:
    """Whether a check-in is overdue by more than the grace."""
    return today > due(course) + GRACE


def health(course: Course, today: date) -> tuple[Health, str]:
    """The health of a goal today, and why in a sentence."""
    if course.outcome:
        return Health(course.outcome), f"It was closed as {course.outcome}."
    if not course.agreed:
        return Health.BEING_AGREED, "Both sides have still to sign the same terms."
    if today < course.first:
        return Health.NOT_STARTED, f"It starts on {day(course.first)}."
    if is_silent(course, today):
        since = max([course.first, *(on for on, _ in course.said)])
        return Health.SILENT, f"Nobody has said how it stands for {(today - since).days} days."
    if not course.said:
        return Health.NOT_STARTED, f"The first check-in is due on {day(due(course))}."
    found = [_by_confidence(course.said[-1][1])]
    if course.blockers:
        late = min(course.blockers) < today
        found.append(
            (Health.OFF_TRACK, "a blocker was not removed in time") if late else (Health.AT_RISK, "a blocker is open")
        )
    if course.gone is not None:
        measured = status(course.gone, course.first, course.last, today, read_from=course.read_from)
        if measured is not Status.TOO_EARLY:
            found.append(_OF_STATUS.get(measured, (Health.ON_TRACK, "its metric moves as it should")))
    worst, _ = max(found, key=lambda each: _WORSE.index(each[0]))
    why = "; ".join(words for each, words in found if each is worst)
    return worst, f"{why[0].upper()}{why[1:]}."


def _by_confidence(confidence: int) -> tuple[Health, str]:
    words = f"confidence is {confidence} of 10"
    if confidence >= CONFIDENT:
        return Health.ON_TRACK, words
    return (Health.AT_RISK if confidence >= DOUBTFUL else Health.OFF_TRACK), words
