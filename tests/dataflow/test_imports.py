"""Importing: once, twice, more of it, in another way; and everything made again from what landed."""

from __future__ import annotations

import gzip
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from hoshin.connectors import encoding
from hoshin.connectors.errors import FileRefused, NeedsAnswer
from hoshin.connectors.mapping import DayOrder, Mapping, loads
from hoshin.connectors.settling import settle
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome, import_file, resume
from hoshin.pipeline.progress import Progress
from hoshin.pipeline.rebuild import rebuild
from hoshin.warehouse import generations, landing
from hoshin.warehouse.errors import Busy, DeskConflict, NothingPublished
from hoshin.warehouse.lock import writing
from hoshin.warehouse.manifest import TableEntry
from tests.dataflow.bytes_of import warehouse_bytes
from tests.dataflow.exports import invented, real, save, servicenow

LINES = invented(300)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return save(tmp_path / "export.csv", LINES)


def tables(home: Home) -> dict[str, TableEntry]:
    return dict(generations.current(home.warehouse).manifest.tables)


def test_the_same_file_twice_changes_nothing(home: Home, export: Path, tmp_path: Path) -> None:
    first = import_file(home, export, servicenow())
    before = warehouse_bytes(home)
    again = import_file(home, export, servicenow())
    packed = tmp_path / "other name.csv.gz"
    packed.write_bytes(gzip.compress(export.read_bytes()))
    assert import_file(home, packed, servicenow()) == again
    assert (again.changed, again.generation, again.batch, again.added) == (False, first.generation, 1, 0)
    assert warehouse_bytes(home) == before


def test_two_machines_make_the_same_bytes(tmp_path: Path, export: Path) -> None:
    homes = [Home(tmp_path / "here"), Home(tmp_path / "somewhere" / "else")]
    for home in homes:
        import_file(home, export, servicenow())
    assert warehouse_bytes(homes[0]) == warehouse_bytes(homes[1])
    for file in homes[0].warehouse.rglob("*"):
        assert file.is_dir() or str(tmp_path).encode() not in file.read_bytes()


