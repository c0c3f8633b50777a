"""A synthetic desk's audit log as the file that a desk would export."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv

from hoshin.eventlog.schema import PRIORITIES
from hoshin.simulation.desk import Ints, tickets
from hoshin.simulation.history import STATES, updates
from hoshin.simulation.plan import Plan


def export(plan: Plan, seed: int) -> bytes:
    """The audit log of a plan as CSV in UTF-8, one row an update, in the columns of a ServiceNow export.

    Times are written as ``YYYY-MM-DD HH:MM:SS`` in UTC. The same plan and seed give the same bytes.
    """
    drawn = tickets(plan, seed)
    log = updates(plan, drawn)
    of = log.ticket
    categories = [name for service in plan.services for name in service.categories]
    titles = [f"{service.name}: {name.lower()}" for service in plan.services for name in service.categories]
    table = pa.table(
        {
            "number": _numbered("INC", of + 1, 7),
            "short_description": _words(titles, drawn.category[of]),
            "incident_state": _words(STATES, log.state),
            "sys_mod_count": pa.array(log.position),
            "opened_at": _times(plan, drawn.opened[of]),
            "sys_updated_at": _times(plan, log.at),
            "resolved_at": _times(plan, log.resolved),
            "closed_at": _times(plan, log.closed),
            "priority": _words([PRIORITIES[i] for i in range(1, 5)], drawn.priority[of] - 1),
            "assignment_group": _words([each.name for each in plan.groups], log.group),
            "cmdb_ci": _words([each.name for each in plan.services], drawn.service[of]),
            "category": _words(categories, drawn.category[of]),
            "contact_type": _words(("Self-service", "Phone"), drawn.phone[of].astype(np.int64)),
            "problem_id": _numbered("PRB", drawn.problem[of], 7),
            "made_sla": _words(("false", "true"), log.sla_met.astype(np.int64)),
            "reassignment_count": pa.array(log.reassignments),
            "reopen_count": pa.array(log.reopens),
        }
    )
    out = io.BytesIO()
    pa.csv.write_csv(table, out, pa.csv.WriteOptions(quoting_style="needed"))
    return out.getvalue()


def _words(words: Sequence[str], which: Ints) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(which, pa.int32()), pa.array(list(words))).cast(pa.string())


def _numbered(prefix: str, numbers: Ints, digits: int) -> pa.Array:
    """``INC0000042``; null where the number is below 0."""
    distinct, which = np.unique(numbers, return_inverse=True)
    names = [f"{prefix}{n:0{digits}}" if n >= 0 else None for n in distinct.tolist()]
    return pa.array(names, pa.string()).take(pa.array(which))


def _times(plan: Plan, seconds: Ints) -> pa.Array:
    """Seconds since the plan's first midnight as text; null where below 0."""
    midnight = np.datetime64(plan.first, "s")
    text = np.datetime_as_string(midnight + np.maximum(seconds, 0).astype("timedelta64[s]"), unit="s")
    return pa.array(np.char.replace(text, "T", " "), pa.string(), mask=seconds < 0)
