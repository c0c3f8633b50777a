"""From a file to readings: the published facts of the real ServiceNow export, and what a reader promises."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from hoshin.metrics.catalogue import UnknownMetric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import LIBRARY, METRICS
from hoshin.metrics.result import Reading, Refusal, Value
from hoshin.metrics.scope import UnknownDimension, UnknownValue
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome, import_file
from hoshin.pipeline.read import Reader, question_behind
from hoshin.warehouse import generations
from hoshin.warehouse.errors import NothingPublished, UnknownGeneration
from tests.dataflow.exports import invented, save, servicenow

KEYS = list(METRICS)
GIVEN = [
    "ticket_volume",
    "backlog",
    "backlog_change",
    "backlog_days",
    "aged_backlog_share",
    "time_to_resolve_median",
    "time_to_resolve_p85",
    "time_to_resolve_mean",
    "time_to_resolve_without_waiting_median",
    "time_to_resolve_without_waiting_p85",
    "waiting_time",
    "waiting_time_user",
    "waiting_time_vendor",
    "waiting_time_change",
    "touch_time_share",
    "resolution_sla_met_share",
    "first_contact_resolution_share",
    "first_assignment_resolution_share",
    "reassignments_per_ticket",
    "ping_pong_share",
    "reopen_share",
    "repeat_incident_share",
    "category_other_share",
    "downgraded_share",
    "problem_linked_share",
]
"""What the export of the real desk has the fields for."""
RARE = "problem_linked_repeat_share"
"""What it has the fields for, and hardly a ticket."""
APRIL = (date(2016, 4, 1), date(2016, 4, 30))


@pytest.fixture(scope="module")
def reader(imported: tuple[Home, Outcome]) -> Iterator[Reader]:
    """A reader of the real export."""
    with Reader.open(imported[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def two_desks(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with a demonstration of 60 tickets, and after that a real desk of 40."""
    home = Home(tmp_path_factory.mktemp("two"))
    for name, count, demonstration in (("show", 60, True), ("real", 40, False)):
        file = save(home.root / f"{name}.csv", invented(count, seed=count))
        import_file(home, file, replace(servicenow(), name=name, desk=name), demonstration=demonstration)
    return home


def value(reading: Reading) -> Value:
    assert isinstance(reading.result, Value), str(reading.result)
    return reading.result


def one(reader: Reader, key: str, query: Query) -> Value:
    (reading,) = reader.read([key], query)
    return value(reading)


@pytest.mark.parametrize(
    ("key", "amount", "places"),
    [
        ("time_to_resolve_mean", 187.678, 3),
        ("time_to_resolve_median", 24.6, 1),
        ("time_to_resolve_p85", 290.9, 1),
        ("first_assignment_resolution_share", 0.491809, 6),
        ("reassignments_per_ticket", 1.059945, 6),
        ("resolution_sla_met_share", 0.587153, 6),
        ("waiting_time_user", 56.3308, 4),
        ("waiting_time_vendor", 12.0192, 4),
    ],
)
def test_the_facts_over_all_resolved_tickets(reader: Reader, key: str, amount: float, places: int) -> None:
    found = one(reader, key, Query(Grain.ALL))
    assert found.n == 19_351
    assert round(found.amount, places) == amount
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.amount < found.high


@pytest.mark.parametrize(
    ("key", "version", "amount", "n"),
    [
        ("reopen_share", 1, 233 / 19_351, 19_351),
        # One more: its resolution did not hold, and the export ends while it is open again.
        ("reopen_share", 2, 234 / 19_352, 19_352),
        # The export knows no due times and tells of no duplicates: both versions agree.
        ("resolution_sla_met_share", 1, 11_362 / 19_351, 19_351),
        ("resolution_sla_met_share", 2, 11_362 / 19_351, 19_351),
        ("time_to_resolve_mean", 1, 187.6777, 19_351),
        ("time_to_resolve_mean", 2, 187.6777, 19_351),
    ],
)
def test_each_version_of_a_definition_gives_its_own_number(
    reader: Reader, key: str, version: int, amount: float, n: int
) -> None:
    (reading,) = reader.read_as([LIBRARY.version(key, version)], Query(Grain.ALL))
    assert value(reading).amount == pytest.approx(amount, rel=1e-5)
    assert value(reading).n == n


