"""The ready mapping on the real ServiceNow export, as it is."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pytest

from hoshin.connectors.detection import examine
from hoshin.connectors.errors import NeedsAnswer
from hoshin.connectors.mapping import DayOrder
from hoshin.connectors.parsing import intake
from hoshin.connectors.registry import ready_mapping
from hoshin.connectors.settling import settle
from hoshin.eventlog.schema import Status
from tests.unit.connectors.exported import read

REAL = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "servicenow" / "incident_event_log.csv.gz"
pytestmark = pytest.mark.skipif(
    not REAL.exists(),
    reason="THE REAL SERVICENOW EXPORT IS ABSENT (../shared/data/servicenow): its reading goes unproven",
)
MAPPING = ready_mapping("servicenow")


@pytest.fixture(scope="module")
def taken() -> pa.Table:
    mapping = settle(REAL, replace(MAPPING, zone="UTC", day_order=DayOrder.DAY_FIRST)).mapping
    tables = []
    for chunk in read(REAL, mapping):
        table, rejects = intake(pa.Table.from_batches([chunk.raw]), mapping)
        assert (chunk.rejects, rejects) == ((), [])
        tables.append(table)
    return pa.concat_tables(tables)


@pytest.fixture(scope="module")
def said() -> list[dict[str, str]]:
    """The rows as Python's own CSV reader reads them."""
    with gzip.open(REAL, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_is_read(taken: pa.Table, said: list[dict[str, str]]) -> None:
    assert taken.num_rows == len(said) == 119_998
    assert len(set(taken["ticket"].to_pylist())) == 20_769
    assert taken["line"].to_pylist() == list(range(2, 120_000))


@pytest.mark.parametrize("name", ["at", "opened_at", "resolved_at", "closed_at"])
def test_times_are_those_that_one_at_a_time_reading_gives(
    taken: pa.Table, said: list[dict[str, str]], name: str
) -> None:
    texts = [row[MAPPING.columns[name]] for row in said]
    known = {text: datetime.strptime(text, "%d/%m/%Y %H:%M") if text != "?" else None for text in set(texts)}  # noqa: DTZ007
    assert taken[name].to_pylist() == [known[text] for text in texts]


def test_words_and_counts_are_those_of_the_file(taken: pa.Table, said: list[dict[str, str]]) -> None:
    assert taken["position"].to_pylist() == [int(row["sys_mod_count"]) for row in said]
    assert taken["reassignments"].to_pylist() == [int(row["reassignment_count"]) for row in said]
    assert taken["priority"].to_pylist() == [int(row["priority"][0]) for row in said]
    assert taken["sla_met"].to_pylist() == [row["made_sla"] == "true" for row in said]
    for name in ("group", "service", "category", "channel", "problem"):
        column = MAPPING.columns[name]
        assert taken[name].to_pylist() == [None if row[column] == "?" else row[column].strip() for row in said]
    statuses = Counter(taken["status"].to_pylist())
    states = Counter(row["incident_state"] for row in said)
    assert statuses[Status.WAITING] == sum(count for state, count in states.items() if state.startswith("Awaiting"))
    assert statuses[None] == states["-100"] == 2


def test_the_file_decides_the_day_and_asks_the_zone() -> None:
    found = examine(REAL)
    assert found.proposal.name == "servicenow"
    assert found.proposal.day_order is DayOrder.DAY_FIRST
    assert [question.key for question in found.questions] == ["zone"]
    assert (found.total, found.rejected) == (119_998, 0)
    with pytest.raises(NeedsAnswer, match="--timezone"):
        settle(REAL, MAPPING)
