"""Generations: written beside, published in one step, never changed."""

from __future__ import annotations

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.eventlog.schema import TABLES, TICKETS
from hoshin.warehouse import generations, manifest, parts
from hoshin.warehouse.errors import Damaged, NothingPublished, UnknownGeneration
from hoshin.warehouse.manifest import BatchEntry, DeskEntry, Manifest, Part, TableEntry
from tests.dataflow.bytes_of import folder_bytes
from tests.unit.warehouse.small import generation, tables


def test_an_empty_warehouse_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NothingPublished, match="hoshin import"):
        generations.current(tmp_path)
    assert generations.all_names(tmp_path) == ()


def test_what_is_written_is_seen_only_when_published(tmp_path: Path) -> None:
    first = generation(tmp_path, 1)
    with pytest.raises(NothingPublished):
        generations.current(tmp_path)
    generations.publish(tmp_path, first)
    assert generations.current(tmp_path) == first
    second = generation(tmp_path, 2, count=4)
    assert generations.current(tmp_path) == first
    generations.publish(tmp_path, second)
    assert generations.current(tmp_path) == second
    assert generations.named(tmp_path, first.name) == first
    assert generations.all_names(tmp_path) == (first.name, second.name)


def test_the_name_is_that_of_the_manifests_bytes_and_the_manifest_that_of_the_files(tmp_path: Path) -> None:
    made = generation(tmp_path)
    data = (made.folder / "manifest.json").read_bytes()
    assert made.name == f"000001-{hashlib.sha256(data).hexdigest()[:12]}"
    named = set()
    for name, (part,) in json.loads(data)["tables"].items():
        (file,) = made.files(name)
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        expected = {"desk": "desk", "month": "2026-03", "rows": 3, "bytes": len(content), "sha256": digest}
        assert part == expected
        named.add(file.name)
    assert {p.name for p in parts.folder_of_all(tmp_path).iterdir()} == named
    assert sorted(p.name for p in made.folder.iterdir()) == ["manifest.json", "rules"]


def test_the_same_rows_give_the_same_bytes_in_whatever_pieces_they_come(tmp_path: Path) -> None:
    whole = generation(tmp_path / "a")
    pieces = {name: pa.concat_tables([t.slice(i, 1) for i in range(3)]) for name, t in tables().items()}
    stored = parts.store(tmp_path / "b", pieces)
    again = generations.write(tmp_path / "b", 1, stored, whole.manifest.desks, whole.manifest.batches)
    assert again.name == whole.name
    assert folder_bytes(tmp_path / "b") == folder_bytes(tmp_path / "a")


def test_types_and_nullability_are_those_of_the_schema(tmp_path: Path) -> None:
    made = generation(tmp_path)
    for table in TABLES:
        assert all(pq.read_schema(file).equals(table.arrow) for file in made.files(table.name))
    rows = tables()["tickets"]
    missing = rows.set_column(rows.column_names.index("kind"), "kind", pa.nulls(3, pa.string()))
    with pytest.raises(ValueError, match="kind"):
        parts.write(tmp_path, TICKETS, "2026-03", missing)


def test_writing_a_whole_generation_again_leaves_it_and_a_damaged_one_comes_back(tmp_path: Path) -> None:
    made = generation(tmp_path)
    (file,) = made.files("tickets")
    before = file.stat().st_ino
    generation(tmp_path)
    assert file.stat().st_ino == before
    file.write_bytes(file.read_bytes()[:-1])
    for look in (generations.verify, lambda made: generations.named(tmp_path, made.name)):
        with pytest.raises(Damaged, match=r"tickets of desk 'desk' opened in 2026-03"):
            look(made)
    generations.verify(generation(tmp_path))
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    with pytest.raises(Damaged, match=file.name):
        generations.verify(made)
    generations.verify(generation(tmp_path))
    (made.folder / "manifest.json").write_text("{}")
    generations.verify(generation(tmp_path))
    assert [p.name for p in (tmp_path / "generations").iterdir()] == [made.name]


def test_what_two_generations_have_in_common_is_kept_once_and_what_none_has_goes(tmp_path: Path) -> None:
    first, again = generation(tmp_path, 1), generation(tmp_path, 2)
    assert first.name != again.name
    assert first.manifest.tables == again.manifest.tables
    assert len(list(parts.folder_of_all(tmp_path).iterdir())) == len(TABLES)
    other = generation(tmp_path, 3, count=4)
    shutil.rmtree(other.folder)
    parts.keep(tmp_path, generations.parts_of_all(tmp_path))
    assert set(parts.folder_of_all(tmp_path).iterdir()) == {file for t in TABLES for file in first.files(t.name)}


@pytest.mark.parametrize("name", ["", "..", "../generations", "000001", "000001-0123456789ab", "000001-0123456789AB"])
def test_a_name_that_is_none(tmp_path: Path, name: str) -> None:
    made = generation(tmp_path)
    with pytest.raises(UnknownGeneration, match=made.name):
        generations.named(tmp_path, name)


def test_a_manifest_that_was_changed_is_not_believed(tmp_path: Path) -> None:
    made = generation(tmp_path)
    file = made.folder / "manifest.json"
    file.write_bytes(file.read_bytes().replace(b'"rows": 3', b'"rows": 4'))
    with pytest.raises(Damaged, match="changed"):
        generations.named(tmp_path, made.name)
    file.write_text("{}")
    with pytest.raises(Damaged, match="cannot be read"):
        generations.named(tmp_path, made.name)


def test_a_pointer_to_nothing_says_how_to_mend_it(tmp_path: Path) -> None:
    generation(tmp_path)
    (tmp_path / "CURRENT").write_text("000009-0123456789ab\n")
    with pytest.raises(Damaged, match="hoshin rebuild"):
        generations.current(tmp_path)


texts = st.text(st.characters(codec="utf-8"), max_size=8)
digests = st.text("0123456789abcdef", min_size=64, max_size=64)
stored = st.builds(Part, texts, texts, st.integers(0), st.integers(0), digests)
entries = st.builds(DeskEntry, texts, digests, texts, st.booleans(), st.dates(), st.dates(date(2000, 1, 1)))


@given(
    st.builds(
        Manifest,
        st.integers(1, 10**7),
        st.dictionaries(texts, st.builds(TableEntry, st.lists(stored, max_size=3).map(tuple)), max_size=3),
        st.dictionaries(texts, entries, max_size=3),
        st.lists(st.builds(BatchEntry, st.integers(1), digests), max_size=3).map(tuple),
    )
)
def test_a_manifest_reads_back_as_it_was_whatever_the_order_of_its_parts(said: Manifest) -> None:
    data = manifest.dumps(said)
    assert manifest.loads(data) == said
    turned = {name: said.tables[name] for name in reversed(list(said.tables))}
    desks = {name: said.desks[name] for name in reversed(list(said.desks))}
    assert manifest.dumps(Manifest(said.number, turned, desks, said.batches)) == data
