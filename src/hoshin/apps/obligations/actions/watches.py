"""Writes of what is watched: watches, thresholds, mutes, and the time to answer."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.obligations import queries
from hoshin.apps.obligations.actions.fired import come_back
from hoshin.apps.obligations.models import Deadline, Mute, Origin, State, Threshold, Watch
from hoshin.apps.obligations.wording import about, muted
from hoshin.eventlog.refused import Refused


class NotAThreshold(Refused):
    """A threshold that nothing could keep to."""


class NotAMute(Refused):
    """A mute that does not say why, or does not end."""


@transaction.atomic
def add(person: Person, metric: str, *, desk: str = "", dimension: str = "", value: str = "") -> Watch:
    """Watch a metric in a scope; what is watched already stays as it is."""
    scope = {"metric": metric, "desk": desk, "dimension": dimension, "value": value}
    watch = Watch.objects.filter(**scope).first() or Watch(**scope, ended=True)
    if watch.ended:
        watch.origin, watch.person, watch.ended = Origin.ADDED, person, False
        watch.save()
        record(person, "watches a number", about(watch, definitions.catalogue()))
    return watch


@transaction.atomic
def drop(person: Person, watch: Watch) -> None:
    """No longer watch what a leader added. What fired stays in the register.

    Raises Refused for what others count on, and while a signal of it waits for an answer.
    """
    if watch.origin != Origin.ADDED:
        raise Refused(f"This is watched because it {watch.get_origin_display()}: mute it for a time instead.")
    if watch.obligations.filter(state=State.OPEN).exists() or queries.muted_open(watch).exists():
        raise Refused("A signal of it waits for an answer: answer first, then watch it no more.")
    watch.ended = True
    watch.save(update_fields=["ended"])
    changes = changed({"watched": "yes"}, {"watched": "no"})
    record(person, "watches a number no more", about(watch, definitions.catalogue()), changes=changes)


@transaction.atomic
def set_threshold(person: Person | None, watch: Watch, lower: float | None, upper: float | None) -> None:
    """Set, change or (with neither bound) remove the threshold of a watch, in the metric's unit.

    Raises NotAThreshold where the lower bound lies above the upper one.
    """
    if lower is not None and upper is not None and lower > upper:
        raise NotAThreshold("The lower bound lies above the upper one: exchange them.")
    before = Threshold.objects.filter(watch=watch).first()
    was = {"at least": before.lower, "at most": before.upper} if before else {}
    if lower is None and upper is None:
        Threshold.objects.filter(watch=watch).delete()
    else:
        Threshold.objects.update_or_create(watch=watch, defaults={"lower": lower, "upper": upper, "person": person})
    changes = changed(was, {"at least": lower, "at most": upper})
    record(person, "set a threshold", about(watch, definitions.catalogue()), changes=changes)


@transaction.atomic
def mute(person: Person, watch: Watch, *, until: date, reason: str, today: date) -> Mute:
    """Let a watch raise no alarm up to and with the day ``until``; then it ends by itself. A newer mute replaces it.

    What is open is muted too, and comes back when the mute ends.
    Raises NotAMute without a reason or with a day that has passed.
    """
    if not reason.strip():
        raise NotAMute("Say why it is muted: whoever reads the register will ask.")
    if until < today:
        raise NotAMute(f"The mute would have ended on {until}: choose today or a later day.")
    standing = Mute.objects.filter(watch=watch, until__gte=today, lifted_on=None)
    before = standing.values_list("until", flat=True).last()
    standing.update(lifted_on=today)
    found = Mute.objects.create(watch=watch, since=today, until=until, reason=reason.strip(), person=person)
    queries.muted_open(watch).update(held=muted(found))
    open_now = watch.obligations.filter(state=State.OPEN)
    # Marked as told where it is overdue by now, so that it comes back overdue.
    open_now.filter(due__lt=today).update(reminded=True)
    open_now.update(state=State.MUTED, held=muted(found))
    changes = changed({"muted until": before}, {"muted until": until})
    record(person, "muted a number", about(watch, definitions.catalogue()), reason.strip(), changes=changes)
    return found


@transaction.atomic
def unmute(person: Person, watch: Watch, today: date) -> int:
    """End the mute of a watch before its day. Gives how many signals that were open before wait for an answer again."""
    standing = Mute.objects.filter(watch=watch, until__gte=today, lifted_on=None)
    before = standing.values_list("until", flat=True).last()
    if not standing.update(lifted_on=today):
        return 0
    changes = changed({"muted until": before}, {"muted until": None})
    record(person, "ended a mute", about(watch, definitions.catalogue()), changes=changes)
    return come_back((), today, watch)


@transaction.atomic
def set_deadline(person: Person, working_days: int) -> None:
    """Set in how many working days a signal has to be answered for; clocks that run already keep their day."""
    deadline = Deadline.objects.first() or Deadline()
    before, deadline.working_days = deadline.working_days, working_days
    deadline.save()
    changes = changed({"working days": before}, {"working days": working_days})
    record(person, "set the time to answer", "signals", changes=changes)
