"""The scorecard in SQL written by hand for the same engine: one pass for each way to date a ticket.

It works out what Hoshin's readings hold: the amounts, and the sums and quantiles from which their intervals follow.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from string import Template
from typing import Any

import duckdb
import pyarrow as pa

from hoshin.metrics.intervals import fractions
from tests.benchmarks.scorecard.asked import Cell, Question

HERE = Path(__file__).parent
QUERIES = ("opened", "resolved", "first_resolved", "judged", "standing")
FRACTIONS = sorted({*fractions(0.5), *fractions(0.85)})
HOUR = 3_600_000_000
BITS = {"group": 0b0111, "priority": 0b1011, "service": 0b1101, "category": 0b1110}
"""What ``grouping`` says of a row: a bit for each dimension that is summed over."""


def answer(question: Question) -> dict[str, pa.Table]:
    """The table of each query."""
    given = {
        "tickets": f"read_parquet({[str(file) for file in question.tickets]})",
        "first": f"DATE '{question.first}'",
        "last": f"DATE '{question.last}'",
        "fractions": str(FRACTIONS),
    }
    with duckdb.connect() as engine:
        return {
            name: engine.sql(Template((HERE / f"{name}.sql").read_text()).substitute(given)).to_arrow_table()
            for name in QUERIES
        }


def numbers(answered: dict[str, pa.Table]) -> dict[Cell, tuple[float, int]]:
    """Amounts and cases, by metric, dimension, value and week."""
    found: dict[Cell, tuple[float, int]] = {}
    weeks = {week if type(week) is date else week.date() for week in answered["standing"]["week"].to_pylist()}
    # The pace is that of the 28 days before the end of a week: the first three weeks have none.
    paced = min(week for week in weeks if week.year > 1) + timedelta(weeks=4)
    for name, table in answered.items():
        for row in table.to_pylist():
            by = next((dimension for dimension, bits in BITS.items() if row["broken_down"] == bits), None)
            week = row["week"] if type(row["week"]) is date else row["week"].date()
            for key, (amount, n) in READ[name](row):
                if week.year > 1 and not (key == "backlog_days" and week < paced):
                    found[key, by, row[by] if by else None, week] = float(amount), int(n)
    return found


def _opened(row: dict[str, Any]) -> list[tuple[str, tuple[float, int]]]:
    found: list[tuple[str, tuple[float, int]]] = [("ticket_volume", (row["tickets"], row["tickets"]))]
    if row["repeated_n"]:
        found.append(("repeat_incident_share", (row["repeated_met"] / row["repeated_n"], row["repeated_n"])))
    if row["downgraded_n"]:
        found.append(("downgraded_share", (row["downgraded_met"] / row["downgraded_n"], row["downgraded_n"])))
    if row["category_n"]:
        found.append(("category_other_share", (row["category_other"] / row["category_n"], row["category_n"])))
    return found


def _first_resolved(row: dict[str, Any]) -> list[tuple[str, tuple[float, int]]]:
    n = row["reopened_n"]
    return [("reopen_share", (row["reopened_met"] / n, n))] if n else []


def _judged(row: dict[str, Any]) -> list[tuple[str, tuple[float, int]]]:
    n = row["sla_n"]
    return [("resolution_sla_met_share", (row["sla_met"] / n, n))] if n else []


def _resolved(row: dict[str, Any]) -> list[tuple[str, tuple[float, int]]]:
    found: list[tuple[str, tuple[float, int]]] = []

    def add(key: str, total: float, n: int) -> None:
        if n:
            found.append((key, (total / n, n)))

    add("time_to_resolve_mean", float(row["took_sum"] or 0) / HOUR, row["took_n"])
    for what, key in (("took", "time_to_resolve"), ("worked", "time_to_resolve_without_waiting")):
        if n := row[f"{what}_n"]:
            for name, q in (("median", 0.5), ("p85", 0.85)):
                found.append((f"{key}_{name}", (row[f"{what}_quantiles"][FRACTIONS.index(q)] / HOUR, n)))
    if row["touched_of_sum"]:
        found.append(("touch_time_share", (float(row["touched_sum"] / row["touched_of_sum"]), row["touched_n"])))
    add("first_contact_resolution_share", row["at_once_met"], row["at_once_n"])
    add("waiting_time", float(row["waited_sum"] or 0) / HOUR, row["waited_n"])
    for reason in ("user", "vendor", "change"):
        add(f"waiting_time_{reason}", float(row[f"{reason}_sum"] or 0) / HOUR, row[f"{reason}_n"])
    add("first_assignment_resolution_share", row["first_met"], row["reassigned_n"])
    add("reassignments_per_ticket", row["reassigned_sum"] or 0, row["reassigned_n"])
    add("ping_pong_share", row["returned_met"], row["returned_n"])
    add("problem_linked_share", row["linked_met"], row["linked_n"])
    add("problem_linked_repeat_share", row["linked_again_met"], row["linked_again_n"])
    return found


def _standing(row: dict[str, Any]) -> list[tuple[str, tuple[float, int]]]:
    found: list[tuple[str, tuple[float, int]]] = [
        ("backlog", (row["stand"], row["stand"])),
        ("backlog_change", (row["came"] - row["went"], row["came"] + row["went"])),
    ]
    if row["stand"]:
        found.append(("aged_backlog_share", (row["aged_stand"] / row["stand"], row["stand"])))
    if row["paced_stand"]:
        found.append(("backlog_days", (row["stand"] * 20 / row["paced_stand"], row["stand"])))
    return found


READ = {
    "opened": _opened,
    "resolved": _resolved,
    "first_resolved": _first_resolved,
    "judged": _judged,
    "standing": _standing,
}
"""What reads the rows of each query."""