def test_critical_incidents_that_are_called_less_so_later(reader: Reader) -> None:
    found = one(reader, "downgraded_share", Query(Grain.ALL))
    assert (found.n, found.amount) == (288, 68 / 288)


def test_the_facts_on_volume(reader: Reader) -> None:
    assert one(reader, "ticket_volume", Query(Grain.ALL)) == Value(20_769.0, 20_769)
    by_priority = reader.read(["ticket_volume"], Query(Grain.ALL, "priority"))
    assert [(r.scope, value(r).n) for r in by_priority] == [
        ((("priority", "1 - Critical"),), 220),
        ((("priority", "2 - High"),), 337),
        ((("priority", "3 - Moderate"),), 19_554),
        ((("priority", "4 - Low"),), 658),
    ]


@pytest.mark.parametrize(
    "query", [Query(Grain.MONTH), Query(Grain.ALL, None, *APRIL), Query(Grain.MONTH, None, *APRIL)]
)
def test_the_facts_on_april(reader: Reader, query: Query) -> None:
    april = [r for r in reader.read(KEYS, query) if r.period.label in ("2016-04", "all")]
    found = {r.metric: value(r) for r in april if r.metric in GIVEN}
    assert found["ticket_volume"].amount == 7_934
    assert found["time_to_resolve_mean"].n == 7_794
    assert round(found["time_to_resolve_mean"].amount, 4) == 101.2785
    assert all(r.complete for r in april)


def test_the_backlog_counts_no_ticket_that_was_closed_without_resolution(reader: Reader) -> None:
    files = [str(file) for file in reader._generation.files("tickets")]
    columns = pq.read_table(files, columns=["opened_on", "left_on"]).to_pydict()
    for label, end in (("2016-03", date(2016, 3, 31)), ("2016-04", date(2016, 4, 30))):
        open_ = sum(
            opened <= end and (left is None or left > end)
            for opened, left in zip(columns["opened_on"], columns["left_on"], strict=True)
        )
        (reading,) = [r for r in reader.read(["backlog"], Query(Grain.MONTH)) if r.period.label == label]
        assert value(reading).amount == open_


@pytest.mark.parametrize("key", GIVEN)
def test_each_number_drills_to_its_tickets(reader: Reader, key: str) -> None:
    query = Query(Grain.MONTH, "group", *APRIL, (("priority", "3"),))
    found = [r for r in reader.read([key], query) if isinstance(r.result, Value)]
    largest = max(found, key=lambda r: value(r).n)
    behind = reader.tickets(key, question_behind(query, largest))
    assert behind.num_rows == value(largest).n > 0
    assert set(behind["group"].to_pylist()) == {largest.scope[-1][1]}
    assert reader.tickets(key, question_behind(query, largest), limit=3).equals(behind.slice(0, 3))


def test_what_the_export_does_not_give_is_refused_by_the_name_of_the_field(reader: Reader) -> None:
    refused = {r.metric: r.result for r in reader.read(KEYS, Query(Grain.ALL)) if isinstance(r.result, Refusal)}
    assert set(refused) == set(KEYS) - {*GIVEN, RARE}
    missing = {key: result.detail.partition(":")[0] for key, result in refused.items() if result.detail}
    assert missing["major_incidents"] == "major"
    assert missing["escalation_share"] == "level"
    assert missing["csat_share"] == missing["csat_response_share"] == "satisfaction"
    assert missing["open_and_overdue_share"] == "due_at"
    assert missing["time_to_first_response_p85"] == "responded_at"
    assert missing["response_sla_met_share"] == "response_due_at"
    assert missing["change_lead_time"] == "finished_at"
    assert missing["cost_per_ticket"] == "expense"


def test_a_ticket_comes_with_its_history(reader: Reader) -> None:
    found = reader.ticket("servicenow", "INC0000045")
    assert found is not None
    assert found.ticket["priority"] == 3
    assert [row["position"] for row in found.transitions] == list(range(len(found.transitions)))
    assert found.transitions[-1]["state"] == found.ticket["state"] == "Closed"
    assert len(found.assignments) >= 1
    assert reader.ticket("servicenow", "INC9999999") is None
    assert reader.ticket("nobody", "INC0000045") is None


