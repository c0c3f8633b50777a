from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.connectors.mapping import DayOrder, Mapping, Shape
from hoshin.connectors.parsing import INTAKE, intake
from hoshin.connectors.rows import Reject
from hoshin.eventlog.rows import plain
from hoshin.eventlog.schema import Kind, Status

OPENED = "2026-01-05 08:00"
WHOLE = Mapping(
    "desk",
    {name: name for name in INTAKE.names if name not in ("line", "status")},
    Shape.UPDATES,
    zone="Europe/Berlin",
    day_order=DayOrder.DAY_FIRST,
    empty=("?", "n/a"),
    kind=Kind.TASK,
    states={"In Progress": Status.ACTIVE, "Warten": Status.WAITING},
    priorities={"P1": 1, "5": 5},
    kinds={"Störung": Kind.INCIDENT},
)


def take(mapping: Mapping = WHOLE, /, **cells: str | None) -> tuple[list[dict[str, object]], list[Reject]]:
    """One row that has ``cells``, a number and a time of opening."""
    row = {"ticket": "INC1", "opened_at": OPENED, **cells}
    raw = pa.table(
        {"line": pa.array([2], pa.int64()), **{name: pa.array([text], pa.string()) for name, text in row.items()}}
    )
    table, rejects = intake(raw, mapping)
    assert table.schema == INTAKE
    return table.to_pylist(), rejects


def value(name: str, text: str | None) -> object:
    rows, rejects = take(WHOLE, **{name: text})
    assert rejects == []
    return rows[0][name]


def fault(name: str, text: str) -> Reject:
    rows, (reject,) = take(WHOLE, **{name: text})
    assert rows == []
    assert (reject.line, reject.column) == (2, name)
    return reject


@pytest.mark.parametrize(
    "name", [n for n in INTAKE.names if n not in ("line", "ticket", "kind", "status", "opened_at")]
)
@pytest.mark.parametrize("nothing", [None, "", "  ", "?", " n/a "])
def test_nothing_is_null(name: str, nothing: str | None) -> None:
    assert value(name, nothing) is None


def test_texts_lose_their_outer_spaces_only() -> None:
    assert value("title", "  Two  words\u00a0") == "Two  words"


def test_times_are_utc() -> None:
    rows, _ = take(at="05.01.2026 09:30", updated_at="2026-07-01T09:30:00+05:30")
    (row,) = rows
    assert row["opened_at"] == datetime(2026, 1, 5, 7, 0)  # noqa: DTZ001
    assert row["at"] == datetime(2026, 1, 5, 8, 30)  # noqa: DTZ001
    assert row["updated_at"] == datetime(2026, 7, 1, 4, 0)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("0", 0),
        ("7", 7),
        ("007", 7),
        ("3.0", 3),
        ("1,234", 1234),
        ("12.345.678", 12345678),
        ("2147483647", 2147483647),
        ("1 000", 1000),
    ],
)
def test_counts(text: str, count: int) -> None:
    assert value("reassignments", text) == count


@pytest.mark.parametrize("text", ["-1", "1.5", "many", "2147483648", "99999999999999999999", "1e3", "1,23", "١"])
def test_what_is_no_count_rejects_its_row(text: str) -> None:
    reject = fault("reopens", text)
    assert (reject.reason, reject.text) == ("The value is not a count.", text)
    assert reject.expected == "a whole number from 0 to 2147483647."


@pytest.mark.parametrize(("text", "flag"), [("true", True), ("NO", False), ("1", True), ("0", False), ("Ja", True)])
def test_flags(text: str, flag: bool) -> None:
    assert value("sla_met", text) is flag


def test_what_is_no_flag_rejects_its_row() -> None:
    assert fault("sla_met", "perhaps").reason == "The value is neither yes nor no."


@pytest.mark.parametrize(
    ("text", "status"), [("In Progress", "active"), (" in  PROGRESS ", "active"), ("WARTEN", "waiting"), ("-100", None)]
)
def test_states_keep_the_desks_word(text: str, status: str | None) -> None:
    rows, _ = take(state=text)
    assert (rows[0]["state"], rows[0]["status"]) == (text.strip(), status)


def test_words_without_a_meaning() -> None:
    assert value("priority", "p1") == 1
    assert value("priority", "whatever") is None
    assert value("kind", "STÖRUNG") == "incident"
    assert value("kind", "whatever") == "task"
    assert value("kind", None) == "task"


@pytest.mark.parametrize("name", ["at", "opened_at", "resolved_at", "closed_at", "updated_at"])
@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("31/02/2016", "not a day of the calendar", "a day that exists."),
        ("0001-01-01", "lies outside", "a year from 1970 to 2200."),
        ("2201-01-01", "lies outside", "a year from 1970 to 2200."),
        ("2016-01-01 25:00", "not a time of day", "hours from 0 to 23"),
        ("soon", "is not a time", "a time such as 2016-02-29 01:16"),
    ],
)
def test_an_impossible_time_rejects_its_row(name: str, text: str, said: str, expected: str) -> None:
    reject = fault(name, text)
    assert said in reject.reason
    assert reject.expected.startswith(expected)
    assert reject.text == text


