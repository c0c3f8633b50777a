"""A synthetic desk's audit log as the file that a desk would export."""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.csv

from hoshin.eventlog.schema import PRIORITIES
from hoshin.simulation.desk import Simulation, simulate
from hoshin.simulation.history import AWAITING_PROBLEM, STATES
from hoshin.simulation.plan import Plan
from hoshin.simulation.rhythm import Ints


def export(plan: Plan, seed: int) -> bytes:
    """The audit log of a plan as CSV; see ``simulate`` and ``export_csv``."""
    return export_csv(simulate(plan, seed))


def export_csv(simulation: Simulation) -> bytes:
    """The audit log as CSV in UTF-8, one row an update, in the columns of a ServiceNow export.

    Times are written as ``YYYY-MM-DD HH:MM:SS`` in UTC. The same simulation gives the same bytes.
    """
    plan, came, log, said = simulation.plan, simulation.came, simulation.updates, simulation.said
    of = log.ticket
    categories = [name for service in plan.services for name in service.categories]
    titles = [
        f"{service.name}: {name[0].lower()}{name[1:]}" for service in plan.services for name in service.categories
    ]
    units = [service.unit or None for service in plan.services]
    lines = np.array([each.line for each in plan.groups])
    table = pa.table(
        {
            "number": _numbered("INC", of + 1),
            "short_description": _words(titles, came.category[of]),
            "incident_state": _words((*STATES, "Awaiting Change"), _states(simulation)),
            "sys_mod_count": pa.array(log.position),
            "opened_at": _times(plan, came.opened[of]),
            "sys_updated_at": _times(plan, log.at),
            "resolved_at": _times(plan, log.resolved),
            "closed_at": _times(plan, log.closed),
            "priority": _words([PRIORITIES[i] for i in range(1, 5)], _priorities(simulation) - 1),
            "assignment_group": _words([each.name for each in plan.groups], log.group),
            "cmdb_ci": _words([each.name for each in plan.services], came.service[of]),
            "category": _words(categories, came.category[of]),
            "contact_type": _words([name for name, *_ in plan.channels], came.channel[of]),
            "problem_id": _numbered("PRB", np.where(came.problem[of] < 0, -1, came.problem[of] + 1)),
            "made_sla": _words(("false", "true"), log.sla_met.astype(np.int64)),
            "reassignment_count": pa.array(log.reassignments),
            "reopen_count": pa.array(log.reopens),
            "first_response_at": _times(plan, _once(said.responded[of], said.responded[of], log.at)),
            "due_date": _times(plan, said.due[of] + log.waited),
            "response_due": _times(plan, said.response_due[of]),
            "parent_incident": _numbered("INC", np.where(said.parent[of] < 0, -1, said.parent[of] + 1)),
            "close_code": _words((None, "Solved", "Duplicate"), _closures(simulation)),
            "business_unit": _words(units, came.service[of]),
            "support_level": _words(("1", "2", "3"), lines[log.group] - 1),
            "made_response_sla": _words(
                ("false", "true", None), _once(said.response_met[of].astype(np.int64), said.responded[of], log.at, 2)
            ),
            "kb_article": _numbered("KB", _once(said.article[of], log.resolved, log.at)),
            "major_incident": _words(("false", "true"), said.major[of].astype(np.int64)),
            "service_restored_at": _times(plan, _once(said.restored[of], said.restored[of], log.at)),
            "satisfaction": _words(
                (None, "1", "2", "3", "4", "5"), _once(said.satisfaction[of], log.closed, log.at, 0)
            ),
        }
    )
    out = io.BytesIO()
    pa.csv.write_csv(table, out, pa.csv.WriteOptions(quoting_style="needed"))
    return out.getvalue()


def _states(simulation: Simulation) -> Ints:
    """The state of each update; of those that wait for a problem some wait for its change."""
    log, said = simulation.updates, simulation.said
    by_change = (log.state == AWAITING_PROBLEM) & said.by_change[log.ticket]
    return np.where(by_change, len(STATES), log.state)


def _priorities(simulation: Simulation) -> Ints:
    """The priority of each update: a false alarm is one until somebody accepts the ticket."""
    came, went, log, said = simulation.came, simulation.went, simulation.updates, simulation.said
    alarmed = said.alarm[log.ticket] & (log.at < went.accepted[log.ticket])
    return np.where(alarmed, 1, came.priority[log.ticket])


def _closures(simulation: Simulation) -> Ints:
    """How each update says that its ticket was closed: not yet, solved, as a duplicate."""
    log, said = simulation.updates, simulation.said
    return np.where(log.resolved < 0, 0, np.where(said.duplicate[log.ticket], 2, 1))


def _once(values: Ints, known: Ints, at: Ints, otherwise: int = -1) -> Ints:
    """Each value from the update on at which it is ``known`` (-1: never), ``otherwise`` before."""
    return np.where((known >= 0) & (known <= at), values, otherwise)


def _words(words: Sequence[str | None], which: Ints) -> pa.Array:
    return pa.array(words, pa.string()).take(pa.array(which))


def _numbered(prefix: str, numbers: Ints) -> pa.Array:
    """``INC0000042``; null where the number is below 0."""
    distinct, which = np.unique(numbers, return_inverse=True)
    return _words([f"{prefix}{n:07}" if n >= 0 else None for n in distinct.tolist()], which)


def _times(plan: Plan, seconds: Ints) -> pa.Array:
    """Seconds since the plan's first midnight as instants; null where below 0."""
    midnight = np.datetime64(plan.first, "s")
    return pa.array(midnight + seconds.astype("timedelta64[s]"), pa.timestamp("s"), mask=seconds < 0)
