"""The rules once more, by walking through each ticket's rows one after the other: what the rules must equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from hoshin.eventlog.links import LINKS
from hoshin.eventlog.schema import DAYS, TICKETS

Row = dict[str, Any]

COMPLETED = (
    "opened_at",
    "resolved_at",
    "closed_at",
    "left_at",
    "updated_at",
    "history_from_at",
    "first_resolved_at",
    "duplicate",
    "downgraded",
    "reassignments",
    "returned",
    "reopens",
)
HOURS = ("waiting_hours", "waiting_user_hours", "waiting_vendor_hours", "waiting_change_hours", "active_hours")
COPIED = tuple(
    column.name
    for column in TICKETS.columns
    if column.name not in ("desk", "ticket", *HOURS, *COMPLETED, *DAYS, *LINKS)
)
"""The columns that say what the newest word says."""


def log_by_hand(table: Sequence[Row]) -> dict[str, list[Row]]:
    """Tickets, transitions and assignments of rows."""
    log: dict[str, list[Row]] = {"tickets": [], "transitions": [], "assignments": []}
    of: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in table:
        of[row["desk"], row["ticket"]].append(row)
    for key in sorted(of):
        updates = history(of[key])
        moves = runs(updates, "state")
        holds = runs(updates, "group")
        name = {"desk": key[0], "ticket": key[1]}
        log["transitions"] += [{**name, **m, "status": s["status"]} for m, s in moves]
        log["assignments"] += [{**name, **h} for h, _ in holds]
        found = ticket(of[key], updates, [{**m, "status": s["status"]} for m, s in moves], [h for h, _ in holds])
        if found:
            log["tickets"].append({**name, **found})
    return log


def history(rows: Sequence[Row]) -> list[Row]:
    updates = []
    for row in rows:
        at = row.get("at") or row.get("updated_at") or row.get("opened_at")
        if row["history"] and at:
            updates.append({**row, "at": at})

    def identity(row: Row) -> tuple[Any, ...]:
        if row.get("position") is None:
            return (None, row["at"], row.get("state"), row.get("group"))
        return (row["position"], row["at"])

    kept = [u for u in updates if not any(identity(v) == identity(u) and v["place"] > u["place"] for v in updates)]
    numbered = all(u.get("position") is not None for u in kept)
    kept.sort(key=lambda u: (u["position"] if numbered else 0, u["at"], u["place"], u["line"]))
    clock = datetime.min  # noqa: DTZ901
    for update in kept:
        clock = update["at"] = max(clock, update["at"])
    return kept


def runs(updates: Sequence[Row], column: str) -> list[tuple[Row, Row]]:
    found: list[tuple[Row, Row]] = []
    for update in updates:
        value = update.get(column)
        if value is None or (found and found[-1][0][column] == value):
            continue
        if found:
            found[-1][0]["until"] = update["at"]
        found.append(({"position": len(found), "at": update["at"], "until": None, column: value}, update))
    return found


def word(rows: Sequence[Row], updates: Sequence[Row]) -> Row | None:
    words = [(r.get("updated_at"), r) for r in rows if not r["history"]]
    if updates:
        words.append((updates[-1]["at"], updates[-1]))
    if not words:
        return None
    dated = all(as_of for as_of, _ in words)
    return max(words, key=lambda w: ((w[0] if dated else None,) if dated else (), w[1]["place"], w[1]["line"]))[1]


def latest(*times: datetime | None) -> datetime | None:
    return max((t for t in times if t), default=None)


def ticket(rows: Sequence[Row], updates: Sequence[Row], moves: Sequence[Row], holds: Sequence[Row]) -> Row | None:
    said = word(rows, updates)
    if said is None:
        return None
    status = said.get("status")
    opened = said.get("opened_at") or min((r["opened_at"] for r in rows if r.get("opened_at")), default=None)
    opened = opened or (updates[0]["at"] if updates else None)
    if opened is None:
        return None
    past = outcome(moves)
    resolved = said.get("resolved_at") if said["gives_resolved"] else None
    if not said["gives_resolved"] and status in ("resolved", "closed"):
        resolved = past["resolved"]
    closed = None
    if said["gives_closed"]:
        closed = said.get("closed_at") if status in ("closed", "cancelled", None) else None
    elif status in ("closed", "cancelled"):
        closed = past["gone"]
    updated = latest(updates[-1]["at"] if updates else None, said.get("updated_at"))
    updated = updated or max(t for t in (opened, resolved, closed) if t)
    left = resolved or closed
    if left is None and status in ("resolved", "closed", "cancelled"):
        left = past["left"] or updated
    known = any(m["status"] for m in moves)
    groups = [h["group"] for h in holds]
    count, reopens = said.get("reassignments"), said.get("reopens")
    reopens = reopens if reopens is not None else (past["reopens"] if known else None)
    ever_first = any(u.get("priority") == 1 for u in updates)
    held = {
        f"waiting_{reason}_hours": spent_for(reason, updates, left or updated)
        if known and said[f"tells_{reason}"]
        else None
        for reason in ("user", "vendor", "change")
    }
    # The resolution itself is judged; of other tickets nothing is told, so that there is no promise.
    judged = {"sla_judged_on": resolved and resolved.date()}
    return {
        **{name: said.get(name) for name in COPIED},
        **dict.fromkeys(LINKS),
        **judged,
        **held,
        "first_resolved_at": past["undone"] if reopens and past["undone"] else resolved,
        "duplicate": True if said.get("duplicate_of") or said.get("closure") == "duplicate" else None,
        "downgraded": said["priority"] != 1 if ever_first and said.get("priority") else None,
        "opened_at": opened,
        "resolved_at": resolved,
        "closed_at": closed,
        "left_at": left,
        "updated_at": updated,
        "history_from_at": moves[0]["at"] if moves else None,
        "reassignments": count if count is not None else (len(groups) - 1 if groups else None),
        "returned": len(set(groups)) < len(groups) if groups else None,
        "reopens": reopens,
        "waiting_hours": spent("waiting", moves, left or updated) if known and said["gives_waiting"] else None,
        "active_hours": spent("active", moves, left or updated) if known and said["gives_active"] else None,
    }


def outcome(moves: Sequence[Row]) -> Row:
    past: Row = {"resolved": None, "gone": None, "left": None, "undone": None, "reopens": 0}
    stages = {
        "resolved": ("resolved", "closed"),
        "gone": ("closed", "cancelled"),
        "left": ("resolved", "closed", "cancelled"),
    }
    known = [m for m in moves if m["status"]]
    for before, move in pairwise([{"status": None}, *known]):
        if (
            before["status"] in ("resolved", "closed")
            and move["status"] in ("new", "active", "waiting")
            and move["at"] - past["resolved"] <= timedelta(days=14)
        ):
            past["reopens"] += 1
            past["undone"] = past["undone"] or past["resolved"]
        for name, inside in stages.items():
            if move["status"] in inside and before["status"] not in inside:
                past[name] = move["at"]
    return past


def spent(stage: str, moves: Sequence[Row], horizon: datetime) -> float:
    total = timedelta()
    for move in moves:
        if move["status"] == stage:
            total += max(timedelta(), min(move["until"] or horizon, horizon) - move["at"])
    return total / timedelta(hours=1)


def spent_for(reason: str, updates: Sequence[Row], horizon: datetime) -> float:
    """From update to update: a reason holds until the state changes or another one is told."""
    known = [u for u in updates if u.get("state") is not None]
    total, held, state = timedelta(), None, None
    for update, following in zip(known, [*known[1:], None], strict=True):
        held = update.get("hold_reason") or (held if update["state"] == state else None)
        state = update["state"]
        if held == reason:
            total += max(timedelta(), min(following["at"] if following else horizon, horizon) - update["at"])
    return total / timedelta(hours=1)
