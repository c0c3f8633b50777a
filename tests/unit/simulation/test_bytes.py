"""The same seed gives the same bytes, in any process; and they are what a desk's export is."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from hoshin.connectors.opening import open_file
from hoshin.connectors.parsing import intake
from hoshin.connectors.registry import ready_mapping
from hoshin.connectors.settling import settle
from hoshin.simulation.desk import Simulation
from hoshin.simulation.export import export
from hoshin.simulation.organisation import Demonstration
from tests.unit.simulation.reading import Exported, last_rows
from tests.unit.simulation.small import small

ELSEWHERE = """
import hashlib
from hoshin.simulation.export import export
from hoshin.simulation.registry import demonstration
story = demonstration("global-logistics")
print(hashlib.sha256(export(story.plan, story.seed)).hexdigest())
"""


def test_the_same_seed_gives_the_same_bytes_in_another_process(story: Demonstration, exported: bytes) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "12345", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    run = subprocess.run([sys.executable, "-c", ELSEWHERE], capture_output=True, text=True, check=True, env=environment)
    assert run.stdout.strip() == hashlib.sha256(exported).hexdigest()


@pytest.mark.parametrize("seed", [0, 1, 2**63])
def test_the_same_seed_gives_the_same_bytes(seed: int) -> None:
    assert export(small(), seed) == export(small(), seed)


def test_another_seed_gives_another_desk() -> None:
    assert len({export(small(), seed) for seed in range(20)}) == 20


def test_the_ready_mapping_reads_every_row(tmp_path: Path) -> None:
    """Names with commas and quotation marks too."""
    file = tmp_path / "export.csv"
    file.write_bytes(export(small(), 3))
    mapping = settle(file, replace(ready_mapping("servicenow"), zone="UTC")).mapping
    rows = 0
    for chunk in open_file(file, mapping).chunks():
        taken, rejects = intake(chunk.raw, mapping)
        assert not chunk.rejects
        assert not rejects
        rows += taken.num_rows
        for column in ("ticket", "position", "at", "status", "priority", "group", "service", "category", "sla_met"):
            assert taken[column].null_count == 0, column
        titles = set(taken["title"].to_pylist())
        assert titles >= {"Mail: no mail", "Mail: slow mail, very", 'Mail: the "other" mail', "Network: down"}
    assert rows > 1000


def test_the_file_says_what_was_simulated(simulated: Simulation, desk: Exported) -> None:
    """The last rows of the file against those of the simulation."""
    other = last_rows(simulated)
    assert other.rows == desk.rows
    for column in ("opened", "resolved", "closed", "updated", "group"):
        mine, its = getattr(desk, column), getattr(other, column)
        assert ((mine == its) | ((mine != mine) & (its != its))).all(), column
