"""Killed with SIGKILL at any moment: readers keep a whole generation, and the next run finishes the work."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome, import_file, resume
from hoshin.warehouse import generations, landing
from tests.dataflow.bytes_of import Bytes, warehouse_bytes
from tests.dataflow.exports import invented, real, save, servicenow
from tests.dataflow.killing import count_steps, kill, seconds, start_import

pytestmark = pytest.mark.xdist_group("kills")

STEPS = 33
"""Steps towards the disk of one import; counted anew by the first test."""
KILLED = (*range(1, 10), 14, 19, *range(23, STEPS + 1))
"""Before which of them the process is killed: all but some of the parts, which are written one like the other."""


@dataclass(frozen=True)
class Case:
    """A home with one file imported, a longer file that is being imported, and what must come of it."""

    before: Home
    longer: Path
    names: tuple[str, str]
    after: Bytes
    takes: float


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("kills")
    lines = invented(700)
    shorter = save(folder / "shorter.csv", lines[: len(lines) // 2])
    longer = save(folder / "longer.csv", lines)
    before, after = Home(folder / "before"), Home(folder / "after")
    first = import_file(before, shorter, servicenow())
    shutil.copytree(before.root, after.root)
    takes = seconds(after, longer, servicenow())
    second = generations.current(after.warehouse)
    return Case(before, longer, (first.generation, second.name), warehouse_bytes(after), takes)


@pytest.fixture
def home(case: Case, tmp_path: Path) -> Home:
    copy = Home(tmp_path / "home")
    shutil.copytree(case.before.root, copy.root)
    return copy


def check(case: Case, home: Home) -> None:
    """After a kill: what is published is whole; and the next run, undisturbed, ends as if nothing had happened."""
    published = generations.current(home.warehouse)
    assert published.name in case.names
    generations.verify(published)
    outcome = import_file(home, case.longer, servicenow())
    assert outcome.generation == case.names[1]
    assert outcome.changed == (published.name == case.names[0])
    assert warehouse_bytes(home) == case.after


def test_the_steps_are_as_many_as_are_killed_below(case: Case, home: Home) -> None:
    taken = count_steps(lambda: import_file(home, case.longer, servicenow()))
    assert len(taken) == STEPS
    assert taken.count("rename") == 2, "the batch and the generation appear"
    assert taken.count("replace") == 9 + 1, "the parts get their names and the pointer is swapped"
    assert taken[-2] == "replace", "the pointer last"


@pytest.mark.parametrize("step", KILLED)
def test_a_kill_before_any_step_towards_the_disk(case: Case, home: Home, step: int) -> None:
    assert kill(start_import(home, case.longer, servicenow(), die_at=step), after=60)
    check(case, home)


@pytest.mark.parametrize("part", range(15))
def test_a_kill_at_a_random_moment(case: Case, home: Home, part: int) -> None:
    # One moment in each fifteenth of the time that the import takes, so that all of it is covered.
    moment = (part + random.Random(part).random()) / 15 * case.takes
    kill(start_import(home, case.longer, servicenow()), after=moment)
    check(case, home)


def test_a_landed_batch_is_published_without_its_file(case: Case, home: Home) -> None:
    landed = 1 + count_steps_until_landed(case, home)
    assert kill(start_import(home, case.longer, servicenow(), die_at=landed), after=60)
    assert len(landing.batches(home.warehouse)) == 2
    assert generations.current(home.warehouse).name == case.names[0]
    published = resume(home)
    assert published is not None
    assert published.name == case.names[1]
    assert warehouse_bytes(home) == case.after


def test_what_was_half_landed_is_cleared_away(case: Case, home: Home) -> None:
    for step in (2, 9):
        assert kill(start_import(home, case.longer, servicenow(), die_at=step), after=60)
        assert warehouse_bytes(home).keys() - case.after.keys(), "something half written lies about"
        resume(home)
        assert not warehouse_bytes(home).keys() - case.after.keys()


def count_steps_until_landed(case: Case, home: Home) -> int:
    trial = Home(home.root.parent / "trial")
    shutil.copytree(home.root, trial.root)
    return count_steps(lambda: import_file(trial, case.longer, servicenow())).index("rename") + 1


def test_kills_one_after_the_other_do_no_harm(case: Case, home: Home) -> None:
    for step in (3, 7, 2, 9, 11):
        kill(start_import(home, case.longer, servicenow(), die_at=step), after=60)
        generations.verify(generations.current(home.warehouse))
    check(case, home)


def test_a_first_import_that_is_killed_publishes_nothing_or_all(case: Case, tmp_path: Path) -> None:
    whole = Home(tmp_path / "whole")
    name = import_file(whole, case.longer, servicenow()).generation
    for step in (1, 6, 8, STEPS - 1):
        home = Home(tmp_path / str(step))
        assert kill(start_import(home, case.longer, servicenow(), die_at=step), after=60)
        assert generations.all_names(home.warehouse) in ((), (name,))
        assert import_file(home, case.longer, servicenow()).generation == name
        assert warehouse_bytes(home) == warehouse_bytes(whole)


def test_the_real_export_survives_a_kill_halfway(tmp_path: Path, imported: tuple[Home, Outcome]) -> None:
    home = Home(tmp_path / "home")
    first_of_generation = 7
    assert kill(start_import(home, real(), servicenow(), die_at=first_of_generation), after=120)
    assert len(landing.batches(home.warehouse)) == 1
    assert import_file(home, real(), servicenow()).tickets == 20_769
    assert warehouse_bytes(home) == warehouse_bytes(imported[0])
