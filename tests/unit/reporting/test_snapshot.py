from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from hoshin.reporting import snapshot as snapshots
from hoshin.reporting import to_json
from hoshin.reporting.blocks import Block, Paragraph, Table
from hoshin.reporting.provenance import provenance
from hoshin.reporting.snapshot import Snapshot, SnapshotInvalid
from hoshin.reporting.text import printable_all
from tests.unit.reporting import sample, strategies


@settings(max_examples=60)
@given(strategies.snapshots)
def test_a_snapshot_is_read_back_as_it_was(snapshot: Snapshot) -> None:
    snapshot = printable_all(snapshot)
    again = snapshots.loads(snapshot.canonical)
    assert again == snapshot
    assert again.identity == snapshot.identity == hashlib.sha256(snapshot.canonical).hexdigest()


def test_canonical_json_has_one_form() -> None:
    text = sample.snapshot().canonical.decode()
    assert text == json.dumps(json.loads(text), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def test_any_change_changes_the_identity() -> None:
    whole = sample.snapshot()
    report = replace(whole.report, source=whole.report.source + ".")
    others = [
        replace(whole, title="x"),
        replace(whole, generation=None),
        replace(whole, readings=whole.readings[1:]),
        replace(whole, report=report),
    ]
    assert len({whole.identity, *(other.identity for other in others)}) == 5


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (b"", "no snapshot"),
        (b"[]", "should be a Snapshot"),
        (b'{"kind": "Snapshot"}', "lacks"),
        (b'{"format": 2, "kind": "Snapshot"}', "form 2"),
        (sample.snapshot().canonical.replace(b'"as_of": "2026', b'"as_of": "soon', 1), "no snapshot"),
        (sample.snapshot().canonical.replace(b'"Callout"', b'"Prophecy"', 1), "'Prophecy'"),
        (b"[" * 100_000, "no snapshot"),
    ],
)
def test_what_is_no_snapshot_is_refused(broken: bytes, told: str) -> None:
    with pytest.raises(SnapshotInvalid, match=told):
        snapshots.loads(broken)


@settings(max_examples=60)
@given(strategies.blocks)
def test_a_block_as_json_cannot_leave_its_script_element(block: Block) -> None:
    block = printable_all(block)
    line = to_json.compact(block)
    assert not set("<>&\n") & set(line)
    assert to_json.read(type(block), json.loads(line)) == block


def test_what_has_no_form_is_a_defect_that_is_named() -> None:
    with pytest.raises(TypeError, match="object"):
        to_json.plain(Paragraph(object()))  # type: ignore[arg-type]


def test_the_last_section_lists_readings_or_says_where_they_are() -> None:
    few = sample.snapshot()
    words, table = provenance(few, 3, identity=few.identity, most=4).blocks
    assert isinstance(words, Paragraph)
    assert few.identity in words.text
    assert isinstance(table, Table)
    assert [row[0].text for row in table.rows] == [p.reading.metric for p in few.readings]
    assert [row[2].text for row in table.rows] == ["22.4 h", "71.2 %", "1,418", "no data"]
    many = replace(few, readings=(*few.readings, *few.readings[:1] * 500))
    _, told, shown = provenance(many, 3, identity=many.identity, most=150).blocks
    assert isinstance(told, Paragraph)
    assert "504 readings" in told.text
    assert isinstance(shown, Table)
    assert len(shown.rows) == 4
