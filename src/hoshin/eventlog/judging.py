"""On which day a promise is judged: when it was kept, or when its time had passed, whichever came first."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.schema import INSTANT


@dataclass(frozen=True)
class Promise:
    """One promise of a ticket: when it ended, by when it was to, and the column of the day on which it is judged.

    ``ended`` and ``due`` each stand for an instant ``<name>_at`` and a day ``<name>_on``.
    """

    judged: str
    ended: str
    due: str


PROMISES = (
    Promise("sla_judged_on", "resolved", "due"),
    Promise("response_judged_on", "responded", "response_due"),
)
JUDGED = tuple(promise.judged for promise in PROMISES)
"""The columns that :func:`judged` makes."""
PENDING: pa.Schema = pa.schema(
    [field for name in JUDGED for field in (pa.field(name, pa.date32()), pa.field(f"{name} from", INSTANT))]
)
"""For each promise the day on which it is judged, and from which instant on that is certain: null where it is."""
JUDGED_BY = (
    "left_at",
    *(f"{name}_{end}" for each in PROMISES for name in (each.ended, each.due) for end in ("at", "on")),
)
"""The columns of tickets at which :func:`pending` looks."""


def pending(tickets: pa.Table) -> pa.Table:
    """``PENDING`` of tickets: what can be said of each by itself.

    A ticket that ended after its due time, or that had not ended when the time passed, is judged on the day that it was
    due. One that left before without an end, such as a ticket closed without resolution, is not judged at all.
    """
    found = []
    for promise in PROMISES:
        ended, due = tickets[f"{promise.ended}_at"], tickets[f"{promise.due}_at"]
        over = pc.coalesce(ended, tickets["left_at"])
        # An end that is not known is after all others.
        late = pc.and_(due.is_valid(), pc.fill_null(pc.greater(over, due), True))
        day = pc.if_else(late, tickets[f"{promise.due}_on"], tickets[f"{promise.ended}_on"])
        running = pc.and_(late, over.is_null())
        found += [day, pc.if_else(running, due, pa.scalar(None, INSTANT))]
    return pa.table(found, schema=PENDING)


def judged(said: pa.Table, now: pa.Scalar) -> dict[str, pa.Array]:
    """``JUDGED`` of tickets whose ``PENDING`` is said, as of the newest change of their desk (null: none is known)."""
    found = {}
    for name in JUDGED:
        begins = said[f"{name} from"]
        passed = pc.or_(begins.is_null(), pc.fill_null(pc.less_equal(begins, now), False))
        found[name] = pc.if_else(passed, said[name], pa.scalar(None, pa.date32()))
    return found
