"""Writes of what fired and of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.obligations import clock, queries
from hoshin.apps.obligations.models import ANSWERED, Answer, Cause, Deadline, Obligation, State, Watch
from hoshin.apps.obligations.wording import told
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.scorecards import actions as scorecards
from hoshin.eventlog.refused import Refused
from hoshin.metrics.registry import metric as metric_named
from hoshin.metrics.result import Reading, Value
from hoshin.signals.firing import Fired


class NotAnAnswer(Refused):
    """An answer that does not say what it has to."""


@dataclass(frozen=True)
class Written:
    """What became of something that fired: ``opened`` where its clock began now, ``held`` where it raised no alarm."""

    obligation: Obligation
    opened: bool
    held: bool


def write_down(watch: Watch, fired: Fired, readings: Sequence[Reading], today: date) -> Written:
    """Write down what fired, once: a stretch that stands already grows, and keeps its clock and its answer.

    What was held back and is no longer opens now.
    """
    newest = readings[fired.newest]
    began = readings[fired.began].period.first
    assert isinstance(newest.result, Value)  # only values are judged
    found = queries.standing(watch, fired, began, newest.period.last)
    new = found is None
    found = found or Obligation(watch=watch, kind=fired.kind, higher=fired.higher, began=began, opened_on=today)
    found.meaning, found.bound, found.words = fired.meaning, fired.bound, told(fired, readings)
    found.newest_first, found.newest_last = newest.period.first, newest.period.last
    found.weeks = fired.newest - fired.began + 1
    found.amount, found.n, found.unit = newest.result.amount, newest.result.n, newest.unit
    found.generation, found.definition = newest.generation, newest.definition
    opens = not fired.held and (new or found.state == State.HELD)
    if opens:
        found.state, found.held = State.OPEN, ""
        found.opened_on, found.due = today, clock.due(today, queries.working_days())
    elif new:
        found.state, found.held = State.HELD, fired.held
    found.save()
    return Written(found, opens, bool(new and fired.held))


def judged(watch: Watch, to: date | None) -> None:
    """Remember up to which day a watch was judged."""
    if to is not None and (watch.judged_to is None or to > watch.judged_to):
        watch.judged_to = to
        watch.save(update_fields=["judged_to"])


@transaction.atomic
def answer(
    person: Person | None,
    obligation: Obligation,
    *,
    cause: str,
    sentence: str,
    now: datetime,
    change: str = "",
    initiative: Initiative | None = None,
    first: date | None = None,
    last: date | None = None,
) -> Answer:
    """Say what is behind a signal. A later answer takes the place of an earlier one, which stays to be read.

    Raises NotAnAnswer where it does not say what its cause needs: the change's number, a sealed initiative, or the days
    of the new baseline.
    """
    found = Obligation.objects.select_for_update().select_related("watch").get(pk=obligation.pk)
    kind = Cause(cause)
    if not sentence.strip():
        raise NotAnAnswer("Say in a sentence what is behind it.")
    if kind is Cause.CHANGE and not change.strip():
        raise NotAnAnswer("Name the change, such as CHG0012345.")
    if kind is Cause.INITIATIVE and (initiative is None or not initiative.sealed):
        raise NotAnAnswer("Choose an initiative whose claim is sealed.")
    if kind is Cause.NEW_LEVEL:
        if first is None or last is None or first > last:
            raise NotAnAnswer("Say from which day to which the new baseline runs.")
        watch = found.watch
        scorecards.choose_baseline(
            person,
            watch.metric,
            first,
            last,
            sentence[:300],
            desk=watch.desk,
            dimension=watch.dimension,
            value=watch.value,
        )
    given = Answer.objects.create(
        obligation=found,
        cause=kind,
        sentence=sentence.strip(),
        change=change.strip() if kind is Cause.CHANGE else "",
        initiative=initiative if kind is Cause.INITIATIVE else None,
        first=first if kind is Cause.NEW_LEVEL else None,
        last=last if kind is Cause.NEW_LEVEL else None,
        person=person,
        at=now,
    )
    found.state = ANSWERED[kind]
    found.save(update_fields=["state"])
    title = metric_named(found.watch.metric).title
    record(person, "answered for a signal", title, f"{found.words} {given}")
    return given


@transaction.atomic
def set_deadline(person: Person, working_days: int) -> None:
    """Set in how many working days a signal has to be answered for; clocks that run already keep their day."""
    deadline = Deadline.objects.first() or Deadline()
    before, deadline.working_days = deadline.working_days, working_days
    deadline.save()
    record(person, "set the time to answer", "signals", f"{before} → {working_days} working days")
