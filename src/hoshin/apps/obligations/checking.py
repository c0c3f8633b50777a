"""Judges all that is watched by the readings of one generation, and writes down what fired."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain, groupby

from django.db import transaction
from django.utils import timezone

from hoshin.apps.obligations import posting, queries, telling, watching
from hoshin.apps.obligations.actions import fired as writing
from hoshin.apps.obligations.models import Check, Obligation, Watch
from hoshin.apps.scorecards import queries as scorecards
from hoshin.apps.scorecards.reports.control import RECENT
from hoshin.apps.scorecards.selection import Selection
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.signals.firing import Aim, Bounds, Fired, fired
from hoshin.signals.gaming import counter_metrics

NEW = timedelta(weeks=RECENT)
"""How far back from the newest whole week something may lie that fires at the first look: older is history."""


@dataclass(frozen=True)
class Outcome:
    """What a check came to: what opened now, in the order in which it fired."""

    check: Check
    opened: tuple[Obligation, ...]


@dataclass(frozen=True)
class _Judged:
    """What fired for one watch, of its readings."""

    watch: Watch
    readings: Sequence[Reading]
    fired: tuple[Fired, ...]

    @property
    def to(self) -> date | None:
        """The last day that was judged; None where these tickets give no number to judge."""
        if not any(isinstance(r.result, Value) for r in self.readings):
            return None
        return max((r.period.last for r in self.readings if r.complete), default=None)

    def news(self) -> Iterator[Fired]:
        """What stands now, or has come since the last look; the rest is history."""
        last = self.to
        if last is None:
            return
        since = min(self.watch.judged_to or last, last) - NEW
        yield from (each for each in self.fired if self.readings[each.newest].period.last > since)


DOUBTED = 13
"""Whole periods over which the data have to be good."""

Doubt = Callable[[Reader, Watch, Sequence[Reading]], str]
"""Says why the readings of a watch are not to be trusted, and so raise no alarm; empty where they are."""


def trusted(reader: Reader, watch: Watch, readings: Sequence[Reading]) -> str:
    """Doubt where the data behind the last readings are too poor (``hoshin.metrics.quality``)."""
    recent = [reading.period for reading in readings if reading.complete][-DOUBTED:]
    if not recent:
        return ""
    where = Selection(desk=watch.desk, dimension=watch.dimension, value=watch.value).where
    query = Query(Grain.ALL, None, recent[0].first, recent[-1].last, where)
    found = reader.grades([watch.metric], query).get(watch.metric)
    return f"The data are too poor. {found.words}" if found and found.bad else ""


def check(reader: Reader, now: datetime, *, as_of: date | None = None, doubt: Doubt = trusted) -> Outcome:
    """Judge everything that is watched, as ``reader`` gives it; ``now`` opens the clock of what fires.

    Doing it twice changes nothing. ``as_of`` leaves out what came after that day, to judge as one would have then.
    What ``doubt`` gives a reason against is held back with it.
    """
    today = timezone.localdate(now)
    watching.complete(reader)
    # Reading may take long, and nobody else could write meanwhile, so it is done before the transaction begins.
    judged = [*_judge(reader, queries.watches(), as_of, doubt)]
    with transaction.atomic():
        mutes = queries.mutes(today)
        writing.come_back(mutes.keys(), today)
        opened: list[Obligation] = []
        held = 0
        for each in judged:
            for one in each.news():
                found = writing.write_down(each.watch, one, each.readings, today, mutes.get(each.watch.pk))
                opened += [found.obligation] if found.opened else []
                held += found.held
            writing.judged(each.watch, each.to)
        posting.announce(telling.OPENED, opened, now)
        posting.announce(telling.OVERDUE, writing.remind(today), now)
        last = max((each.to for each in judged if each.to), default=None)
        done = Check.objects.create(
            at=now,
            generation=reader.generation,
            judged_to=last,
            watches=sum(each.to is not None for each in judged),
            opened=len(opened),
            held=held,
        )
    return Outcome(done, tuple(opened))


def _judge(reader: Reader, watches: Iterable[Watch], as_of: date | None, doubt: Doubt) -> Iterator[_Judged]:
    """Each watch with what fires in it; the metrics of one scope are read at once."""
    known = [watch for watch in watches if watch.metric in reader.catalogue.metrics]
    aims = watching.aims(reader)

    def scope(watch: Watch) -> tuple[str, str, str]:
        return watch.desk, watch.dimension, watch.value

    for _, group in groupby(sorted(known, key=scope), key=scope):
        found = list(group)
        selection = found[0].selection
        if selection.desk and selection.desk not in reader.desks:
            continue
        aimed = {watch.metric: start for watch in found if (start := aims.get((watch.metric, *scope(watch))))}
        counters = {key: counter_metrics(reader.catalogue.metric(key), reader.catalogue.metrics) for key in aimed}
        keys = dict.fromkeys(chain((w.metric for w in found), (c.key for each in counters.values() for c in each)))
        readings = _read(reader, selection, list(keys), as_of)
        baselines, targets = scorecards.baselines(selection), scorecards.targets(selection)
        for watch in found:
            own = readings[watch.metric]
            start = aimed.get(watch.metric)
            chosen, target = baselines.get(watch.metric), targets.get(watch.metric)
            judge = partial(
                fired,
                own,
                reader.catalogue.metric(watch.metric),
                baseline=(chosen.first, chosen.last) if chosen else None,
                bounds=_bounds(watch, target.amount if target else None),
                aim=Aim(start, {each: readings[each.key] for each in counters[watch.metric]}) if start else None,
            )
            stands = judge()
            # A doubt costs a look at the tickets, so it is asked for only where something fires.
            reason = doubt(reader, watch, own) if stands else ""
            yield _Judged(watch, own, judge(doubt=reason) if reason else stands)


def _bounds(watch: Watch, target: float | None) -> Bounds:
    threshold = queries.threshold(watch)
    return Bounds(threshold.lower, threshold.upper, target) if threshold else Bounds(target=target)


def _read(reader: Reader, selection: Selection, keys: Sequence[str], as_of: date | None) -> dict[str, list[Reading]]:
    """The weeks of the metrics, oldest first."""
    found: dict[str, list[Reading]] = {key: [] for key in keys}
    first, last = reader.coverage(selection.where)
    until = min(last, as_of) if as_of else last
    if until >= first:
        for reading in reader.read(keys, Query(Grain.WEEK, None, first, until, selection.where)):
            # A week that the question cuts is whole in the export, and yet not judged as one would have then.
            if as_of is None or reading.period.last <= as_of:
                found[reading.metric].append(reading)
    return found
