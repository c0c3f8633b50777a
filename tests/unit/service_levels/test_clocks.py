"""SLA clocks from a log: rows in, verdict out, worked out by hand."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from hoshin.eventlog.calendar import Calendar, Span
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.clocks import NO_RESPONSE, OUT_OF_REACH, TOO_EARLY
from tests.unit.service_levels.few_tickets import AROUND, OFFICE, at, book, clocked

NIGHT = Calendar("night", "Europe/Berlin", ((Span(150, 240),),) * 7)  # 02:30 to 04:00

Row = dict[str, Any]


def hours(row: Row) -> float:
    return float(row["elapsed"]) / 3_600_000_000


def resolved(opened: str, ended: str, **more: Any) -> Row:
    return {"opened_at": opened, "resolved_at": ended, "status": "resolved", **more}


CASES = [
    # name, ticket, book, hours run, verdict, due at
    ("within a day", resolved("2026-11-23T09:00", "2026-11-23T15:00"), book(8), 5, "met", "2026-11-24T09:00"),
    ("to the minute", resolved("2026-11-23T08:00", "2026-11-23T17:00"), book(8), 8, "met", "2026-11-23T17:00"),
    ("a minute late", resolved("2026-11-23T08:00", "2026-11-24T08:01"), book(8), 8 + 1 / 60, "breached", None),
    ("over a weekend", resolved("2026-11-20T16:00", "2026-11-23T09:00"), book(8), 2, "met", "2026-11-23T16:00"),
    ("a holiday and half a one", resolved("2026-12-23T16:00", "2026-12-28T09:00"), book(8), 6, "met", None),
    ("a leap day", resolved("2024-02-28T16:00", "2024-03-01T09:00"), book(8), 10, "breached", "2024-02-29T16:00"),
    (
        "the night that lacks an hour",
        resolved("2026-03-28T12:00", "2026-03-29T12:00"),
        book(22, calendar=AROUND),
        23,
        "breached",
        "2026-03-29T11:00",
    ),
    (
        "the night that has an hour twice",
        resolved("2026-10-24T12:00", "2026-10-25T12:00"),
        book(24, calendar=AROUND),
        25,
        "breached",
        "2026-10-25T11:00",
    ),
    (
        "hours that the night lacks",
        resolved("2026-03-28T12:00", "2026-03-29T12:00"),
        book(1, calendar=NIGHT),
        1,
        "met",
        None,
    ),
    (
        "hours it has twice",
        resolved("2026-10-24T12:00", "2026-10-25T12:00"),
        book(1, calendar=NIGHT),
        2,
        "breached",
        None,
    ),
    (
        "a pause over the weekend",
        resolved(
            "2026-11-20T09:00",
            "2026-11-24T09:00",
            steps=[
                ("2026-11-20T09:00", "new"),
                ("2026-11-20T10:00", "active"),
                ("2026-11-20T16:00", "waiting"),
                ("2026-11-23T10:00", "active"),
                ("2026-11-24T09:00", "resolved"),
            ],
        ),
        book(8),
        6 + 6 + 1,
        "breached",
        "2026-11-23T12:00",
    ),
    (
        "a pause that no agreement knows",
        resolved(
            "2026-11-23T09:00",
            "2026-11-23T15:00",
            steps=[("2026-11-23T09:00", "waiting"), ("2026-11-23T14:00", "active"), ("2026-11-23T15:00", "resolved")],
        ),
        book(8, pauses=()),
        5,
        "met",
        None,
    ),
    (
        "a pause by the desk's own word",
        resolved(
            "2026-11-23T09:00",
            "2026-11-23T15:00",
            steps=[("2026-11-23T09:00", "waiting"), ("2026-11-23T14:00", "active"), ("2026-11-23T15:00", "resolved")],
        ),
        book(8, pauses=("the desk's WAITING",)),
        1,
        "met",
        None,
    ),
    (
        "reopened twice: what it lay resolved does not count",
        resolved(
            "2026-11-16T09:00",
            "2026-11-20T09:00",
            reopens=2,
            steps=[
                ("2026-11-16T09:00", "new"),
                ("2026-11-16T10:00", "resolved"),
                ("2026-11-17T10:00", "active"),
                ("2026-11-17T12:00", "closed"),
                ("2026-11-19T16:00", "active"),
                ("2026-11-20T09:00", "resolved"),
            ],
        ),
        book(8),
        1 + 2 + 2,
        "met",
        None,
    ),
    (
        "cancelled",
        resolved("2026-11-16T09:00", "2026-11-20T09:00") | {"status": "cancelled"},
        book(8),
        None,
        "cancelled",
        None,
    ),
    (
        "closed, never resolved",
        {"opened_at": "2026-11-23T09:00", "closed_at": "2026-11-23T10:00", "status": "closed"},
        book(8),
        1,
        "met",
        None,
    ),
]


@pytest.mark.parametrize(("row", "by", "ran", "state", "due"), [case[1:] for case in CASES], ids=[c[0] for c in CASES])
def test_a_resolution_clock_by_hand(row: Row, by: Book, ran: float | None, state: str, due: str | None) -> None:
    (found,) = clocked([row], by)
    assert found["state"] == state
    assert found["elapsed"] is None if ran is None else hours(found) == pytest.approx(ran, abs=1e-12)
    if due:
        assert found["due_at"] == at(due)
    known = bool(row.get("steps")) or not by.agreements[0].pauses
    assert found["pauses"] == ("known" if known else "unknown")


def test_a_clock_that_still_runs() -> None:
    late = {"opened_at": "2026-12-30T09:00", "status": "active"}
    back = resolved("2026-12-30T09:00", "2026-12-30T10:00") | {"status": "active"}
    fresh = {"opened_at": "2026-12-30T16:00", "status": "new"}
    waits = {
        "opened_at": "2026-12-30T16:00",
        "status": "waiting",
        "steps": [("2026-12-30T16:00", "active"), ("2026-12-30T16:30", "waiting")],
    }
    found = clocked([late, back, fresh, waits], book(4))
    assert [row["state"] for row in found] == ["breached", "breached", "running", "paused"]
    assert [row["stopped_at"] for row in found] == [None] * 4
    # Looked at on 31 December at one o'clock at night: the working day before is over.
    assert [hours(row) for row in found] == [7, 7, 1, 0.5]
    assert [row["due_at"] for row in found] == [
        at("2026-12-30T14:00"),
        at("2026-12-30T14:00"),
        at("2026-12-31T11:00"),
        None,
    ]


def test_what_cannot_be_judged_says_why() -> None:
    before = resolved("2026-11-23T09:00", "2026-11-23T08:00")
    never = resolved("2026-11-23T09:00", "2300-01-01T08:00")
    found = clocked([before, never], book(8))
    assert [(row["state"], row["reason"]) for row in found] == [("unknown", TOO_EARLY), ("unknown", OUT_OF_REACH)]
    assert [row["elapsed"] for row in found] == [None, None]
    assert [row["due_at"] for row in found] == [None, None]


def test_the_first_response_by_record_by_history_and_no_later_than() -> None:
    opened: Row = {"opened_at": "2026-11-23T09:00", "status": "active"}
    rows: list[Row] = [
        opened | {"desk": "writes", "responded_at": "2026-11-23T09:20"},
        opened | {"desk": "writes"},
        opened | {"steps": [("2026-11-23T09:00", "new"), ("2026-11-23T09:40", "active")]},
        opened | {"steps": [("2026-11-23T09:00", "new")], "status": "new"},
        # Its history begins late: somebody had taken it by then.
        opened | {"steps": [("2026-11-23T09:30", "active")]},
        opened | {"steps": [("2026-11-23T11:30", "active")]},
        resolved("2026-11-23T09:00", "2026-11-23T09:50"),
        resolved("2026-11-23T09:00", "2026-11-23T10:50"),
        opened,
    ]
    found = clocked(rows, book(1, Clock.RESPONSE), Clock.RESPONSE)
    found.sort(key=lambda row: int(row["ticket"][1:]))
    assert [(row["state"], row["stopped_by"]) for row in found] == [
        ("met", "the desk's record"),
        ("breached", None),
        ("met", "the history of states"),
        ("breached", None),
        ("met", "no later than this"),
        ("unknown", "no later than this"),
        ("met", "no later than this"),
        ("unknown", "no later than this"),
        ("unknown", None),
    ]
    assert {row["reason"] for row in found if row["state"] == "unknown"} == {NO_RESPONSE}
    assert hours(found[2]) == pytest.approx(2 / 3)


def test_the_first_agreement_that_fits_holds() -> None:
    calendar = OFFICE.name
    by = Book(
        (OFFICE, AROUND),
        (
            Agreement(
                "urgent", Clock.RESOLUTION, timedelta(hours=1), AROUND.name, (("priority", "1"), ("priority", "2"))
            ),
            Agreement("answer", Clock.RESPONSE, timedelta(hours=1), calendar),
            Agreement("once", Clock.RESOLUTION, timedelta(hours=2), calendar, last=date(2026, 11, 22)),
            Agreement(
                "now", Clock.RESOLUTION, timedelta(hours=3), calendar, (("kind", "incident"),), first=date(2026, 11, 23)
            ),
        ),
    )
    rows = [
        resolved("2026-11-20T09:00", "2026-11-20T10:30", priority=2),
        resolved("2026-11-22T23:59", "2026-11-23T10:30", priority=3),
        resolved("2026-11-23T09:00", "2026-11-23T10:30", priority=3),
        resolved("2026-11-23T09:00", "2026-11-23T10:30", kind="request"),
    ]
    found = clocked(rows, by)
    assert [by.agreements[row["agreement"]].name for row in found] == ["urgent", "once", "now"]
    assert [row["state"] for row in found] == ["breached", "breached", "met"]
    assert clocked(rows, Book()) == []


def test_days_of_validity_are_those_of_the_desk() -> None:
    by = book(8, first=date(2026, 11, 23))
    row = resolved("2026-11-23T09:00", "2026-11-23T10:00")
    assert len(clocked([row], by)) == 1
    assert clocked([row], book(8, first=date(2026, 11, 24))) == []
    assert clocked([row], book(8, last=date(2026, 11, 22))) == []
    assert isinstance(at("2026-11-23T09:00"), datetime)
