"""Goals as pages show them: health, confidence as a small picture, what is due. Gather, then compose."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hoshin.apps.people import measured
from hoshin.apps.people.health import GRACE, TONES, Course, Health, due, health
from hoshin.apps.people.measured import Measured
from hoshin.apps.people.models import SURE, CheckIn, Goal, Terms
from hoshin.apps.people.wording import measure_words, whose
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone


@dataclass(frozen=True)
class Point:
    """One check-in in the picture: places from 0 to 100, left to right and top to bottom."""

    x: float
    y: float
    check_in: CheckIn


@dataclass(frozen=True)
class Stretch:
    """A line between two check-ins, or after the last one; ``silent`` where nobody said anything for too long."""

    x1: float
    y1: float
    x2: float
    y2: float
    silent: bool


@dataclass(frozen=True)
class Picture:
    """The confidence over the goal's days; ``words`` says it to those who cannot see it."""

    points: tuple[Point, ...]
    stretches: tuple[Stretch, ...]
    today: float
    words: str


@dataclass(frozen=True)
class Line:
    """One goal of a list."""

    goal: Goal
    terms: Terms
    whose: str
    measure: str
    health: Health
    tone: Tone
    why: str
    due: date | None
    overdue: bool
    picture: Picture
    measured: Measured | None
    waits_for: tuple[str, ...]

    @property
    def last_said(self) -> CheckIn | None:
        """The newest check-in."""
        points = self.picture.points
        return points[-1].check_in if points else None


def gather(reader: Reader | None, goals: Iterable[Goal], today: date) -> list[Line]:
    """The goals with what their metrics read now. Without a reader (no tickets yet) no metric has a number."""
    found = list(goals)
    read = measured.gather(reader, [each.shown for each in found], today)
    return [line(each, read.get(each.shown.pk), today) for each in found]


def line(goal: Goal, read: Measured | None, today: date) -> Line:
    """One goal as it stands today."""
    terms, course = goal.shown, course_of(goal, read)
    state, why = health(course, today)
    living = state not in (Health.REACHED, Health.MISSED, Health.DROPPED, Health.BEING_AGREED)
    next_due = due(course) if living else None
    return Line(
        goal=goal,
        terms=terms,
        whose=whose(goal),
        measure=measure_words(terms),
        health=state,
        tone=TONES[state],
        why=why,
        due=next_due,
        overdue=next_due is not None and today > next_due,
        picture=picture(course, list(goal.check_ins.all()), today),
        measured=read,
        waits_for=() if goal.outcome else tuple({"person", "manager"} - goal.newest.sides),
    )


def course_of(goal: Goal, read: Measured | None) -> Course:
    """What the rule of health knows of a goal."""
    terms = goal.shown
    return Course(
        first=terms.first,
        last=terms.last,
        cadence=terms.cadence,
        agreed=goal.in_force is not None,
        said=[(each.on, each.confidence) for each in goal.check_ins.all()],
        blockers=[each.due for each in goal.blockers.all() if each.solved_on is None],
        gone=read.gone if read else None,
        read_from=read.reading.period.first if read and read.reading else None,
        outcome=goal.outcome,
    )


def picture(course: Course, said: Sequence[CheckIn], today: date) -> Picture:
    """Confidence over the goal's days, from its first to its last or to today where that is later."""
    end = max(course.last, today)
    days = max((end - course.first).days, 1)

    def x(on: date) -> float:
        return round(100 * min(max((on - course.first).days / days, 0), 1), 1)

    points = [Point(x(each.on), _height(each.confidence), each) for each in said]
    most = course.cadence + GRACE.days
    stretches = [
        Stretch(a.x, a.y, b.x, b.y, (b.check_in.on - a.check_in.on).days > most) for a, b in itertools.pairwise(points)
    ]
    if points and not course.outcome and (today - points[-1].check_in.on).days > most:
        last = points[-1]
        stretches.append(Stretch(last.x, last.y, x(today), last.y, True))
    confidences = ", ".join(str(each.confidence) for each in said)
    words = f"confidence of {SURE}, oldest first: {confidences}" if said else "no check-in yet"
    return Picture(tuple(points), tuple(stretches), x(today), words)


def _height(confidence: int) -> float:
    """A little room above and below, so that no point is cut at the edge."""
    return round(90 - 80 * confidence / SURE, 1)


def sentence(lines: Sequence[Line]) -> str:
    """What a reader has to know of several goals first."""
    if not lines:
        return ""
    count = {state: sum(each.health is state for each in lines) for state in Health}
    order = (
        Health.OFF_TRACK, Health.SILENT, Health.AT_RISK, Health.BEING_AGREED, Health.ON_TRACK, Health.NOT_STARTED,
        Health.REACHED, Health.MISSED, Health.DROPPED,
    )  # fmt: skip
    parts = [f"{count[state]} {state}" for state in order if count[state]]
    return f"{len(lines)} goal{'' if len(lines) == 1 else 's'}: {', '.join(parts)}."
