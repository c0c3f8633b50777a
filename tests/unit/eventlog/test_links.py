"""What other tickets tell of a ticket, against the same worked out ticket by ticket."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.eventlog.links import LINKS
from hoshin.eventlog.schema import DAYS, TICKETS
from tests.unit.eventlog.whole import with_links

START = datetime.fromisoformat("2024-02-01T12:00")
TIMES = st.integers(0, 80).map(lambda days: START + timedelta(days=days, hours=days % 5))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "desk": st.sampled_from(["a", "b"]),
            "kind": st.sampled_from(["incident", "incident", "change", "request"]),
            "opened_at": TIMES,
            "left_at": st.none() | TIMES,
            "service": st.sampled_from([None, "Mail", "Shop"]),
            "category": st.sampled_from([None, "Slow", "Down"]),
            "caused_by": st.none() | st.sampled_from(["T1", "T2", "T3", "T99"]),
            "finished_at": st.none() | TIMES,
            "priority": st.sampled_from([None, 1, 2, 3]),
            "due_at": st.none() | TIMES,
            "response_due_at": st.none() | TIMES,
            "responded_at": st.none() | TIMES,
            "resolved": st.booleans(),
        }
    ),
    min_size=1,
    max_size=14,
)


def found(rows: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    full = [
        {
            **{name: value for name, value in row.items() if name != "resolved"},
            "ticket": f"T{i}",
            "updated_at": row["opened_at"],
            "opened_on": START.date(),
            "resolved_at": resolved_at(row),
        }
        for i, row in rows
    ]
    for each in full:
        each |= {day: each[at].date() if each.get(at) else None for day, at in DAYS.items()}
    table = pa.Table.from_pylist(full, schema=TICKETS.arrow).drop_columns(LINKS)
    made = {row["ticket"]: row for row in with_links(table).to_pylist()}
    return [{name: made[f"T{i}"][name] for name in LINKS} for i, _ in rows]


def resolved_at(row: dict[str, Any]) -> datetime | None:
    left: datetime | None = row["left_at"]
    return left if row["resolved"] else None


def judged_on(end: datetime | None, left: datetime | None, due: datetime | None, newest: datetime) -> date | None:
    over = end or left
    if due and (over is None or over > due):
        return due.date() if over or due <= newest else None
    return end.date() if end else None


def expected(rows: list[tuple[int, dict[str, Any]]], number: int, row: dict[str, Any]) -> dict[str, Any]:
    def place(i: int, other: dict[str, Any]) -> tuple[datetime, str]:
        return other["opened_at"], f"T{i}"

    repeated = None
    if row["kind"] == "incident" and row["service"] and row["category"]:
        alike = [
            other
            for i, other in rows
            if all(other[name] == row[name] for name in ("desk", "kind", "service", "category"))
            and place(i, other) < place(number, row)
        ]
        repeated = any(row["opened_at"] - other["opened_at"] <= timedelta(days=30) for other in alike)
    incidents = [other for _, other in rows if other["kind"] == "incident" and other["desk"] == row["desk"]]
    names = any(other["caused_by"] for other in incidents)
    caused = [other for other in incidents if other["caused_by"] == f"T{number}"]
    newest = max(other["opened_at"] for _, other in rows if other["desk"] == row["desk"])
    judged = {
        "sla_judged_on": judged_on(resolved_at(row), row["left_at"], row["due_at"], newest),
        "response_judged_on": judged_on(row["responded_at"], row["left_at"], row["response_due_at"], newest),
    }
    if row["kind"] != "change" or not names:
        return {**dict.fromkeys(LINKS), "repeated": repeated, **judged}
    end = row["finished_at"] or row["left_at"]
    soon = [other for other in caused if end and other["opened_at"] <= end + timedelta(days=7)]
    left = [other["left_at"] for other in caused]
    return {
        "repeated": repeated,
        "urgent_incidents_caused": sum(other["priority"] in (1, 2) for other in caused),
        **judged,
        "incidents_caused": len(caused),
        "incidents_caused_soon": len(soon),
        "recovered_at": max(left) if left and None not in left else None,
    }


@settings(max_examples=60, deadline=None)
@given(rows=ROWS.map(lambda rows: list(enumerate(rows, 1))))
def test_links_are_those_worked_out_ticket_by_ticket(rows: list[tuple[int, dict[str, Any]]]) -> None:
    assert found(rows) == [expected(rows, number, row) for number, row in rows]