def test_a_longer_export_adds_what_is_new(tmp_path: Path, export: Path) -> None:
    parts, whole = Home(tmp_path / "parts"), Home(tmp_path / "whole")
    half = save(tmp_path / "half.csv", LINES[: len(LINES) // 2])
    first = import_file(parts, half, servicenow())
    second = import_file(parts, export, servicenow())
    at_once = import_file(whole, export, servicenow())
    assert tables(parts) == tables(whole)
    assert (first.batch, second.batch, second.tickets) == (1, 2, at_once.tickets)
    assert second.added == at_once.tickets - first.tickets > 0
    assert generations.named(parts.warehouse, first.generation).manifest.tables["tickets"].rows == first.tickets


def test_the_real_export_in_two_steps_is_the_real_export_at_once(
    tmp_path: Path, imported: tuple[Home, Outcome]
) -> None:
    with gzip.open(real(), "rt", encoding="utf-8") as file:
        lines = file.read().splitlines()
    half = save(tmp_path / "half.csv", lines[: len(lines) // 2])
    parts, whole = Home(tmp_path / "parts"), imported[0]
    import_file(parts, half, servicenow())
    import_file(parts, real(), servicenow())
    assert tables(parts) == tables(whole)
    assert generations.current(parts.warehouse).manifest.desks == generations.current(whole.warehouse).manifest.desks


def test_the_order_of_parts_does_not_matter_where_none_repeats_another(tmp_path: Path) -> None:
    cut = len(LINES) // 2
    early = save(tmp_path / "early.csv", LINES[:cut])
    late = save(tmp_path / "late.csv", [LINES[0], *LINES[cut:]])
    found = []
    for number, order in enumerate(([early, late], [late, early])):
        home = Home(tmp_path / str(number))
        for part in order:
            import_file(home, part, servicenow())
        found.append(tables(home))
    assert found[0] == found[1]


def test_another_mapping_of_the_same_file_takes_the_place_of_the_first(tmp_path: Path, export: Path) -> None:
    home, direct = Home(tmp_path / "home"), Home(tmp_path / "direct")
    import_file(home, export, servicenow())
    first = tables(home)
    other = import_file(home, export, servicenow("America/New_York"))
    import_file(direct, export, servicenow("America/New_York"))
    assert (other.changed, other.batch, other.added) == (True, 2, 0)
    assert tables(home) == tables(direct) != first
    back = import_file(home, export, servicenow())
    assert (back.changed, back.batch) == (True, 3)
    assert tables(home) == first


def test_two_desks_lie_side_by_side_and_demonstrations_keep_apart(home: Home, export: Path) -> None:
    import_file(home, export, servicenow())
    outcome = import_file(home, export, replace(servicenow(), desk="second"), demonstration=True)
    desks = generations.current(home.warehouse).manifest.desks
    assert {name: desk.demonstration for name, desk in desks.items()} == {"servicenow": False, "second": True}
    assert outcome.tickets == 2 * outcome.added
    before = warehouse_bytes(home)
    with pytest.raises(DeskConflict, match=r"'second'.*another name"):
        import_file(home, export, replace(servicenow("Asia/Tokyo"), desk="second"))
    assert warehouse_bytes(home) == before


def test_what_cannot_be_read_is_kept_with_its_line_and_the_rest_goes_on(home: Home, tmp_path: Path) -> None:
    lines = list(LINES)
    lines[10] = lines[10].replace(lines[10].split(",")[13], "31/31/2026 08:00")
    lines[20] = "only,three,cells"
    outcome = import_file(home, save(tmp_path / "broken.csv", lines), servicenow())
    assert (outcome.rows, outcome.rejected) == (len(lines) - 3, 2)
    (batch,) = landing.batches(home.warehouse)
    kept = landing.rejects(batch).to_pylist()
    assert sorted(reject["line"] for reject in kept) == [11, 21]
    assert all(reject["reason"] and reject["expected"] for reject in kept)


@pytest.mark.parametrize("content", [b"", b"number\n", b"\x1f\x8b\x08cut", b"a,b\n1,2\n"])
def test_a_file_that_is_none_changes_nothing(home: Home, export: Path, tmp_path: Path, content: bytes) -> None:
    import_file(home, export, servicenow())
    before = warehouse_bytes(home)
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    with pytest.raises(FileRefused):
        import_file(home, bad, servicenow())
    assert warehouse_bytes(home) == before


def test_a_cut_gzip_changes_nothing(home: Home, export: Path, tmp_path: Path) -> None:
    import_file(home, save(tmp_path / "first.csv", LINES[:50]), servicenow())
    before = warehouse_bytes(home)
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(gzip.compress(export.read_bytes())[:-200])
    with pytest.raises(FileRefused):
        import_file(home, cut, servicenow())
    assert warehouse_bytes(home) == before


def test_everything_right_of_landing_comes_back_to_the_same_bytes(home: Home, tmp_path: Path, export: Path) -> None:
    import_file(home, save(tmp_path / "half.csv", LINES[: len(LINES) // 2]), servicenow())
    import_file(home, export, servicenow())
    import_file(home, export, replace(servicenow("Europe/Berlin"), desk="second"))
    before = warehouse_bytes(home)
    shutil.rmtree(home.warehouse / "generations")
    (home.warehouse / "CURRENT").unlink()
    made = rebuild(home)
    assert [generation.number for generation in made] == [1, 2, 3]
    assert warehouse_bytes(home) == before
    assert rebuild(home) == made
    assert warehouse_bytes(home) == before


def test_the_next_import_makes_lost_generations_again(home: Home, export: Path) -> None:
    import_file(home, export, servicenow())
    before = warehouse_bytes(home)
    shutil.rmtree(home.warehouse / "generations")
    assert import_file(home, export, servicenow()).tickets == 300
    assert warehouse_bytes(home) == before


def test_there_is_nothing_to_resume_or_rebuild_in_an_empty_home(home: Home) -> None:
    assert resume(home) is None
    with pytest.raises(NothingPublished):
        rebuild(home)


def test_progress_names_the_stages_and_counts_rows(home: Home, export: Path) -> None:
    told: list[Progress] = []
    import_file(home, export, servicenow(), progress=told.append)
    assert list(dict.fromkeys(p.stage for p in told)) == ["reading", "landing", "normalising", "publishing"]
    last = {p.stage: p for p in told}
    assert last["reading"].rows == len(LINES) - 1
    assert all(0 <= p.done <= p.total for p in told)
    assert all(p.done == p.total and p.left == 0 for p in last.values())


def test_who_finds_the_warehouse_busy_is_told_by_whom(home: Home, export: Path) -> None:
    home.prepare()
    with writing(home.warehouse, "a test"), pytest.raises(Busy, match="a test"):
        import_file(home, export, servicenow(), wait=False)


def test_the_frozen_mapping_is_the_one_that_was_used(home: Home, export: Path) -> None:
    import_file(home, export, servicenow("Europe/Berlin"))
    (batch,) = landing.batches(home.warehouse)
    assert loads(batch.origin.mapping) == settle(export, servicenow("Europe/Berlin")).mapping
    assert loads(batch.origin.mapping).zone == "Europe/Berlin"
    assert (batch.origin.file, batch.rows) == ("export.csv", len(LINES) - 1)


def test_what_only_a_person_knows_is_asked_before_anything_changes(home: Home, tmp_path: Path) -> None:
    open_to_both = [line for line in LINES if not re.search(r"\b(1[3-9]|2\d|3[01])/\d+/2026", line)]
    file = save(tmp_path / "open.csv", open_to_both)
    with pytest.raises(NeedsAnswer) as asked:
        import_file(home, file, replace(servicenow(), zone=None, day_order=None))
    assert {question.key for question in asked.value.questions} == {"zone", "day_order"}
    assert warehouse_bytes(home) == {}


def test_what_the_file_itself_decides_need_not_be_answered(home: Home, export: Path) -> None:
    told = import_file(home, export, servicenow())
    found = import_file(home, export, replace(servicenow(), day_order=None))
    assert (found.changed, found.generation) == (False, told.generation)
    assert any("day first" in note for note in found.notes)


@pytest.mark.parametrize("order", DayOrder)
def test_a_day_order_that_only_the_last_rows_tell_holds_for_the_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, order: DayOrder
) -> None:
    told = {DayOrder.DAY_FIRST: "21/3/2026 10:00", DayOrder.MONTH_FIRST: "3/21/2026 10:00"}[order]
    times = [*(f"{n % 12 + 1}/5/2026 10:00" for n in range(300)), told]
    lines = ["number,opened_at", *(f"T{n},{time}" for n, time in enumerate(times)), "T,31/31/2026 10:00"]
    file = save(tmp_path / "late.csv", lines)
    mapping = Mapping("late", {"ticket": "number", "opened_at": "opened_at"}, zone="UTC")
    monkeypatch.setattr(encoding, "BLOCK", 500)
    found, given = Home(tmp_path / "found"), Home(tmp_path / "given")
    import_file(found, file, mapping)
    import_file(given, file, replace(mapping, day_order=order))
    assert warehouse_bytes(found) == warehouse_bytes(given)
    (batch,) = landing.batches(found.warehouse)
    assert (batch.rows, batch.rejected) == (301, 1)
