"""A ticket as last known: what the desk says, else what its history says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.eventlog.rows import instant, log, log_of, row


def ticket(*said: dict[str, Any]) -> dict[str, Any]:
    (found,) = log_of(*said)["tickets"]
    return found


def test_the_newest_update_says_what_a_ticket_is() -> None:
    found = ticket(
        {"at": 3, "opened_at": 0, "state": "Active", "priority": 1, "title": "new title"},
        {"at": 1, "opened_at": 0, "state": "New", "priority": 4, "title": "old title", "service": "Mail"},
    )
    assert (found["state"], found["priority"], found["title"]) == ("Active", 1, "new title")
    assert found["service"] is None, "the desk took it away, and so do we"
    assert found["updated_at"] == instant(3)


def test_opening_is_the_desks_record_else_the_first_update() -> None:
    assert ticket({"at": 3, "opened_at": 1}, {"at": 5, "opened_at": 1})["opened_at"] == instant(1)
    assert ticket({"at": 3}, {"at": 5})["opened_at"] == instant(3)
    assert ticket({"at": 3, "opened_at": 1}, {"at": 5})["opened_at"] == instant(1)


def test_a_ticket_that_nobody_dates_is_left_out() -> None:
    assert log_of({"state": "New"}, {"history": False, "ticket": "T2", "state": "New"})["tickets"] == []


def test_resolution_is_the_last_time_that_the_work_was_done() -> None:
    found = ticket(
        {"at": 0, "state": "New"},
        {"at": 4, "state": "Resolved"},
        {"at": 6, "state": "Active"},
        {"at": 9, "state": "Resolved"},
        {"at": 30, "state": "Closed"},
    )
    assert (found["resolved_at"], found["closed_at"], found["left_at"]) == (instant(9), instant(30), instant(9))
    assert found["reopens"] == 1


def test_a_reopened_ticket_is_in_the_backlog_again() -> None:
    found = ticket({"at": 0, "state": "New"}, {"at": 4, "state": "Resolved"}, {"at": 6, "state": "Active"})
    assert found["resolved_at"] is found["closed_at"] is found["left_at"] is None


def test_the_desks_own_record_of_resolution_goes_first_even_where_it_is_empty() -> None:
    desk = {"gives_resolved": True, "gives_closed": True}
    found = ticket({**desk, "at": 0, "state": "New"}, {**desk, "at": 9, "state": "Closed", "closed_at": 8})
    assert (found["resolved_at"], found["closed_at"], found["left_at"]) == (None, instant(8), instant(8))
    found = ticket({**desk, "at": 0, "state": "New", "resolved_at": 5, "closed_at": 8})
    assert (found["resolved_at"], found["closed_at"], found["left_at"]) == (instant(5), None, instant(5))


def test_a_cancelled_ticket_left_without_being_resolved() -> None:
    found = ticket({"at": 0, "state": "New"}, {"at": 4, "state": "Cancelled"})
    assert (found["resolved_at"], found["closed_at"], found["left_at"]) == (None, instant(4), instant(4))


def test_a_closed_ticket_without_any_time_left_by_its_last_change() -> None:
    found = ticket({"history": False, "opened_at": 0, "updated_at": 7, "state": "Closed"})
    assert (found["resolved_at"], found["closed_at"], found["left_at"]) == (None, None, instant(7))


@pytest.mark.parametrize(("days", "reopens"), [(13.9, 1), (14, 1), (14.1, 0)])
def test_reopening_counts_for_fourteen_days(days: float, reopens: int) -> None:
    found = ticket(
        {"at": 0, "state": "New"}, {"at": 10, "state": "Resolved"}, {"at": 10 + 24 * days, "state": "Active"}
    )
    assert found["reopens"] == reopens


def test_the_fourteen_days_run_from_resolution_through_closing() -> None:
    found = ticket(
        {"at": 0, "state": "Resolved"}, {"at": 24 * 10, "state": "Closed"}, {"at": 24 * 15, "state": "Waiting"}
    )
    assert found["reopens"] == 0


def test_counts_of_the_desk_go_before_those_of_the_history() -> None:
    moves = [{"at": hour, "group": group, "state": "New"} for hour, group in enumerate("ABA")]
    found = ticket(*moves)
    assert (found["reassignments"], found["returned"], found["reopens"]) == (2, True, 0)
    found = ticket(*moves[:2], {**moves[2], "reassignments": 7, "reopens": 3})
    assert (found["reassignments"], found["returned"], found["reopens"]) == (7, True, 3)


def test_a_ticket_that_never_came_back_has_not_returned_and_one_without_group_is_unknown() -> None:
    assert ticket({"at": 0, "group": "A"}, {"at": 1, "group": "B"}, {"at": 2, "group": "C"})["returned"] is False
    found = ticket({"at": 0, "state": "New"})
    assert found["returned"] is None
    assert found["reassignments"] is None


def test_waiting_counts_until_the_ticket_left_or_was_last_heard_of() -> None:
    waits = [{"at": 0, "state": "New"}, {"at": 1, "state": "Waiting"}, {"at": 4, "state": "Active"}]
    assert ticket(*waits)["waiting_hours"] == 3
    assert ticket(*waits, {"at": 6, "state": "Waiting"}, {"at": 8.5, "title": "still waiting"})["waiting_hours"] == 5.5
    resolved = {"gives_resolved": True, "resolved_at": 2}
    assert ticket(*[{**w, **resolved} for w in waits], {"at": 9, "state": "Resolved", **resolved})["waiting_hours"] == 1
    assert ticket({"at": 0, "state": "New"}, {"at": 4, "state": "Resolved"})["waiting_hours"] == 0


def test_a_desk_without_a_waiting_state_has_no_waiting_time_rather_than_none_of_it() -> None:
    assert ticket({"at": 0, "state": "New", "gives_waiting": False})["waiting_hours"] is None


def test_of_rows_that_are_tickets_the_one_updated_last_wins_else_that_of_the_newest_file() -> None:
    def twice(early: float | None, late: float | None) -> dict[str, Any]:
        said = {"history": False, "opened_at": 0}
        old = row(2, place=1, title="first file", updated_at=early, **said)
        new = row(2, place=2, title="second file", updated_at=late, **said)
        (found,) = log([old, new])["tickets"]
        return found

    assert twice(9, 5)["title"] == "first file"
    assert twice(5, 9)["title"] == "second file"
    assert twice(9, None)["title"] == "second file"
