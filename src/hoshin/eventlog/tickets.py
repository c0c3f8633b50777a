"""The tickets as last known: the newest word of the desk, completed from the ticket's history."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.arrays import Rows, instants, known
from hoshin.eventlog.history import Runs, held
from hoshin.eventlog.links import LINKS
from hoshin.eventlog.outcome import GONE, LEFT, RESOLVED, TOLD, among, endings, hours, returned, stage_of, waited
from hoshin.eventlog.schema import DAYS, DUPLICATE, TICKETS, Status
from hoshin.eventlog.segments import NEVER, Bools, Ints, first_known
from hoshin.eventlog.updates import Updates


def newest(rows: Rows, updates: Updates) -> Ints:
    """Where the newest word on each ticket stands among the rows; -1 where there is none.

    Of updates (ordered) that is the last; of rows that are tickets the one updated last, where all say when they were
    updated, else that of the newest file.
    """
    last = updates.tickets.last
    whole = np.flatnonzero(~rows.flags("history"))
    row = np.concatenate([updates.row[last], whole])
    as_of = np.concatenate([updates.at[last], rows.instants("updated_at")[whole]])
    of = rows.ticket[row]
    undated = np.zeros(rows.count, np.bool_)
    undated[of[as_of == NEVER]] = True
    order = np.lexsort((rows.line[row], rows.place[row], np.where(undated[of], NEVER, as_of), of))
    found = np.full(rows.count, -1)
    # Where an index is given twice NumPy keeps the last value.
    found[of[order]] = row[order]
    return found


def tickets(rows: Rows, updates: Updates, states: Runs, groups: Runs) -> dict[str, pa.Array]:
    """The columns of the canonical tickets but for their days and what other tickets tell of them, ordered by name.

    Days need the desk's time zone (``hoshin.eventlog.days``), the others all tickets (``hoshin.eventlog.links``).
    What the desk itself records goes before what its history says, except that the time of closing counts only for a
    ticket that is closed or cancelled: some desks repeat it on every row. A ticket of which nobody knows when it was
    opened is left out.
    """
    word = newest(rows, updates)
    said = rows.taken(np.maximum(word, 0))
    stage, stages = stage_of(said), stage_of(rows)[states.row]
    past = endings(states, stages)
    gone = among(stage, GONE)
    opened = first_known(said.instants("opened_at"), rows.earliest("opened_at"), updates.tickets.earliest(updates.at))
    resolved = np.where(
        said.flags("gives_resolved"),
        said.instants("resolved_at"),
        np.where(among(stage, RESOLVED), past.resolved, NEVER),
    )
    closed = np.where(
        said.flags("gives_closed"),
        np.where(gone | (stage < 0), said.instants("closed_at"), NEVER),
        np.where(gone, past.gone, NEVER),
    )
    changed = np.maximum(updates.tickets.latest(updates.at), said.instants("updated_at"))
    updated = first_known(changed, np.maximum.reduce([opened, resolved, closed]))
    # A desk may call a ticket closed and give no time: then its history tells when it left, else its last change.
    left = first_known(resolved, closed, np.where(among(stage, LEFT), first_known(past.left, updated), NEVER))
    horizon = first_known(left, updated)
    holders = groups.tickets.counts()
    waits, works = (hours(states, stages, status, horizon) for status in (Status.WAITING, Status.ACTIVE))
    reopens = _counted(said, "reopens", past.reopened, past.known)
    came_back = np.asarray(pc.greater(reopens, 0).fill_null(False)) & (past.undone != NEVER)
    made = {
        "desk": rows.names.desk,
        "ticket": rows.names.ticket,
        "opened_at": instants(opened),
        "resolved_at": instants(resolved),
        "closed_at": instants(closed),
        "left_at": instants(left),
        "updated_at": instants(updated),
        "history_from_at": instants(states.tickets.earliest(states.at)),
        "first_resolved_at": instants(np.where(came_back, past.undone, resolved)),
        "duplicate": _duplicates(said),
        "reassignments": _counted(said, "reassignments", holders - 1, holders > 0),
        "returned": known(returned(groups), holders > 0, pa.bool_()),
        "reopens": reopens,
        "waiting_hours": known(waits, past.known & said.flags("gives_waiting"), pa.float64()),
        **_waiting(rows, updates, said, past.known, horizon),
        "active_hours": known(works, past.known & said.flags("gives_active"), pa.float64()),
        "downgraded": _downgraded(rows, updates, said),
    }
    names = [column.name for column in TICKETS.columns if column.name not in (*DAYS, *LINKS)]
    kept = pa.array((word >= 0) & (opened != NEVER))
    return {name: (made[name] if name in made else said.column(name)).filter(kept) for name in names}


def _counted(said: Rows, name: str, ours: Ints, where: Bools) -> pa.Array:
    """The desk's own count, else ours ``where`` there is one."""
    theirs, given = said.integers(name)
    return known(np.where(given, theirs, ours), given | where, pa.int32())


def _duplicates(said: Rows) -> pa.Array:
    """Which tickets the desk calls duplicates: true or null, for it says of none that it is not one."""
    called = (said.codes("duplicate_of") >= 0) | (said.numbered("closure", (DUPLICATE,)) >= 0)
    return known(called, called, pa.bool_())


def _waiting(rows: Rows, updates: Updates, said: Rows, staged: Bools, horizon: Ints) -> dict[str, pa.Array]:
    """The hours of waiting by reason, each where the desk's words can tell it."""
    names = {reason: f"waiting_{reason.value}_hours" for reason in TOLD}
    tells = {reason: staged & said.flags(f"tells_{reason.value}") for reason in TOLD}
    if not any(each.any() for each in tells.values()):
        return {name: pa.nulls(rows.count, pa.float64()) for name in names.values()}
    runs = held(rows, updates)
    return {name: known(waited(runs, reason, horizon), tells[reason], pa.float64()) for reason, name in names.items()}


def _downgraded(rows: Rows, updates: Updates, said: Rows) -> pa.Array:
    """Which of the tickets that ever were of priority 1 are not any longer."""
    once = np.zeros(rows.count, np.bool_)
    once[updates.tickets.of[rows.integers("priority")[0][updates.row] == 1]] = True
    now, given = said.integers("priority")
    return known(now != 1, once & given, pa.bool_())
