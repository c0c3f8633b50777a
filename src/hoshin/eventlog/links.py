"""What other tickets of a desk tell of a ticket: whether it repeats one, and what a change caused."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.arrays import Rows, instants, known
from hoshin.eventlog.judging import JUDGED, judged
from hoshin.eventlog.schema import Kind
from hoshin.eventlog.segments import NEVER, Bools, Ints, changes, first_known

LINKS = (
    "repeated",
    "incidents_caused",
    "incidents_caused_soon",
    "urgent_incidents_caused",
    "recovered_at",
    *JUDGED,
)
"""The columns that :func:`linked` makes."""
LINKED_BY = ("kind", "service", "category", "opened_at", "left_at", "caused_by", "finished_at", "priority")
"""The columns of tickets, beside their names and ``PENDING``, at which :func:`linked` looks."""
REPEAT_DAYS = 30
"""An incident repeats another of its service and category that was opened at most so many days before."""
SOON_DAYS = 7
"""Within how many days of a change's end an incident counts against its success."""
URGENT = 2
"""Incidents of this priority or a higher one are urgent."""

_DAY = 86_400_000_000
_KINDS = tuple(kind.value for kind in Kind)
_INCIDENT, _CHANGE = _KINDS.index(Kind.INCIDENT), _KINDS.index(Kind.CHANGE)


def linked(tickets: pa.Table, now: pa.Scalar) -> pa.Table:
    """``LINKS`` of all tickets of one desk, row by row. They look at all of them: one new ticket may change an old one.

    ``tickets`` holds ``ticket`` as text, each once, ``LINKED_BY`` with texts as ``hoshin.eventlog.rows.CODED``, and
    ``hoshin.eventlog.judging.PENDING``. ``now`` is the newest change known of the desk.
    """
    rows = Rows(tickets)
    kind, opened = rows.numbered("kind", _KINDS), rows.instants("opened_at")
    return pa.table({"repeated": _repeats(rows, kind, opened), **_caused(rows, kind, opened), **judged(tickets, now)})


def _repeats(rows: Rows, kind: Ints, opened: Ints) -> pa.Array:
    service, category = rows.codes("service"), rows.codes("category")
    told = (kind == _INCIDENT) & (service >= 0) & (category >= 0)
    row = np.flatnonzero(told)
    row = row[np.lexsort((opened[row], category[row], service[row]))]
    row = _by_name_where_alike(rows.column("ticket"), row, changes(service[row], category[row], opened[row]))
    repeats = ~changes(service[row], category[row])
    repeats[1:] &= opened[row][1:] - opened[row][:-1] <= REPEAT_DAYS * _DAY
    found = np.zeros(len(kind), np.bool_)
    found[row] = repeats
    return known(found, told, pa.bool_())


def _by_name_where_alike(names: pa.Array, row: Ints, begins: Bools) -> Ints:
    """``row`` with each run of alike rows, which ``begins`` parts, in the order of their names; such rows are few."""
    alike = np.flatnonzero(~(begins & np.append(begins[1:], True))) if len(row) else row
    by_name = pc.sort_indices(names.take(pa.array(row[alike]))).to_numpy()
    run = np.cumsum(begins)[alike]
    ordered = row.copy()
    ordered[alike] = row[alike][by_name[np.argsort(run[by_name], kind="stable")]]
    return ordered


def _caused(rows: Rows, kind: Ints, opened: Ints) -> dict[str, pa.Array]:
    """An incident names its cause by the change's number; of a cause that the desk's log lacks nothing follows."""
    left = rows.instants("left_at")
    names = rows.codes("caused_by")
    incident = np.flatnonzero((kind == _INCIDENT) & (names >= 0))
    counted = (kind == _CHANGE) & bool(len(incident))
    change = incident
    if len(incident):
        place = pc.index_in(rows.column("caused_by").dictionary, rows.column("ticket"))
        change = place.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)[names[incident]]
    is_change = (change >= 0) & (kind[change] == _CHANGE)
    incident, change = incident[is_change], change[is_change]
    end = first_known(rows.instants("finished_at"), left)[change]
    urgency = rows.integers("priority")[0][incident]
    urgent = (urgency >= 1) & (urgency <= URGENT)
    soon = (end != NEVER) & (opened[incident] <= end + SOON_DAYS * _DAY)
    recovered = np.full(len(kind), NEVER)
    np.maximum.at(recovered, change, left[incident])
    recovered[change[left[incident] == NEVER]] = NEVER
    return {
        "incidents_caused": known(np.bincount(change, minlength=len(kind)), counted, pa.int32()),
        "incidents_caused_soon": known(np.bincount(change[soon], minlength=len(kind)), counted, pa.int32()),
        "urgent_incidents_caused": known(np.bincount(change[urgent], minlength=len(kind)), counted, pa.int32()),
        "recovered_at": instants(recovered),
    }