def test_what_the_mapping_leaves_open_is_never_guessed() -> None:
    _, (order,) = take(replace(WHOLE, day_order=None), at="3/4/2026")
    assert order.reason == "The value can be read day first or month first."
    _, (zone,) = take(replace(WHOLE, zone=None))
    assert zone.reason == "The value carries no time zone."


def test_a_row_needs_a_ticket_and_a_time() -> None:
    _, (nameless,) = take(ticket=" ")
    assert (nameless.reason, nameless.column) == ("The row names no ticket.", "ticket")
    _, (timeless,) = take(opened_at=None, title='a "title", no time')
    assert (timeless.reason, timeless.column) == ("The row has no time.", "at")
    assert timeless.text == 'INC1,,"a ""title"", no time"'
    rows, _ = take(opened_at=None, at=OPENED)
    assert rows[0]["opened_at"] is None
    _, (unopened,) = take(replace(WHOLE, shape=Shape.TICKETS), opened_at="?", at=OPENED)
    assert unopened.expected == "when it was opened."


def test_a_column_that_is_not_there_is_null() -> None:
    raw = pa.table({"line": pa.array([2], pa.int64()), "ticket": ["INC1"], "opened_at": [OPENED]})
    (row,) = intake(raw, WHOLE)[0].to_pylist()
    assert {name for name, v in row.items() if v is not None} == {"line", "ticket", "opened_at", "kind"}


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["INC1", "INC2", ""]),
        st.sampled_from([OPENED, "?", "31/02/2016"]),
        st.sampled_from(["1", "x", "", None]),
    ),
    max_size=20,
)


@given(rows=ROWS, cut=st.integers(0, 20))
def test_each_row_is_read_or_rejected_whatever_the_chunk(rows: list[tuple[str | None, ...]], cut: int) -> None:
    names = ("ticket", "opened_at", "reopens")
    columns = {name: pa.array([row[i] for row in rows], pa.string()) for i, name in enumerate(names)}
    raw = pa.table({"line": pa.array(range(2, len(rows) + 2), pa.int64()), **columns})
    table, rejects = intake(raw, WHOLE)
    good = [n for n, (ticket, at, count) in enumerate(rows, 2) if ticket and at == OPENED and count != "x"]
    assert table["line"].to_pylist() == good
    assert [r.line for r in rejects] == [n for n in range(2, len(rows) + 2) if n not in good]
    pieces = [intake(piece, WHOLE) for piece in (raw.slice(0, cut), raw.slice(cut))]
    assert pa.concat_tables([piece for piece, _ in pieces]).cast(plain(INTAKE)).equals(table.cast(plain(INTAKE)))
    assert pieces[0][1] + pieces[1][1] == rejects


HELD = Mapping(
    "desk",
    {"ticket": "ticket", "opened_at": "opened_at", "state": "state", "hold_reason": "hold_reason", "closure": "code"},
    zone="UTC",
    states={"On Hold": Status.WAITING, "Awaiting Vendor": Status.WAITING, "Active": Status.ACTIVE},
    meanings={
        "hold_reason": {"Awaiting Caller": "user", "Awaiting Vendor": "vendor"},
        "closure": {"Duplicate": "duplicate"},
    },
)


@pytest.mark.parametrize(
    ("state", "reason", "meant"),
    [
        ("On Hold", "awaiting caller", "user"),
        # The reason goes before the state, and the state tells where there is no reason.
        ("Awaiting Vendor", "Awaiting Caller", "user"),
        ("Awaiting Vendor", None, "vendor"),
        ("On Hold", None, None),
        ("On Hold", "Awaiting the moon", None),
        # A desk may leave the reason standing after the ticket goes on.
        ("Active", "Awaiting Caller", None),
        (None, "Awaiting Caller", None),
    ],
)
@pytest.mark.parametrize("columns", [("state", "hold_reason"), ("state",)])
def test_for_whom_a_ticket_waits(
    columns: tuple[str, ...], state: str | None, reason: str | None, meant: str | None
) -> None:
    cells = {"state": state, "hold_reason": reason}
    (row,), rejects = take(HELD, **{name: cells[name] for name in columns})
    assert rejects == []
    alone = {"Awaiting Vendor": "vendor"}.get(state or "")
    assert row["hold_reason"] == (meant if "hold_reason" in columns else alone)


@pytest.mark.parametrize(("code", "meant"), [("duplicate", "duplicate"), ("Solved", None), (None, None)])
def test_how_a_ticket_was_closed(code: str | None, meant: str | None) -> None:
    (row,), _ = take(HELD, code=code)
    assert row["closure"] == meant
