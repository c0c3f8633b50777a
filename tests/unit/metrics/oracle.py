"""All metrics once more, in plain loops over the tickets: what the engine must agree with."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

Ticket = dict[str, Any]
LABELS = {1: "1 - Critical", 2: "2 - High", 3: "3 - Moderate", 4: "4 - Low", 5: "5 - Planning"}
FIELDS = {
    "first_assignment_resolution_share": "reassignments",
    "reassignments_per_ticket": "reassignments",
    "ping_pong_share": "returned",
    "waiting_time": "waiting_hours",
    "waiting_time_user": "waiting_user_hours",
}
TIMES = ("time_to_resolve_mean", "time_to_resolve_median", "time_to_resolve_p85")
STANDING = ("backlog", "backlog_change", "aged_backlog_share")
PROMISES = ("resolution_sla_met_share", "request_on_time_share")
METRICS = {
    "ticket_volume",
    "problem_linked_share",
    "reopen_share",
    "deployment_frequency",
    *TIMES,
    *STANDING,
    *FIELDS,
    *PROMISES,
}
"""The keys of the metrics that are written down here."""


@dataclass(frozen=True)
class Expected:
    """What a reading must say. ``amount`` is None for a refusal, ``why`` its reason."""

    amount: float | None
    n: int
    why: str = ""


def period_of(day: date, grain: str) -> tuple[str, date, date]:
    """Label, first and last day of the period that holds ``day``."""
    if grain == "day":
        return day.strftime("%Y-%m-%d"), day, day
    if grain == "week":
        first = day
        while first.weekday() != 0:
            first -= timedelta(days=1)
        return first.strftime("%G-W%V"), first, first + timedelta(days=6)
    first, last = day, day
    while first.day != 1:
        first -= timedelta(days=1)
    while (last + timedelta(days=1)).month == day.month:
        last += timedelta(days=1)
    return day.strftime("%Y-%m"), first, last


def every_day(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


def inside(ticket: Ticket, where: Sequence[tuple[str, str]]) -> bool:
    for dimension in {d for d, _ in where}:
        own = ticket.get(dimension)
        words = {"(none)"} if own is None else {str(own), LABELS.get(own, "") if dimension == "priority" else str(own)}
        if not words & {v for d, v in where if d == dimension}:
            return False
    return True


def left_on(ticket: Ticket) -> date | None:
    left = ticket["left_on"]
    return None if left is None else max(left, ticket["opened_on"])


def standing(tickets: Iterable[Ticket], day: date) -> list[Ticket]:
    return [t for t in tickets if t["opened_on"] <= day and not ((left := left_on(t)) and left <= day)]


def quantile(values: Sequence[float], q: float) -> float:
    """Between order statistics, linearly."""
    ordered = sorted(values)
    below = int((len(ordered) - 1) * q)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * ((len(ordered) - 1) * q - below)


def hours(ticket: Ticket) -> float:
    took: timedelta = ticket["resolved_at"] - ticket["opened_at"]
    return took / timedelta(hours=1)


def expected(
    key: str,
    tickets: Sequence[Ticket],
    every: Sequence[Ticket],
    first: date,
    last: date,
    covered: bool,
    begun: bool,
    whole: tuple[date, date],
) -> Expected:
    """The result of one metric over the tickets in scope from ``first`` to ``last``, both included.

    ``every`` are all tickets of the log, ``covered`` whether the period meets the coverage, ``begun`` whether the
    coverage has begun by its end; it covers the days of ``whole``, but for the last, wholly.
    """
    if key in STANDING:
        return _standing(key, tickets, first, last, begun)
    nothing = Expected(None, 0, "NO_CASES" if covered else "NOT_COVERED")
    if key == "ticket_volume":
        n = sum(first <= t["opened_on"] <= last for t in tickets)
        return Expected(n, n) if n else nothing
    alive = [t for t in tickets if t.get("status") != "cancelled"]
    if key in PROMISES:
        return _promised(key, alive, first, last, nothing)
    if key == "deployment_frequency":
        return _deployed(alive, every, first, last, whole, nothing)
    if key == "reopen_share":
        there = [t for t in alive if t["first_resolved_on"] and first <= t["first_resolved_on"] <= last]
        known = [t for t in there if t.get("reopens") is not None and not t.get("duplicate")]
        return _mean([t["reopens"] > 0 for t in known], there, nothing, "NO_FIELD")
    resolved = [t for t in alive if t["resolved_on"] and first <= t["resolved_on"] <= last]
    if key == "problem_linked_share":
        resolved = [t for t in resolved if t["kind"] == "incident"]
        giving = {t["desk"] for t in every if t.get("problem")}
        known = [t for t in resolved if t["desk"] in giving and not t.get("duplicate")]
        return _mean([bool(t.get("problem")) for t in known], resolved, nothing, "NO_FIELD")
    if key in TIMES:
        times = [hours(t) for t in resolved if t["resolved_at"] >= t["opened_at"] and not t.get("duplicate")]
        if not times:
            return _mean([], resolved, nothing, "NO_CASES")
        amount = {
            "time_to_resolve_mean": statistics.fmean(times),
            "time_to_resolve_median": statistics.median(times),
            "time_to_resolve_p85": quantile(times, 0.85),
        }[key]
        return Expected(amount, len(times))
    known = [t for t in resolved if t.get(FIELDS[key]) is not None and not t.get("duplicate")]
    amounts = {
        "first_assignment_resolution_share": [t.get("reassignments") == 0 for t in known],
        "reassignments_per_ticket": [t.get("reassignments") for t in known],
        "ping_pong_share": [t.get("returned") for t in known],
        "waiting_time": [t.get("waiting_hours") for t in known],
        "waiting_time_user": [t.get("waiting_user_hours") for t in known],
    }[key]
    return _mean(amounts, resolved, nothing, "NO_FIELD")


def _mean(amounts: Sequence[Any], there: Sequence[Ticket], nothing: Expected, why: str) -> Expected:
    if amounts:
        return Expected(statistics.fmean(float(a) for a in amounts), len(amounts))
    return Expected(None, len(there), why) if there else nothing


def _standing(key: str, tickets: Sequence[Ticket], first: date, last: date, begun: bool) -> Expected:
    if not begun:
        return Expected(None, 0, "NOT_COVERED")
    if not any(t["opened_on"] <= last for t in tickets):
        return Expected(None, 0, "NO_CASES")
    open_ = standing(tickets, last)
    if key == "backlog":
        return Expected(len(open_), len(open_))
    if key == "aged_backlog_share":
        midnight = datetime.combine(last + timedelta(days=1), datetime.min.time())
        aged = [
            t for t in open_ if midnight - datetime.combine(t["opened_on"], datetime.min.time()) > timedelta(days=30)
        ]
        return Expected(len(aged) / len(open_), len(open_)) if open_ else Expected(None, 0, "NO_CASES")
    came = sum(first <= t["opened_on"] <= last for t in tickets)
    went = sum(1 for t in tickets if (left := left_on(t)) and first <= left <= last)
    return Expected(came - went, came + went)


def _promised(key: str, alive: Sequence[Ticket], first: date, last: date, nothing: Expected) -> Expected:
    """Each ticket on the day on which it was resolved, or was due where that came first: then it was late."""
    met, there = [], 0
    for ticket in alive:
        if key == "request_on_time_share" and ticket["kind"] != "request":
            continue
        due, end = ticket.get("due_at"), ticket.get("resolved_at")
        over = end or ticket["left_at"]
        late = due is not None and (over is None or over > due)
        judged = due if late else end
        day = judged.date() if judged else None
        if day is None or not first <= day <= last:
            continue
        there += 1
        if ticket.get("duplicate"):
            continue
        if due is not None:
            met.append(not late)
        elif key == "resolution_sla_met_share" and ticket.get("sla_met") is not None:
            met.append(ticket["sla_met"])
    if met:
        return Expected(statistics.fmean(met), len(met))
    return Expected(None, there, "NO_FIELD") if there else nothing


def _deployed(
    alive: Sequence[Ticket],
    every: Sequence[Ticket],
    first: date,
    last: date,
    whole: tuple[date, date],
    nothing: Expected,
) -> Expected:
    if not any(t.get("finished_on") for t in every):
        return Expected(None, 0, "NO_FIELD")
    there = [t for t in alive if t["kind"] == "change" and t["finished_on"] and first <= t["finished_on"] <= last]
    known = [t for t in there if t.get("deployment") is not None]
    if not known:
        return Expected(None, len(there), "NO_FIELD") if there else nothing
    mondays = [day for day in every_day(max(first, whole[0]), min(last, whole[1])) if day.weekday() == 0]
    counts = [
        sum(t["deployment"] and monday <= t["finished_on"] <= monday + timedelta(days=6) for t in known)
        for monday in mondays
        if monday + timedelta(days=6) <= last and monday + timedelta(days=6) < whole[1]
    ]
    return Expected(statistics.median(counts), len(known)) if counts else Expected(None, len(known), "NOT_COVERED")
