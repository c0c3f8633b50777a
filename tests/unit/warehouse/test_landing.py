"""Landing: a file's rows as they came, kept for ever or not at all."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.warehouse import landing
from hoshin.warehouse.errors import Damaged
from hoshin.warehouse.landing import Batch, Landing, Origin

ORIGIN = Origin("desk", False, "export.csv", "c" * 64, 'name = "desk"\n', "m" * 64)
REJECT = (7, "opened_at", "not a time", "day/month/year hour:minute", "yesterday")


def batch_of(count: int, first: int = 2) -> pa.RecordBatch:
    lines = range(first, first + count)
    return pa.record_batch({"line": pa.array(lines, pa.int64()), "number": [f"T{line}" for line in lines]})


def land(warehouse: Path, number: int = 1, origin: Origin = ORIGIN) -> Batch:
    with Landing(warehouse) as place:
        place.add(batch_of(3), [REJECT])
        return place.accept(number, origin, 2)


def test_a_landed_file_reads_back_with_all_that_was_said_of_it(tmp_path: Path) -> None:
    landed = land(tmp_path)
    assert landing.batches(tmp_path) == (landed,)
    assert (landed.origin, landed.rows, landed.rejected) == (ORIGIN, 2, 1)
    (piece,) = landing.rows(landed, ["number"])
    assert piece.to_pylist() == [{"line": 2, "number": "T2"}, {"line": 3, "number": "T3"}, {"line": 4, "number": "T4"}]
    assert landing.rejects(landed).to_pylist() == [dict(zip(landing.REJECTS.names, REJECT, strict=True))]


def test_columns_that_the_file_does_not_have_are_not_missed(tmp_path: Path) -> None:
    (piece,) = landing.rows(land(tmp_path), ["priority"])
    assert piece.column_names == ["line"]


def test_no_path_and_no_clock_gets_into_a_batch(tmp_path: Path) -> None:
    first, second = land(tmp_path / "a"), land(tmp_path / "b")
    for file in first.folder.iterdir():
        assert (second.folder / file.name).read_bytes() == file.read_bytes()
    assert str(tmp_path).encode() not in (first.folder / "batch.json").read_bytes()


def test_a_file_given_up_on_leaves_nothing(tmp_path: Path) -> None:
    def give_up() -> None:
        with Landing(tmp_path) as place:
            place.add(batch_of(3), [])
            raise ValueError("the file ends in the middle of a line")

    with pytest.raises(ValueError, match="middle"):
        give_up()
    assert list((tmp_path / "landing").iterdir()) == []
    assert landing.batches(tmp_path) == ()


@settings(max_examples=15, deadline=None)
@given(cuts=st.lists(st.integers(1, 149_999), max_size=6, unique=True))
def test_the_pieces_in_which_a_file_is_read_do_not_show(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int]
) -> None:
    whole = batch_of(150_000)
    digests = set()
    for edges in ([0, 150_000], [0, *sorted(cuts), 150_000]):
        with Landing(tmp_path_factory.mktemp("warehouse")) as place:
            for start, end in pairwise(edges):
                place.add(whole.slice(start, end - start), [])
            landed = place.accept(1, ORIGIN, 150_000)
        digests.add(landed.digest)
        assert sum(piece.num_rows for piece in landing.rows(landed, [])) == 150_000
    assert len(digests) == 1


def test_what_is_kept_between_pieces_does_not_grow_with_the_file(tmp_path: Path) -> None:
    with Landing(tmp_path) as place:
        before, most = pa.total_allocated_bytes(), []
        for piece in range(40):
            place.add(batch_of(50_000, 2 + piece * 50_000), [])
            most.append(pa.total_allocated_bytes() - before)
    assert max(most[20:]) < 1.5 * max(most[:20])


def test_a_file_read_again_takes_the_place_of_its_earlier_reading(tmp_path: Path) -> None:
    def origin(desk: str, content: str, mapping: str) -> Origin:
        return Origin(desk, False, "export.csv", content * 64, "", mapping * 64)

    said = [origin("x", "1", "a"), origin("y", "1", "a"), origin("x", "2", "a"), origin("x", "1", "b")]
    landed = [land(tmp_path, number, of) for number, of in enumerate(said, 1)]
    assert landing.effective(landed) == ((1, landed[3]), (2, landed[1]), (3, landed[2]))
    assert landing.effective(landed[:3]) == ((1, landed[0]), (2, landed[1]), (3, landed[2]))


def test_a_batch_that_is_missing_or_was_changed_is_named(tmp_path: Path) -> None:
    first, second = land(tmp_path, 1), land(tmp_path, 2)
    rows = second.folder / "rows.parquet"
    rows.write_bytes(rows.read_bytes()[:-1])
    with pytest.raises(Damaged, match=r"rows\.parquet.*000002"):
        list(landing.rows(second, []))
    said = json.loads((second.folder / "batch.json").read_text())
    del said["origin"]
    (second.folder / "batch.json").write_text(json.dumps(said))
    with pytest.raises(Damaged, match="000002 cannot be read"):
        landing.batches(tmp_path)
    first.folder.rename(tmp_path / "elsewhere")
    (second.folder / "batch.json").write_bytes((tmp_path / "elsewhere" / "batch.json").read_bytes())
    with pytest.raises(Damaged, match="000001 is missing"):
        landing.batches(tmp_path)
