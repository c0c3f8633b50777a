"""A generation made from the one before has the bytes of one made from landing alone, whatever was imported when."""

from __future__ import annotations

import random
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from hoshin.connectors.mapping import Mapping
from hoshin.eventlog.schema import Kind, Table
from hoshin.pipeline import normalise, publish, rules
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file
from hoshin.pipeline.progress import Meter, silent
from hoshin.pipeline.rebuild import rebuild
from hoshin.warehouse import generations, landing, parts
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.landing import Batch
from hoshin.warehouse.manifest import Part
from tests.dataflow.bytes_of import warehouse_bytes
from tests.dataflow.exports import COLUMNS, invented, save, servicenow


def mapping() -> Mapping:
    """The ready mapping, and columns of the invented export that say what other tickets are linked by."""
    ready = servicenow("Europe/Berlin")
    columns = {**ready.columns, "kind": "location", "service": "subcategory", "finished_at": "sys_created_at"}
    return replace(ready, columns=columns, kinds={"Change": Kind.CHANGE})


def linked(chance: random.Random, tickets: int) -> list[str]:
    """An invented export whose tickets repeat each other and name changes as their cause."""
    header, *lines = invented(tickets, chance.randrange(10**6))
    at = {name: COLUMNS.index(name) for name in COLUMNS}
    of: dict[str, dict[str, str]] = {}
    made = [header]
    for line in lines:
        cells = line.split(",")
        number = cells[at["number"]]
        said = of.setdefault(
            number,
            {
                "location": chance.choice(["Change", "Incident", "Incident"]),
                "subcategory": chance.choice(["Mail", "Web", "?"]),
                "caused_by": chance.choice(["?", "?", f"INC{chance.randint(1, tickets):07d}"]),
                "sys_created_at": cells[at["opened_at"]],
            },
        )
        for name, word in said.items():
            cells[at[name]] = word
        made.append(",".join(cells))
    return made


def alone(home: Home, folder: Path) -> tuple[Generation, Path]:
    """The home's last generation, made from a copy of its landing and from nothing else."""
    copy = Home(folder)
    copy.prepare()
    shutil.copytree(home.warehouse / "landing", copy.warehouse / "landing")
    return publish.write(copy, landing.batches(copy.warehouse), None, Meter(silent)), copy.warehouse


def same(home: Home, folder: Path) -> None:
    made, published = alone(home, folder)[0], generations.current(home.warehouse)
    assert made.name == published.name
    for table in published.manifest.tables:
        assert [f.read_bytes() for f in made.files(table)] == [f.read_bytes() for f in published.files(table)]
    shutil.rmtree(folder)


@pytest.mark.parametrize("seed", range(3))
def test_any_rows_in_any_batches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    chance = random.Random(seed)
    monkeypatch.setattr(normalise, "MOST", 0)
    lines = linked(chance, 60)
    rows = lines[1:]
    if seed % 2:
        chance.shuffle(rows)
    home = Home(tmp_path / "home")
    cuts = sorted(chance.sample(range(1, len(rows)), 3))
    for number, (low, high) in enumerate(zip([0, *cuts], [*cuts, len(rows)], strict=True)):
        known = chance.choices(rows[:low], k=min(low, 5)) if low else []
        batch = save(tmp_path / f"{number}.csv", [lines[0], *rows[low:high], *known])
        desk = "second" if seed == 2 and number in (1, 3) else "servicenow"
        import_file(home, batch, replace(mapping(), desk=desk))
    same(home, tmp_path / "alone")
    monkeypatch.setattr(normalise, "BUCKET", 90)
    same(home, tmp_path / "in small buckets")
    before = warehouse_bytes(home)
    shutil.rmtree(home.warehouse / "parts")
    rebuild(home)
    assert warehouse_bytes(home) == before


def test_only_the_months_that_change_are_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, lines = Home(tmp_path / "home"), invented(200)
    import_file(home, save(tmp_path / "all.csv", lines), servicenow())
    first = generations.current(home.warehouse)
    opened = COLUMNS.index("opened_at")
    march = [line for line in lines if "/3/2026" in line.split(",")[opened]][:3]
    later = [line.replace("Group", "Other Group") for line in march]
    written: list[tuple[str, str]] = []
    original = parts.write

    def write(warehouse: Path, table: Table, month: str, rows: pa.Table) -> Part:
        written.append((table.name, month))
        return original(warehouse, table, month, rows)

    monkeypatch.setattr(parts, "write", write)
    import_file(home, save(tmp_path / "few.csv", [lines[0], *later]), servicenow())
    second = generations.current(home.warehouse)
    assert set(written) == {(name, "2026-03") for name in second.manifest.tables}
    shared = {p for p in first.manifest.parts if p.month != "2026-03"}
    assert shared <= set(second.manifest.parts)
    same(home, tmp_path / "alone")


def test_where_the_rules_have_changed_nothing_is_shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home, lines = Home(tmp_path / "home"), invented(80)
    import_file(home, save(tmp_path / "most.csv", lines[:-9]), servicenow())
    seen: list[Generation | None] = []
    original = normalise.normalise

    def made(
        warehouse: Path, landed: Sequence[Batch], before: Generation | None, meter: Meter
    ) -> normalise.EventTables:
        seen.append(before)
        return original(warehouse, landed, before, meter)

    monkeypatch.setattr(publish, "normalise", made)
    rules.rules.cache_clear()
    monkeypatch.setattr(rules, "_ENGINES", ("duckdb",))
    try:
        import_file(home, save(tmp_path / "rest.csv", [lines[0], *lines[-9:]]), servicenow())
    finally:
        rules.rules.cache_clear()
    assert seen == [None]


@pytest.mark.parametrize("table", ["tickets", "assignments"])
def test_a_damaged_part_is_made_again_by_the_next_import(tmp_path: Path, table: str) -> None:
    home, lines = Home(tmp_path / "home"), invented(200)
    import_file(home, save(tmp_path / "most.csv", lines[:-9]), servicenow())
    (file, *_) = generations.current(home.warehouse).files(table)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    rest = [lines[0], *[line for line in lines if "/1/2026" in line.split(",")[COLUMNS.index("opened_at")]][-9:]]
    import_file(home, save(tmp_path / "rest.csv", rest), servicenow())
    generations.verify(generations.current(home.warehouse))
    same(home, tmp_path / "alone")
