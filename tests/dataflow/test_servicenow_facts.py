"""The facts of the real ServiceNow export, read from the published files without any of Hoshin's own reading."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq
import pytest

from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome
from hoshin.warehouse import generations

Columns = dict[str, npt.NDArray[np.object_]]


@pytest.fixture(scope="module")
def tickets(imported: tuple[Home, Outcome]) -> Columns:
    return columns(imported[0], "tickets")


def columns(home: Home, table: str) -> Columns:
    read = pq.read_table([str(file) for file in generations.current(home.warehouse).files(table)])
    return {name: np.array(read[name].to_pylist(), dtype=object) for name in read.column_names}


def known(column: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    return np.array([value is not None for value in column])


def hours(tickets: Columns, which: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    spans = tickets["resolved_at"][which] - tickets["opened_at"][which]
    return np.array([span.total_seconds() / 3600 for span in spans])


def share(column: npt.NDArray[np.object_]) -> float:
    return float(np.mean(column.astype(float)))


def test_every_row_was_read(imported: tuple[Home, Outcome]) -> None:
    outcome = imported[1]
    assert (outcome.changed, outcome.rows, outcome.rejected) == (True, 119_998, 0)
    assert (outcome.tickets, outcome.added) == (20_769, 20_769)


def test_tickets_and_when_they_were_opened(tickets: Columns) -> None:
    assert len(tickets["ticket"]) == len(set(tickets["ticket"])) == 20_769
    assert min(tickets["opened_at"]) == datetime.fromisoformat("2016-02-29 01:16")
    assert max(tickets["opened_at"]) == datetime.fromisoformat("2016-05-13 11:49")


def test_time_to_resolve(tickets: Columns) -> None:
    resolved = known(tickets["resolved_at"])
    assert resolved.sum() == 19_351
    spent = hours(tickets, resolved)
    assert spent.min() >= 0
    assert spent.mean() == pytest.approx(187.678, abs=0.0005)
    assert np.median(spent) == pytest.approx(24.6, abs=0.05)
    assert np.quantile(spent, 0.85) == pytest.approx(290.9, abs=0.05)


def test_shares_over_all_and_over_the_resolved(tickets: Columns) -> None:
    resolved = known(tickets["resolved_at"])
    never_moved = tickets["reassignments"] == 0
    reopened = np.array([count > 0 for count in tickets["reopens"]], dtype=object)
    for column, over_all, over_resolved in (
        (tickets["sla_met"], 0.60643, 0.587153),
        (reopened, 0.011267, 0.0120407),
        (never_moved, 0.52607, 0.491809),
        (tickets["reassignments"], 0.98801, 1.059945),
    ):
        assert share(column) == pytest.approx(over_all, abs=5e-6)
        assert share(column[resolved]) == pytest.approx(over_resolved, abs=5e-7)


def test_priorities(tickets: Columns) -> None:
    assert [int((tickets["priority"] == level).sum()) for level in (1, 2, 3, 4)] == [220, 337, 19_554, 658]


def test_april(tickets: Columns) -> None:
    def in_april(column: str) -> npt.NDArray[np.bool_]:
        first, last = date(2016, 4, 1), date(2016, 4, 30)
        return np.array([day is not None and first <= day <= last for day in tickets[column]])

    assert in_april("opened_on").sum() == 7_934
    resolved = in_april("resolved_on")
    assert resolved.sum() == 7_794
    assert hours(tickets, resolved).mean() == pytest.approx(101.2785, abs=5e-5)


def test_a_ticket_that_was_closed_without_being_resolved_has_left(tickets: Columns) -> None:
    unresolved = ~known(tickets["resolved_at"])
    assert unresolved.sum() == 1_418
    assert all(tickets["left_at"][unresolved] == tickets["closed_at"][unresolved])
    still_new = tickets["state"] == "New"
    assert still_new.sum() == 1
    assert list(tickets["closed_at"][still_new]) == [None]
    assert all(tickets["left_at"][still_new] == tickets["resolved_at"][still_new])


def test_history_runs_forwards_and_meets_the_tickets(imported: tuple[Home, Outcome], tickets: Columns) -> None:
    last = dict(zip(tickets["ticket"], tickets["state"], strict=True))
    for table, value in (("transitions", "state"), ("assignments", "group")):
        history = columns(imported[0], table)
        for row in range(len(history["ticket"])):
            until, follows = history["until"][row], row + 1 < len(history["ticket"])
            if follows and history["ticket"][row + 1] == history["ticket"][row]:
                assert until == history["at"][row + 1] >= history["at"][row]
                assert history["position"][row + 1] == history["position"][row] + 1
                assert history[value][row + 1] != history[value][row]
            else:
                assert until is None
                assert table == "assignments" or history["state"][row] == last[history["ticket"][row]]


def test_the_manifest_names_the_desk_and_its_days(imported: tuple[Home, Outcome]) -> None:
    generation = generations.current(imported[0].warehouse)
    generations.verify(generation)
    (desk,) = generation.manifest.desks.values()
    assert (desk.zone, desk.demonstration) == ("UTC", False)
    assert (desk.first, desk.last) == (date(2016, 2, 29), date(2016, 5, 13))
    assert {name: entry.rows for name, entry in generation.manifest.tables.items()} == {
        "tickets": 20_769,
        "transitions": 74_204,
        "assignments": 36_600,
    }
