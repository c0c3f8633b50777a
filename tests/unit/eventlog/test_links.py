"""What other tickets tell of a ticket, against the same worked out ticket by ticket."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.eventlog.links import LINKS
from hoshin.eventlog.schema import TICKETS
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
        }
    ),
    min_size=1,
    max_size=14,
)


def found(rows: list[tuple[int, dict[str, Any]]]) -> list[dict[str, Any]]:
    full = [{**row, "ticket": f"T{i}", "updated_at": row["opened_at"], "opened_on": START.date()} for i, row in rows]
    table = pa.Table.from_pylist(full, schema=TICKETS.arrow).drop_columns(LINKS)
    made = {row["ticket"]: row for row in with_links(table).to_pylist()}
    return [{name: made[f"T{i}"][name] for name in LINKS} for i, _ in rows]


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
    if row["kind"] != "change" or not names:
        return {"repeated": repeated, "incidents_caused": None, "incidents_caused_soon": None, "recovered_at": None}
    end = row["finished_at"] or row["left_at"]
    soon = [other for other in caused if end and other["opened_at"] <= end + timedelta(days=7)]
    left = [other["left_at"] for other in caused]
    return {
        "repeated": repeated,
        "incidents_caused": len(caused),
        "incidents_caused_soon": len(soon),
        "recovered_at": max(left) if left and None not in left else None,
    }


@settings(max_examples=60, deadline=None)
@given(rows=ROWS.map(lambda rows: list(enumerate(rows, 1))))
def test_links_are_those_worked_out_ticket_by_ticket(rows: list[tuple[int, dict[str, Any]]]) -> None:
    assert found(rows) == [expected(rows, number, row) for number, row in rows]
