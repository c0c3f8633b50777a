"""Writes of goals: proposed, countered, signed, closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import Change, changed
from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.people.models import Goal, Outcome, Signature, Terms, TermsScope
from hoshin.apps.people.wording import differences
from hoshin.apps.strategy.models import Objective
from hoshin.eventlog.refused import Refused

Baseline = Callable[[str, tuple[tuple[str, str], ...]], tuple[float, str]]
"""Reads a metric in a scope: its level now and the hash of its definition. Raises Refused where there is none."""


class NobodyAbove(Refused):
    """A goal is agreed by two, and nobody leads the one who would answer for it."""


class NoMeasure(Refused):
    """Nobody could tell when the goal is reached."""


class NotYours(Refused):
    """The goal is agreed by the one who answers for it and by the manager, and by nobody else."""


class NotOpen(Refused):
    """The goal was closed, or has nothing to sign."""


@dataclass(frozen=True)
class Draft:
    """What a version of a goal shall say; amounts in the metric's unit, counts per four weeks, ``cadence`` in days."""

    title: str
    first: date
    last: date
    cadence: int
    why: str = ""
    done_when: str = ""
    metric: str = ""
    desk: str = ""
    scope: tuple[tuple[str, str], ...] = ()
    baseline: float | None = None
    target: float | None = None
    definition: str = ""


@transaction.atomic
def propose(
    by: Person,
    draft: Draft,
    now: datetime,
    *,
    person: Person,
    team: Team | None = None,
    objective: Objective | None = None,
    parent: Goal | None = None,
    shared: bool = False,
) -> Goal:
    """Propose a goal that ``person`` answers for; the proposal is the signature of the side that makes it.

    Raises NobodyAbove, NotYours and NoMeasure.
    """
    if person.manager is None:
        raise NobodyAbove(
            f"A goal is agreed by two, and nobody leads {person.name} yet: an administrator says who does, under "
            "People and teams."
        )
    goal = Goal(person=person, team=team, objective=objective, parent=parent, shared=shared or team is not None, at=now)
    side = _side(by, goal)
    goal.save()
    _offer(by, goal, draft, now, side, reason="")
    record(by, "proposed a goal", _subject(goal))
    return goal


@transaction.atomic
def counter(by: Person, goal: Goal, draft: Draft, now: datetime, *, reason: str, after: int) -> Terms:
    """Answer the newest terms by other ones, with the reason; ``after`` is the version that was read.

    Raises Meanwhile where somebody proposed another one, NotYours, NotOpen and NoMeasure.
    """
    found = _open(goal)
    side = _side(by, found)
    _current(found, after)
    terms = _offer(by, found, draft, now, side, reason=reason)
    record(by, "countered a goal", _subject(found), f"version {terms.number}", changes=_moved(found, terms))
    return terms


@transaction.atomic
def sign(by: Person, goal: Goal, now: datetime, *, after: int) -> Terms:
    """Sign the newest terms for the side or sides that somebody speaks for. Raises Meanwhile, NotYours and NotOpen."""
    found = _open(goal)
    side = _side(by, found)
    _current(found, after)
    terms = found.newest
    if side in terms.sides:
        raise NotOpen("Your side has signed these terms already: it is the other one that has to answer.")
    Signature.objects.create(terms=terms, side=side, person=by, at=now)
    record(by, "signed a goal", _subject(found), f"version {terms.number}")
    return terms


@transaction.atomic
def close(by: Person, goal: Goal, on: date, *, outcome: str, words: str) -> None:
    """Close a goal by what came of it. Raises NotOpen and NotYours."""
    found = _open(goal)
    _side(by, found)
    found.outcome, found.closing, found.closed_on = Outcome(outcome), words, on
    found.save(update_fields=["outcome", "closing", "closed_on"])
    changes = changed({"outcome": Outcome.OPEN.label}, {"outcome": Outcome(outcome).label})
    record(by, "closed a goal", _subject(found), changes=changes)


@transaction.atomic
def share(by: Person, goal: Goal, *, shared: bool) -> None:
    """Show a personal goal to everybody, or to its two sides alone; only whoever answers for it decides this."""
    if by.pk != goal.person_id:
        raise NotYours("Only the one who answers for a goal decides who sees it.")
    before, goal.shared = goal.shared, shared or goal.team_id is not None
    goal.save(update_fields=["shared"])
    said = "shared a goal" if goal.shared else "made a goal private"
    record(by, said, _subject(goal), changes=changed({"seen by": _seen(before)}, {"seen by": _seen(goal.shared)}))


def _seen(shared: bool) -> str:
    return "everybody" if shared else "its two sides"


def _moved(goal: Goal, terms: Terms) -> tuple[Change, ...]:
    """The fields in which the terms of a team's goal differ; of a personal one that they do is all that is told."""
    if goal.team is None:
        return ()
    before = goal.terms.filter(number__lt=terms.number).last()
    return tuple(Change(each.name, each.before, each.after) for each in differences(before, terms)) if before else ()


def _open(goal: Goal) -> Goal:
    found = Goal.objects.select_for_update().select_related("person__manager").get(pk=goal.pk)
    if found.outcome:
        raise NotOpen(f"The goal was closed on {found.closed_on}, so that nothing of it can change.")
    return found


def _side(by: Person, goal: Goal) -> str:
    sides = goal.sides_of(by)
    if not sides:
        raise NotYours("A goal is agreed by the one who answers for it and by the manager.")
    return max(sides)  # nobody leads themselves, so there is one


def _current(goal: Goal, after: int) -> None:
    if goal.version == after:
        return
    newest = goal.newest
    read = next((each for each in goal.terms.all() if each.number == after), None)
    changed = "; ".join(str(each) for each in differences(read, newest)) if read else "all of it"
    raise Meanwhile(
        _subject(goal),
        goal.version,
        f"{newest.person.name} proposed version {newest.number} after you had opened version {after}. What changed: "
        f"{changed or 'nothing but the reason'}. What you wrote is still below; read the new terms, then answer them.",
    )


def _offer(by: Person, goal: Goal, draft: Draft, now: datetime, side: str, *, reason: str) -> Terms:
    if not draft.metric and not draft.done_when.strip():
        raise NoMeasure("Choose a metric, or say in words when the goal is done.")
    if draft.metric and (draft.target is None or draft.baseline is None):
        raise NoMeasure("A metric needs a number to start from and one to reach.")
    goal.version += 1
    goal.save(update_fields=["version"])
    terms = Terms.objects.create(
        goal=goal,
        number=goal.version,
        title=draft.title,
        why=draft.why,
        done_when=draft.done_when,
        metric=draft.metric,
        desk=draft.desk if draft.metric else "",
        baseline=draft.baseline if draft.metric else None,
        target=draft.target if draft.metric else None,
        definition=draft.definition if draft.metric else "",
        first=draft.first,
        last=draft.last,
        cadence=draft.cadence,
        person=by,
        reason=reason,
        at=now,
    )
    if draft.metric:
        TermsScope.objects.bulk_create(TermsScope(terms=terms, dimension=d, value=v) for d, v in draft.scope)
    Signature.objects.create(terms=terms, side=side, person=by, at=now)
    return terms


def _subject(goal: Goal) -> str:
    """How the audit trail names a goal: a personal one by its number alone, for everybody's eyes are not its."""
    return f"goal {goal.pk} of {goal.team.name}" if goal.team else f"goal {goal.pk}"
