"""States and groups of a ticket, from its updates."""

from __future__ import annotations

from tests.unit.eventlog.rows import Log, instant, log, log_of, row


def states(found: Log) -> list[tuple[object, ...]]:
    return [(t["position"], t["state"], t["at"], t["until"]) for t in found["transitions"]]


def groups(found: Log) -> list[tuple[object, ...]]:
    return [(a["position"], a["group"], a["at"], a["until"]) for a in found["assignments"]]


def test_equal_states_in_a_row_are_one_transition() -> None:
    found = log_of(
        {"at": 0, "state": "New"},
        {"at": 1, "state": "New"},
        {"at": 2, "state": "Active"},
        {"at": 3, "state": None},
        {"at": 4, "state": "Active"},
        {"at": 5, "state": "New"},
    )
    assert states(found) == [
        (0, "New", instant(0), instant(2)),
        (1, "Active", instant(2), instant(5)),
        (2, "New", instant(5), None),
    ]


def test_an_empty_group_neither_holds_a_ticket_nor_ends_a_holding() -> None:
    found = log_of(
        {"at": 0, "group": None},
        {"at": 1, "group": "A"},
        {"at": 2, "group": None},
        {"at": 3, "group": "A"},
        {"at": 4, "group": "B"},
    )
    assert groups(found) == [(0, "A", instant(1), instant(4)), (1, "B", instant(4), None)]


def test_the_desks_own_order_goes_before_its_times_and_time_never_runs_backwards() -> None:
    found = log_of(
        {"position": 2, "at": 3, "state": "Resolved"},
        {"position": 0, "at": 5, "state": "New"},
        {"position": 1, "at": 4, "state": "Active"},
    )
    assert states(found) == [
        (0, "New", instant(5), instant(5)),
        (1, "Active", instant(5), instant(5)),
        (2, "Resolved", instant(5), None),
    ]


def test_updates_at_the_same_time_keep_the_order_of_their_lines() -> None:
    found = log_of({"at": 0, "state": "New"}, {"at": 1, "state": "Waiting"}, {"at": 1, "state": "Active"})
    assert [s[1] for s in states(found)] == ["New", "Waiting", "Active"]


def test_an_update_that_a_longer_file_repeats_counts_once_in_its_newer_wording() -> None:
    first = [row(2, place=1, position=0, at=0, state="New"), row(3, place=1, position=1, at=1, state="Active")]
    longer = [
        row(2, place=2, position=0, at=0, state="New"),
        row(3, place=2, position=1, at=1, state="Waiting"),
        row(4, place=2, position=2, at=2, state="Resolved"),
    ]
    assert log(first + longer)["transitions"] == log(longer)["transitions"]


def test_without_positions_an_update_is_known_by_time_state_and_group() -> None:
    first = [row(2, place=1, at=0, state="New", group="A"), row(3, place=1, at=1, state="Active", group="A")]
    # The desk has meanwhile written the time of resolution into every row, as ServiceNow's audit does.
    longer = [
        row(2, place=2, at=0, state="New", group="A", resolved_at=9),
        row(3, place=2, at=1, state="Active", group="A", resolved_at=9),
        row(4, place=2, at=9, state="Resolved", group="A", resolved_at=9),
    ]
    assert [s[1] for s in states(log(first + longer))] == ["New", "Active", "Resolved"]


def test_a_file_of_changes_only_goes_on_where_the_last_one_ended() -> None:
    first = [row(2, place=1, at=0, state="New"), row(3, place=1, at=1, state="Active")]
    more = [row(2, place=2, at=1, state="Waiting"), row(3, place=2, at=2, state="Resolved")]
    assert [s[1] for s in states(log(first + more))] == ["New", "Active", "Waiting", "Resolved"]


def test_tickets_of_the_same_number_at_two_desks_are_two() -> None:
    found = log_of(
        {"desk": "east", "at": 0, "state": "New", "group": "A"},
        {"desk": "west", "at": 1, "state": "Active", "group": "B"},
    )
    assert [(t["desk"], t["position"], t["until"]) for t in found["transitions"]] == [
        ("east", 0, None),
        ("west", 0, None),
    ]
    assert [(t["desk"], t["group"]) for t in found["tickets"]] == [("east", "A"), ("west", "B")]


def test_a_file_with_one_row_a_ticket_tells_no_history() -> None:
    found = log_of({"history": False, "opened_at": 0, "state": "Resolved", "group": "A", "resolved_at": 4})
    assert found["transitions"] == found["assignments"] == []
    (ticket,) = found["tickets"]
    assert [ticket[c] for c in ("returned", "reassignments", "reopens", "waiting_hours")] == [None] * 4
