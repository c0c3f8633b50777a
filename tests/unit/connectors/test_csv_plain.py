"""Lines split by Arrow are those that Python's own reader splits one by one: rows, lines and rejects."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from pathlib import Path
from unittest import mock

import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hoshin.connectors import csv_plain, csv_rows, encoding
from hoshin.connectors.csv_plain import split_lines
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.fields import FIELDS, Sort
from hoshin.connectors.mapping import DELIMITERS, DayOrder, Mapping, Shape
from hoshin.connectors.parsing import INTAKE, intake, unreadable
from hoshin.connectors.rows import Reject
from hoshin.eventlog.schema import Status
from tests.unit.connectors.exported import read, write
from tests.unit.connectors.test_mutated_files import damaged

HEADER = ("number", "opened", "state", "count", "met", "title")
MAPPING = Mapping(
    "desk",
    {
        "ticket": "number",
        "opened_at": "opened",
        "state": "state",
        "reassignments": "count",
        "sla_met": "met",
        "title": "title",
    },
    Shape.TICKETS,
    zone="Europe/Berlin",
    day_order=DayOrder.DAY_FIRST,
    encoding="utf-8",
    empty=("?",),
    states={"New": Status.NEW},
)
CELLS = [
    ["INC1", "INC2", " INC3 ", "", "?"],
    ["2026-03-29 02:30", "29/2/2016 01:16", "31/2/2016 01:16", "yesterday", "", "2026-01-01T00:00:00Z", "1.2.26"],
    ["New", "new ", "Closed", "", "?"],
    ["0", "1,000", "-1", "many", "", "3.0"],
    ["true", "NO", "perhaps", ""],
    ["Printer", "für", "价", " ", "", "\ufeff", "x" * 70, 'say ""hi""', "a,b;c", "two\nlines", "two\r\nlines"],
]
ODD = [
    *(b"", b" ", b"\r", b"\t", b",", b"a,b", b",,,,,", b",,,,,,", b'"', b'""', b'"a', b'a"b,,,,,', b'"a"b,,,,,'),
    b"\0,,,,,",
    *(b"\xff,,,,,", b"\xef\xbb\xbfa,b,c,d,e,f", b'"a\n\nb",,,,,', b'"a,b\nc","d",,,,"', b"INC9,2026-01-01,,,,\ra,b,c"),
]  # fmt: skip


Rows = list[dict[str, object]]


@st.composite
def exports(draw: st.DrawFn) -> tuple[bytes, str]:
    delimiter = draw(st.sampled_from(DELIMITERS))
    end = draw(st.sampled_from([b"\n", b"\r\n"]))
    always = draw(st.booleans())
    lines = []
    for _ in range(draw(st.integers(0, 12))):
        if draw(st.integers(0, 5)) == 0:
            lines.append(draw(st.sampled_from(ODD)).replace(b",", delimiter.encode()))
            continue
        cells = [draw(st.sampled_from(known)) for known in CELLS]
        marked = [f'"{c}"' if always or set(c) & {delimiter, "\n", '"'} else c for c in cells]
        lines.append(delimiter.join(marked).encode())
    header = delimiter.join(f'"{name}"' if always else name for name in HEADER).encode()
    last = draw(st.sampled_from([b"", end, end + end]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + end.join([header, *lines]) + last, delimiter


def outcome(
    path: Path, mapping: Mapping
) -> tuple[list[dict[str, object]], list[dict[str, object]], list[Reject]] | str:
    """Raw rows, canonical rows and rejects, or the refusal."""
    raw: Rows = []
    taken: Rows = []
    rejects: list[Reject] = []
    try:
        for chunk in read(path, mapping):
            table, unread = intake(chunk.rows, mapping)
            assert unreadable(chunk.rows, mapping) == unread
            raw += chunk.raw.to_pylist()
            taken += table.to_pylist()
            rejects += [*chunk.rejects, *unread]
    except FileRefused as refusal:
        return str(refusal)
    return raw, taken, sorted(rejects, key=lambda reject: (reject.line, reject.reason))


def one_by_one(path: Path, mapping: Mapping) -> object:
    with mock.patch.object(csv_rows, "_lines", return_value=None):
        return outcome(path, mapping)


@settings(max_examples=150, deadline=None)
@given(export=exports(), block=st.integers(1, 400), small=st.integers(8, 200), split=st.integers(40, 400))
@example(export=(b"number,opened,state,count,met,title\n\n\xef\xbb\xbfa,b,c,d,e,f\n", ","), block=26, small=8, split=40)
def test_split_at_once_and_one_by_one_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, export: tuple[bytes, str], block: int, small: int, split: int
) -> None:
    content, delimiter = export
    path = write(tmp_path_factory.mktemp("export") / "export.csv", content)
    mapping = replace(MAPPING, delimiter=delimiter)
    expected = one_by_one(path, mapping)
    with (
        mock.patch.object(encoding, "BLOCK", block),
        mock.patch.object(csv_rows, "_SMALL", small),
        mock.patch.object(csv_plain, "_SPLIT", split),
    ):
        assert outcome(path, mapping) == expected


def test_hundreds_of_damaged_files_are_read_alike(tmp_path: Path) -> None:
    chance = random.Random(7)
    lines = [",".join(HEADER), *(f'INC{n},{n % 28 + 1}/3/2026 08:15,New,{n},true,"Printer, {n}"' for n in range(60))]
    whole = "\n".join(lines).encode() + b"\n"
    read_anyway = 0
    for number in range(250):
        path = write(tmp_path / f"{number}.csv", damaged(whole, chance))
        with mock.patch.object(csv_rows, "_SMALL", 200):
            found = outcome(path, MAPPING)
        assert found == one_by_one(path, MAPPING)
        read_anyway += isinstance(found, tuple)
    assert read_anyway > 200


def test_a_large_export_with_few_odd_lines_is_read_alike(tmp_path: Path) -> None:
    lines = [f'INC{n},{n % 28 + 1}/3/2026 08:15,New,{n},true,"Printer, {n}"' for n in range(40_000)]
    lines[9_000] = 'INC,1/3/2026,New,1,true,"two\nlines, and ""marks"""'
    lines[20_000] = "too,few"
    lines[30_000] = 'INC,1/3/2026,New,1,true,stray"mark'
    path = tmp_path / "export.csv.gz"
    path.write_bytes(gzip.compress("\r\n".join([",".join(HEADER), *lines]).encode()))
    found = outcome(path, MAPPING)
    assert isinstance(found, tuple)
    assert [reject.line for reject in found[2]] == [20_003]
    assert len(found[0]) == 39_999
    assert found == one_by_one(path, MAPPING)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n\nc,d\n",
        "\n",
        "a,b\n \n",
        "a,b,c\n",
        'a,"b\n',
        'a,b"c"\n',
        'a,"b"c\n',
        'a,"b\nc"\n',
        "a,\rb\n",
        "\ufeffa,b\n",
        "a,\0\n",
        'a,"' + "x" * 200_000 + '"\n',
    ],
)
def test_what_is_not_surely_a_record_a_line_is_left_to_the_careful_reader(text: str) -> None:
    assert split_lines(text.encode(), ",", 2) is None


def test_quotation_marks_are_taken_as_the_standard_has_them() -> None:
    columns = split_lines(b'"a","b"\r\n"",""""\r\nc,"d""e,f"\r\n', ",", 2)
    assert columns is not None
    assert [column.to_pylist() for column in columns] == [["a", "", "c"], ["b", '"', 'd"e,f']]


@pytest.mark.parametrize("name", [name for name, field in FIELDS.items() if field.sort is not Sort.WORD])
def test_codes_and_texts_are_read_alike(name: str) -> None:
    texts = pa.array(["T1", None, "2026-01-01 08:00", " 12 ", "12", "yes", "", "T1", "?"])
    table = pa.table({"line": pa.array(range(9), pa.int64()), "key": ["T"] * 9, "x": texts})
    if name == "ticket":
        table = table.drop_columns("x").append_column("x", texts)
    mapping = Mapping("m", {"ticket": "key", "opened_at": "x", name: "x"}, zone="UTC", empty=("?",))
    coded = table.set_column(2, "x", texts.dictionary_encode())
    assert intake(table, mapping) == intake(coded, mapping)
    assert intake(table, mapping)[0].schema == INTAKE
