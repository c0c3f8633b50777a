"""Who shares tickets with whom before a start, read from the log of who held each ticket.

Of all dimensions the log knows for the group alone how a ticket's value changed (``assignments``); of the others it
holds the last value, so nothing can be shared there. It names no people.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

import ibis
from ibis import Table

from hoshin.impact.shared_tickets import SharedTickets, Takings
from hoshin.metrics import scope as filters
from hoshin.metrics.query import Query
from hoshin.pipeline.read import Reader

DIMENSION = "group"
"""The dimension whose changes the log knows."""

EASTMOST = timedelta(hours=14)
"""Days begin first so far ahead of UTC: a step that counts as before a start is before it in every desk's zone."""

TOLD = date(1970, 1, 2), date(2100, 1, 1)
"""The days between which every engine can tell a day from an instant."""


def shared_tickets(
    reader: Reader, values: Sequence[str], where: tuple[tuple[str, str], ...], first: date, until: date
) -> SharedTickets:
    """What each group shares with the scope of the groups ``values``, among the tickets of ``where``.

    A ticket is a group's where the group first took it on from ``first`` to the day before ``until``; it is shared
    where a group of the scope first did so in the same time. One grouped query, remembered for the generation.
    """
    query = reader.meant(Query(where=where))
    scope = tuple(sorted(set(values)))

    def work() -> bytes:
        taken = _taken_within(reader, query, first, until)
        own = taken.mutate(acting=taken.group.isin(scope).cast("int64"))
        both = own.mutate(shared=own.acting.max().over(group_by=["desk", "ticket"])).filter(own.acting == 0)
        counted = both.group_by("group").aggregate(taken=both.count(), shared=both.shared.sum())
        rows = counted.order_by("group").to_pyarrow().to_pylist()
        return json.dumps([[row["group"], row["taken"], row["shared"]] for row in rows]).encode()

    rows = json.loads(reader.kept(("shared tickets", query.where, scope, first, until), work))
    return SharedTickets(until, {name: n for name, n, _ in rows}, {name: n for name, _, n in rows})


def shared_in_turn(
    reader: Reader, waves: Mapping[str, int], where: tuple[tuple[str, str], ...], first: date, until: date
) -> dict[int, SharedTickets]:
    """By wave: what each group shares with the other groups of that wave and of those before it.

    ``waves`` says in which wave each group starts that does. A ticket is counted as in ``shared_tickets``, of groups
    that start too. One grouped query, remembered for the generation.
    """
    query = reader.meant(Query(where=where))
    turns = tuple(sorted(waves.items()))

    def work() -> bytes:
        taken = _taken_within(reader, query, first, until).drop("at")
        total = taken.group_by("group").aggregate(tickets=taken.count())
        acting = taken.filter(taken.group.isin(list(waves)))
        acting = acting.mutate(wave=acting.group.cases(*turns, else_=-1)).rename(other="group")
        met = taken.join(acting, ["desk", "ticket"])
        met = met.filter(met.group != met.other).group_by("desk", "ticket", "group").aggregate(wave=met.wave.min())
        counted = met.group_by("group", "wave").aggregate(tickets=met.count())
        tables = (total.order_by("group"), counted.order_by("group", "wave"))
        return json.dumps([[list(row.values()) for row in each.to_pyarrow().to_pylist()] for each in tables]).encode()

    one, two = json.loads(reader.kept(("shared in turn", query.where, turns, first, until), work))
    taken = dict(one)
    return {
        wave: SharedTickets(
            until, taken, {name: sum(n for own, at, n in two if own == name and at <= wave) for name in taken}
        )
        for wave in sorted(set(waves.values()))
    }


def takings(reader: Reader, where: tuple[tuple[str, str], ...] = ()) -> Takings:
    """On which days each group first took tickets on, and which of them another group did too."""
    query = reader.meant(Query(where=where))

    def work() -> bytes:
        first = _taken_within(reader, query, *TOLD)
        first = first.mutate(day=(first["at"] + ibis.interval(EASTMOST)).date()).drop("at")
        taken = first.group_by("group", "day").aggregate(tickets=first.count())
        pairs = first.join(first.view(), ["desk", "ticket"], lname="{name}", rname="other_{name}")
        pairs = pairs.filter(pairs.group < pairs.other_group)
        keys = ("group", "other_group", "day", "other_day")
        met = pairs.group_by(*keys).aggregate(tickets=pairs.count())
        told = [
            [[str(each) if isinstance(each, date) else each for each in row.values()] for row in rows]
            for rows in (table.to_pyarrow().to_pylist() for table in (taken, met))
        ]
        return json.dumps(told).encode()

    one, two = json.loads(reader.kept(("takings", query.where), work))
    return Takings.of(
        ((group, date.fromisoformat(day), n) for group, day, n in one),
        ((group, other, date.fromisoformat(day), date.fromisoformat(then), n) for group, other, day, then, n in two),
    )


def _taken_within(reader: Reader, query: Query, first: date, until: date) -> Table:
    """One row for each ticket and group that first took it on from ``first`` to the day before ``until``.

    Its columns are desk, ticket, group, and when that was (``at``).
    """
    tickets, held = reader.log.tickets, reader.log.assignments
    condition = filters.holds(tickets, query)
    if condition is not None:
        held = held.semi_join(tickets.filter(condition), ["desk", "ticket"])
    taken = held.group_by("desk", "ticket", "group").aggregate(at=held["at"].min())
    return taken.filter((taken["at"] >= _begins(first)) & (taken["at"] < _begins(until)))


def _begins(day: date) -> datetime:
    """The instant in UTC at which a day begins where it begins first."""
    return datetime.combine(day, time()) - EASTMOST