def test_what_may_be_chosen(reader: Reader) -> None:
    assert reader.coverage() == (date(2016, 2, 29), date(2016, 5, 13))
    assert reader.values("priority") == ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"]
    groups = reader.values("group")
    assert groups[-1] is None
    assert "Group 56" in groups
    assert set(reader.values("group", (("priority", "1 - Critical"),))) < set(groups)
    assert reader.values("desk") == ["servicenow"]


def test_a_wrong_question_is_refused_with_what_to_ask_instead(reader: Reader) -> None:
    with pytest.raises(UnknownMetric, match="time_to_resolve_mean"):
        reader.read(["time_to_resolve_meen"], Query())
    with pytest.raises(UnknownDimension, match="'group'"):
        reader.read(KEYS, Query(by="groups"))
    with pytest.raises(UnknownDimension):
        reader.values("groups")
    with pytest.raises(UnknownValue, match=r"No ticket has group 'Grup 56'; did you mean 'Group 56'"):
        reader.check(Query(where=(("group", "Grup 56"),)))
    reader.check(Query(by="service", where=(("group", "Group 56"), ("group", "(none)"))))


def test_a_whole_scorecard_is_read_at_once(reader: Reader) -> None:
    found = reader.read(KEYS, Query(Grain.WEEK, "priority", None, date(2016, 5, 13)))
    there = list(dict.fromkeys(r.metric for r in found))
    assert there == [key for key in KEYS if key in there]
    assert set(GIVEN) <= set(there)
    assert {r.generation for r in found} == {reader.generation}
    assert all(r.definition == METRICS[r.metric].digest for r in found)


def test_an_unscoped_question_means_the_desks_that_are_no_demonstration(two_desks: Home) -> None:
    with Reader.open(two_desks) as reader:
        (reading,) = reader.read(["ticket_volume"], Query(Grain.ALL))
        assert (reading.scope, value(reading).n) == ((("desk", "real"),), 40)
        assert reader.tickets("ticket_volume", Query(Grain.ALL)).num_rows == 40
        assert one(reader, "ticket_volume", Query(Grain.ALL, where=(("desk", "show"),))).n == 60
        (by_desk,) = reader.read(["ticket_volume"], Query(Grain.ALL, "desk"))
        assert value(by_desk).n == 40
        both = (("desk", "show"), ("desk", "real"))
        assert one(reader, "ticket_volume", Query(Grain.ALL, where=both)).n == 100
        assert reader.values("desk") == ["real", "show"]
        assert reader.coverage() == (reader.desks["real"].first, reader.desks["real"].last)


def test_where_there_is_only_a_demonstration_it_is_meant(two_desks: Home) -> None:
    first, second = generations.all_names(two_desks.warehouse)
    with Reader.open(two_desks, first) as reader:
        (reading,) = reader.read(["ticket_volume"], Query(Grain.ALL))
        assert (reading.scope, value(reading).n, reading.generation) == ((), 60, first)
    with Reader.open(two_desks, second) as reader:
        assert reader.generation == second


def test_a_reader_keeps_the_generation_that_it_began_with(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    with pytest.raises(NothingPublished, match="hoshin import"):
        Reader.open(home)
    import_file(home, save(tmp_path / "first.csv", invented(30)), servicenow())
    with Reader.open(home) as reader:
        before = reader.read(KEYS, Query(Grain.WEEK, "priority"))
        import_file(home, save(tmp_path / "second.csv", invented(50, seed=2)), servicenow())
        assert reader.read(KEYS, Query(Grain.WEEK, "priority")) == before
        name = reader.generation
    with Reader.open(home) as reader:
        assert reader.generation != name
    with Reader.open(home, name) as reader:
        assert reader.read(KEYS, Query(Grain.WEEK, "priority")) == before
    with pytest.raises(UnknownGeneration):
        Reader.open(home, "000009-0123456789ab")


def test_opening_a_reader_costs_little(two_desks: Home) -> None:
    spent = []
    for _ in range(8):
        start = time.process_time()
        Reader.open(two_desks).close()
        spent.append(time.process_time() - start)
    # About 0.02 s of work when measured; work, not time that passes, so that a busy machine does not fail it.
    assert min(spent) < 0.1
