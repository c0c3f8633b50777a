"""Writes of what fired."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from hoshin.apps.obligations import clock, queries
from hoshin.apps.obligations.models import SILENT, Mute, Obligation, State, Watch
from hoshin.apps.obligations.wording import muted, told
from hoshin.metrics.result import Reading, Value
from hoshin.signals.firing import Fired


@dataclass(frozen=True)
class Written:
    """What became of something that fired: ``opened`` where its clock began now, ``held`` where it raised no alarm."""

    obligation: Obligation
    opened: bool
    held: bool


def write_down(
    watch: Watch, fired: Fired, readings: Sequence[Reading], today: date, mute: Mute | None = None
) -> Written:
    """Write down what fired, once: a stretch that stands already grows, and keeps its clock and its answer.

    What was held back or muted and is no longer opens now.
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
    held, state = (fired.held, State.HELD) if fired.held else (muted(mute), State.MUTED) if mute else ("", State.OPEN)
    # What was open when its watch was muted has a clock still, and comes back by ``come_back``.
    unclocked = new or (found.state in SILENT and found.due is None)
    opens = not held and unclocked
    if unclocked:
        found.state, found.held = state, held[:300]
    if opens:
        found.opened_on, found.due = today, clock.due(today, queries.working_days())
    if new or opens:
        found.opened_for = newest.period.first
    found.save()
    return Written(found, opens, bool(new and held))


def judged(watch: Watch, to: date | None) -> None:
    """Remember up to which day a watch was judged."""
    if to is not None and (watch.judged_to is None or to > watch.judged_to):
        watch.judged_to = to
        watch.save(update_fields=["judged_to"])


def come_back(muted: Collection[int], today: date, watch: Watch | None = None) -> int:
    """Open again what was open when its watch was muted, unless the watch is one of those that still are.

    What was overdue already is so again, so that a mute answers for nothing; the rest gets its whole time.
    """
    silenced = Obligation.objects.filter(state=State.MUTED, due__isnull=False).exclude(watch__in=muted)
    back = silenced.filter(watch=watch) if watch else silenced
    fresh = Q(reminded=False)
    anew = back.filter(fresh).update(state=State.OPEN, held="", due=clock.due(today, queries.working_days()))
    return anew + back.filter(~fresh).update(state=State.OPEN, held="")


def remind(today: date) -> list[Obligation]:
    """What has become overdue, each once: whoever subscribed is told."""
    found = list(queries.unreminded(today))
    Obligation.objects.filter(pk__in=[each.pk for each in found]).update(reminded=True)
    return found
