"""The stages of an evaluation as a machine: who may do what when, and what each side sees. Pure.

    self ▸ manager ▸ calibration ▸ final ▸ told ▸ acknowledged
                                            ╰───────┴──▸ appealed ▸ answered

Nobody acts for two sides: human resources who are led, or who lead, act as person or manager in that evaluation alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hoshin.eventlog.refused import Refused


class NotNow(Refused):
    """The evaluation does not wait for this, or not for whoever does it."""


class Actor(StrEnum):
    """The sides of an evaluation."""

    PERSON = "person"
    MANAGER = "manager"
    HR = "human resources"


class Stage(StrEnum):
    """What an evaluation waits for."""

    SELF = "self-evaluation"
    MANAGER = "manager"
    CALIBRATION = "calibration"
    FINAL = "final words"
    TOLD = "told"
    ACKNOWLEDGED = "acknowledged"
    APPEALED = "appealed"
    ANSWERED = "appeal answered"


class Act(StrEnum):
    """What somebody can do in an evaluation."""

    SELF = "self"
    PASSED = "passed"
    PROPOSED = "proposed"
    MOVED = "moved"
    CALIBRATED = "calibrated"
    FINAL = "final"
    ACKNOWLEDGED = "acknowledged"
    APPEALED = "appealed"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Way:
    """One way from stage to stage: who goes it, and whether it carries a rating."""

    actor: Actor
    to: Stage
    rated: bool = False


WAYS: Mapping[tuple[Stage, Act], Way] = {
    (Stage.SELF, Act.SELF): Way(Actor.PERSON, Stage.MANAGER),
    (Stage.SELF, Act.PASSED): Way(Actor.MANAGER, Stage.MANAGER),
    (Stage.MANAGER, Act.PROPOSED): Way(Actor.MANAGER, Stage.CALIBRATION, rated=True),
    (Stage.CALIBRATION, Act.MOVED): Way(Actor.HR, Stage.CALIBRATION, rated=True),
    (Stage.CALIBRATION, Act.CALIBRATED): Way(Actor.HR, Stage.FINAL),
    (Stage.FINAL, Act.FINAL): Way(Actor.MANAGER, Stage.TOLD),
    (Stage.TOLD, Act.ACKNOWLEDGED): Way(Actor.PERSON, Stage.ACKNOWLEDGED),
    (Stage.TOLD, Act.APPEALED): Way(Actor.PERSON, Stage.APPEALED),
    (Stage.ACKNOWLEDGED, Act.APPEALED): Way(Actor.PERSON, Stage.APPEALED),
    (Stage.APPEALED, Act.ANSWERED): Way(Actor.HR, Stage.ANSWERED, rated=True),
}
UNTIL_TOLD = frozenset({Act.PROPOSED, Act.MOVED, Act.CALIBRATED})
"""What a person sees only once the final words are written."""
OPEN = frozenset({Stage.SELF, Stage.MANAGER, Stage.CALIBRATION, Stage.FINAL})
"""The stages in which the manager still has something to do."""
ANSWER = timedelta(days=14)
"""How long human resources may take to answer an appeal."""


@dataclass(frozen=True)
class Done:
    """One act that was done, and on which day."""

    act: Act
    on: date


@dataclass(frozen=True)
class Clock:
    """The days of a cycle that the machine knows: until when a person may write, how long an appeal may take."""

    self_by: date
    appeal_days: int


def stage(done: Iterable[Done]) -> Stage:
    """Where an evaluation stands after these acts, in their order. Raises NotNow where one was not possible."""
    now = Stage.SELF
    for each in done:
        now = _way(now, each.act).to
    return now


def possible(done: Iterable[Done], actor: Actor, clock: Clock, today: date) -> list[Act]:
    """What a side can do today."""
    acts = list(done)
    now = stage(acts)
    return [
        act
        for (at, act), way in WAYS.items()
        if at is now and way.actor is actor and not _too_soon_or_late(act, acts, clock, today)
    ]


def check(done: Iterable[Done], act: Act, actor: Actor, clock: Clock, today: date) -> Way:
    """The way that an act goes. Raises NotNow with a sentence that says what the evaluation waits for instead."""
    acts = list(done)
    way = _way(stage(acts), act)
    if way.actor is not actor:
        raise NotNow(f"This is for the {way.actor} to do, not for the {actor}.")
    if why := _too_soon_or_late(act, acts, clock, today):
        raise NotNow(why)
    return way


def appeal_until(done: Iterable[Done], clock: Clock) -> date | None:
    """The last day on which the person can appeal; None before the final words."""
    told = next((each.on for each in done if each.act is Act.FINAL), None)
    return told + timedelta(days=clock.appeal_days) if told else None


def answer_until(done: Iterable[Done]) -> date | None:
    """The day by which an appeal has to be answered; None where nobody has appealed."""
    appealed = next((each.on for each in done if each.act is Act.APPEALED), None)
    return appealed + ANSWER if appealed else None


def sees(actor: Actor, act: Act, now: Stage) -> bool:
    """Whether a side may read an act: a person reads the proposal and its moves once the final words stand."""
    told = now in (Stage.TOLD, Stage.ACKNOWLEDGED, Stage.APPEALED, Stage.ANSWERED)
    return actor is not Actor.PERSON or told or act not in UNTIL_TOLD


def _way(now: Stage, act: Act) -> Way:
    way = WAYS.get((now, act))
    if way is None:
        raise NotNow(f"The evaluation stands at '{now}', and that is not what it waits for. Open it again to see why.")
    return way


def _too_soon_or_late(act: Act, done: list[Done], clock: Clock, today: date) -> str:
    if act is Act.PASSED and today <= clock.self_by:
        return f"The person has until {clock.self_by} to write the self-evaluation."
    until = appeal_until(done, clock)
    if act is Act.APPEALED and until and today > until:
        return f"An appeal was possible until {until}."
    return ""
