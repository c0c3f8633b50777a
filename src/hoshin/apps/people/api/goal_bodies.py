"""What the addresses of goals take and answer."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.models import CheckIn, Goal, Terms
from hoshin.apps.rest.root import Body


class TermsOut(Schema):
    """One version of what a goal says, who proposed it, why, and which sides have signed it."""

    number: int
    title: str
    why: str
    done_when: str
    metric: str | None
    desk: str
    scope: list[tuple[str, str]]
    baseline: float | None
    target: float | None
    first: date
    last: date
    cadence: int
    person: str
    reason: str
    at: datetime
    signed: list[str]


class CheckInOut(Schema):
    """How a goal stood as the one who answers for it said; ``value`` is in the metric's unit, null without a metric."""

    on: date
    confidence: int
    note: str
    value: float | None
    n: int | None


class GoalOut(Schema):
    """What a team or a person wants to reach, by the terms in force, or those that were proposed last."""

    id: int
    title: str
    person: str
    team: str | None
    objective: int | None
    parent: int | None
    agreed: bool
    metric: str | None
    baseline: float | None
    target: float | None
    done_when: str
    first: date
    last: date
    outcome: str
    version: int
    terms: list[TermsOut]
    check_ins: list[CheckInOut]


class TermsIn(Body):
    """What a goal shall say. Measured by a metric in a scope of services, or by words: ``done_when``.

    ``target`` is in the metric's unit, of a count per four weeks; it starts from the last four weeks. ``cadence`` is in
    days: 7, 14 or 28.
    """

    title: str
    why: str = ""
    done_when: str = ""
    metric: str = ""
    desk: str = ""
    scope: list[tuple[str, str]] = []  # noqa: RUF012 Pydantic copies a default for each body
    target: float | None = None
    first: date
    last: date
    cadence: int = 14


class GoalIn(TermsIn):
    """A new goal of ``person``, the token's own by default; with ``team`` that person's team's.

    It hangs below an objective, or below another goal (``parent``), or below neither.
    """

    person: int | None = None
    team: bool = False
    objective: int | None = None
    parent: int | None = None
    shared: bool = False


class CounterIn(TermsIn):
    """Other terms than those of version ``after``, and why."""

    reason: str
    after: int


class SignIn(Body):
    """Agreement to the terms of version ``after``."""

    after: int


class CloseIn(Body):
    """What came of a goal: reached, missed or dropped, and by what that can be told."""

    outcome: Literal["reached", "missed", "dropped"]
    words: str = Field(min_length=1)


class CheckInIn(Body):
    """How a goal stands today: confidence from 0 (it will not be reached) to 10."""

    confidence: int = Field(ge=0, le=10)
    note: str = Field("", max_length=4000)


def goal_out(found: Goal, person: Person) -> GoalOut:
    """A goal as somebody is told it."""
    said = found.shown
    objective = found.objective if found.objective and sees(person, found.objective) else None
    return GoalOut(
        id=found.pk,
        title=said.title,
        person=found.person.name,
        team=found.team.name if found.team else None,
        objective=objective.pk if objective else None,
        parent=found.parent_id,
        agreed=found.in_force is not None,
        metric=said.metric or None,
        baseline=said.baseline,
        target=said.target,
        done_when=said.done_when,
        first=said.first,
        last=said.last,
        outcome=found.outcome,
        version=found.version,
        terms=[terms_out(each) for each in found.terms.all()],
        check_ins=[check_in_out(each) for each in found.check_ins.all()],
    )


def terms_out(found: Terms) -> TermsOut:
    """One version of its terms."""
    return TermsOut(
        number=found.number,
        title=found.title,
        why=found.why,
        done_when=found.done_when,
        metric=found.metric or None,
        desk=found.desk,
        scope=[(each.dimension, each.value) for each in found.scope.all()],
        baseline=found.baseline,
        target=found.target,
        first=found.first,
        last=found.last,
        cadence=found.cadence,
        person=found.person.name,
        reason=found.reason,
        at=found.at,
        signed=sorted(found.sides),
    )


def check_in_out(found: CheckIn) -> CheckInOut:
    """One check-in."""
    return CheckInOut(on=found.on, confidence=found.confidence, note=found.note, value=found.value, n=found.n)
