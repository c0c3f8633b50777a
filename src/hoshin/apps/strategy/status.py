"""Derived status: where a key result stands, from its progress and the time that has passed. Pure.

The rule, in order:

1. Before its first day a key result has *not started*.
2. Without a current number its status is *unknown*. Silence is never green.
3. After its last day it is *reached* or *missed*.
4. As long as the days of its number reach back before its first day it is *too early to tell*: what is read then was
   there before anything could be done, be it good or bad.
5. Once the target is reached it is *reached*. Otherwise its progress is compared with what is due today: by the plan of
   its months, or, where it has none, the part of its time that has passed. With at least 90 % of it, it is *on track*,
   at least 60 % *at risk*, else *off track*. Where by the plan nothing is due yet, or it may even get worse first, it
   is *on track* while it is no worse than planned, else *at risk*.

An objective is where its worst key result is; without key results it is *unknown*.

What else is known (``Evidence``) can only make a status worse, never better; ``derive`` says by which rule, and
docs/algorithms/status.md why:

6. *Not started*, *reached*, *missed* and *unknown* stay as they are.
7. Where people check in and the newest word is older than 45 days: at best *unknown*, which is worse than at risk.
8. An unexplained signal for the worse, a confidence that fell twice running, a late commitment, or an open blocker: at
   best *at risk*.
9. Two of these at once, or a commitment or a blocker whose day is more than 14 days past: *off track*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoshin.reporting.blocks import Tone

ON_TRACK = 0.9
AT_RISK = 0.6
RULE = (
    f"On track means at least {ON_TRACK:.0%} of the progress that is due today, at risk at least {AT_RISK:.0%}, "
    "off track less. Until the number is of the days since the start alone, it is too early to tell. Without a "
    "current number the status is unknown: silence is never green."
).replace("%", " %")


class Status(StrEnum):
    """Where a key result or an objective stands, best first."""

    REACHED = "reached"
    ON_TRACK = "on track"
    NOT_STARTED = "not started"
    TOO_EARLY = "too early to tell"
    AT_RISK = "at risk"
    UNKNOWN = "unknown"
    OFF_TRACK = "off track"
    MISSED = "missed"

    @property
    def tone(self) -> Tone:
        """How it is drawn."""
        return TONES[self]


TONES = {
    Status.REACHED: Tone.GOOD,
    Status.ON_TRACK: Tone.GOOD,
    Status.NOT_STARTED: Tone.NEUTRAL,
    Status.TOO_EARLY: Tone.NEUTRAL,
    Status.AT_RISK: Tone.WATCH,
    Status.UNKNOWN: Tone.UNKNOWN,
    Status.OFF_TRACK: Tone.BAD,
    Status.MISSED: Tone.BAD,
}


def progress(baseline: float, target: float, actual: float) -> float:
    """The part of the way from ``baseline`` to ``target`` that ``actual`` has gone; below 0 where it went backwards.

    It makes no difference which of the two is larger: less of a bad thing is progress as well. Raises ValueError where
    both are the same: there is no way to go.

    >>> progress(20, 10, 15), progress(8, 10, 7)
    (0.5, -0.5)
    """
    if target == baseline:
        raise ValueError(f"progress: `target` and `baseline` are both {target}, expected a way to go.")
    return (actual - baseline) / (target - baseline)


def status(
    gone: float | None,
    start: date,
    due: date,
    today: date,
    *,
    read_from: date | None = None,
    planned: float | None = None,
) -> Status:
    """The status of one key result. ``gone`` is its progress, or None where there is no current number.

    ``read_from`` is the first day of the tickets that the number is of, None where that does not matter; ``planned``
    the progress that is due today by the plan of its months, None where it has no plan.
    """
    if today < start:
        return Status.NOT_STARTED
    if gone is None:
        return Status.UNKNOWN
    if today > due:
        return Status.REACHED if gone >= 1 else Status.MISSED
    if read_from is not None and read_from < start:
        return Status.TOO_EARLY
    if gone >= 1:
        return Status.REACHED
    passed = elapsed(start, due, today)
    due_today = passed if planned is None else planned
    if due_today <= 0:
        return Status.ON_TRACK if passed == 0 or gone >= due_today else Status.AT_RISK
    if gone >= ON_TRACK * due_today:
        return Status.ON_TRACK
    return Status.AT_RISK if gone >= AT_RISK * due_today else Status.OFF_TRACK


def elapsed(start: date, due: date, today: date) -> float:
    """The part of the time from ``start`` to ``due`` that has passed ``today``, 0 to 1."""
    if due <= start:
        return 1.0
    return min(max((today - start) / (due - start), 0.0), 1.0)


HEARD_WITHIN = timedelta(days=45)
"""A word that is older says nothing about today."""
HELD_UP_LONG = timedelta(days=14)


@dataclass(frozen=True)
class Evidence:
    """What is known of a thing beside its progress.

    ``signals`` counts unexplained signals for the worse. ``confidence`` holds, for each goal that serves it, that of
    its check-ins, oldest first, and ``heard`` is the day of the newest of all; None where nobody is asked to check in.
    ``held_up`` is the day of the commitment that has been late longest, ``blocked`` that of the open blocker whose day
    comes first; None where there is none.
    """

    signals: int = 0
    confidence: tuple[tuple[float, ...], ...] = ()
    heard: date | None = None
    held_up: date | None = None
    blocked: date | None = None

    def __or__(self, other: Evidence) -> Evidence:
        """What both know together."""
        return Evidence(
            self.signals + other.signals,
            self.confidence + other.confidence,
            max(filter(None, (self.heard, other.heard)), default=None),
            min(filter(None, (self.held_up, other.held_up)), default=None),
            min(filter(None, (self.blocked, other.blocked)), default=None),
        )


@dataclass(frozen=True)
class Shown:
    """What somebody shows beside a derived status: who, why, until which day; ``number`` tells it from all others."""

    status: Status
    who: str
    reason: str
    until: date
    number: int = 0


@dataclass(frozen=True)
class Derived:
    """A status and the sentences that say what made it so; none where progress alone did."""

    status: Status
    why: tuple[str, ...] = ()

    @property
    def is_green(self) -> bool:
        """Whether it says that nothing has to be done."""
        return self.status in GREEN


GREEN = (Status.REACHED, Status.ON_TRACK)
SHOWABLE = tuple(each for each in Status if each is not Status.TOO_EARLY)
"""What people may show beside a derived status. When it is too early to tell, the tickets alone know."""
SETTLED = (Status.NOT_STARTED, Status.REACHED, Status.MISSED, Status.UNKNOWN)


def derive(found: Status, evidence: Evidence, today: date) -> Derived:
    """The status by progress, ``found``, made worse by what else is known. Never better than ``found``."""
    if found in SETTLED:
        return Derived(found)
    why = []
    if evidence.signals:
        many = "A signal" if evidence.signals == 1 else f"{evidence.signals} signals"
        why.append(f"{many} for the worse {'is' if evidence.signals == 1 else 'are'} unexplained.")
    if any(map(fell_twice, evidence.confidence)):
        why.append("Confidence fell in two check-ins running.")
    if evidence.held_up is not None and evidence.held_up <= today:
        why.append(f"A late commitment has held it up since {evidence.held_up:%-d %b %Y}.")
    if evidence.blocked is not None:
        overdue = "was" if evidence.blocked < today else "is"
        why.append(f"A blocker is open that {overdue} to be removed by {evidence.blocked:%-d %b %Y}.")
    long = any(each is not None and today - each > HELD_UP_LONG for each in (evidence.held_up, evidence.blocked))
    cap = Status.OFF_TRACK if long or len(why) > 1 else Status.AT_RISK if why else found
    silent = evidence.heard is not None and today - evidence.heard > HEARD_WITHIN
    if silent:
        why.append(f"Nobody has said a word since {evidence.heard:%-d %b %Y}.")
    return Derived(worst((found, cap, Status.UNKNOWN if silent else found)), tuple(why))


def fell_twice(confidence: tuple[float, ...]) -> bool:
    """Whether each of the two newest check-ins is less sure than the one before it.

    >>> fell_twice((0.8, 0.6, 0.5)), fell_twice((0.8, 0.5, 0.6)), fell_twice((0.8, 0.6))
    (True, False, False)
    """
    return len(confidence) > 2 and confidence[-3] > confidence[-2] > confidence[-1]


def worst(found: Iterable[Status]) -> Status:
    """The status of an objective: that of its worst key result; unknown where it has none."""
    order = list(Status)
    return max(found, key=order.index, default=Status.UNKNOWN)
