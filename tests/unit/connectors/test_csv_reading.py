from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.connectors import encoding
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.mapping import DELIMITERS, Mapping
from hoshin.connectors.opening import open_file
from tests.unit.connectors.exported import HEADER, ROWS, as_csv, read_rows, write

TEXTS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    ['"', '""', ",", ";", "\t", "|", "\n", "\r\n", "a\r\nb", '"quoted", he said', " outer spaces ", "\ufeff", "é", "–"]
)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], str, int]:
    width = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(TEXTS, min_size=width, max_size=width), min_size=1, max_size=12))
    return rows, draw(st.sampled_from(DELIMITERS)), draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))


@settings(max_examples=300, deadline=None)
@given(table=tables(), block=st.integers(1, 60))
def test_any_table_is_read_back_exactly(
    tmp_path_factory: pytest.TempPathFactory, table: tuple[list[list[str]], str, int], block: int
) -> None:
    rows, delimiter, quoting = table
    header = [f"column {i}" for i in range(len(rows[0]))]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=quoting).writerows([header, *rows])  # type: ignore[arg-type]
    path = write(tmp_path_factory.mktemp("table") / "table.csv", text.getvalue())
    # A block of a few bytes, so that records are cut anywhere.
    with mock.patch.object(encoding, "BLOCK", block):
        found, _, rejects = read_rows(path, Mapping("m", delimiter=delimiter, encoding="utf-8"))
    assert rejects == []
    assert found == [tuple(row) for row in rows]


@pytest.mark.parametrize("delimiter", DELIMITERS)
@pytest.mark.parametrize("name", ["tickets.csv", "tickets.csv.gz", "tickets", "tickets.txt"])
def test_the_delimiter_is_found(tmp_path: Path, delimiter: str, name: str) -> None:
    rows = [(n, at, title + ", really; truly | tab") for n, at, title in ROWS]
    assert read_rows(write(tmp_path / name, as_csv(rows, delimiter=delimiter)))[0] == rows


def test_the_hint_that_excel_leaves_is_followed(tmp_path: Path) -> None:
    rows, lines, _ = read_rows(write(tmp_path / "t.csv", "sep=|\n" + as_csv(ROWS, delimiter="|")))
    assert rows == list(ROWS)
    assert lines[0] == 3


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_every_line_end_is_known(tmp_path: Path, ending: str) -> None:
    text = as_csv(ROWS).replace("\r\n", ending)
    for content in (text, text.removesuffix(ending)):
        rows, lines, rejects = read_rows(write(tmp_path / "t.csv", content))
        assert rows == list(ROWS)
        assert lines == list(range(2, 42))
        assert rejects == []


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("cp1252", b""),
    ],
)
def test_encodings_are_found(tmp_path: Path, name: str, mark: bytes) -> None:
    rows = [(n, at, f"{title} – “Müller” à 5 €") for n, at, title in ROWS]
    path = write(tmp_path / "t.csv", mark + as_csv(rows).encode(name))
    found, lines, rejects = read_rows(path)
    assert (found, lines, rejects) == (rows, list(range(2, 42)), [])


def test_one_accent_late_in_a_western_file_is_found(tmp_path: Path) -> None:
    rows = [*ROWS, ("INC9999", "2026-02-01 08:00", "Café")]
    assert read_rows(write(tmp_path / "t.csv", as_csv(rows).encode("cp1252")))[0] == rows


def test_an_encoding_may_be_named(tmp_path: Path) -> None:
    rows = [(n, at, "Żółw") for n, at, _ in ROWS]
    path = write(tmp_path / "t.csv", as_csv(rows).encode("cp1250"))
    assert read_rows(path, Mapping("m", encoding="cp1250"))[0] == rows


@pytest.mark.parametrize("accent", ["", "é"])
@pytest.mark.parametrize("junk", [b"\xff\xfe", b"\xc3(", b"\0", b"\x81\x8d"])
def test_bytes_that_are_no_text_cost_one_row(tmp_path: Path, junk: bytes, accent: str) -> None:
    rows = [(n, at, title + accent) for n, at, title in ROWS]
    lines = as_csv(rows).encode().split(b"\r\n")
    lines[7] = lines[7].replace(b"Printer", junk)
    found, where, rejects = read_rows(write(tmp_path / "t.csv", b"\r\n".join(lines)))
    assert found == rows[:6] + rows[7:]
    assert 8 not in where
    (reject,) = rejects
    assert (reject.line, reject.column) == (8, "")
    assert "not text" in reject.reason
    assert "INC0007" in reject.text
    assert reject.text.isprintable()


def test_a_surrogate_of_utf_16_costs_one_row(tmp_path: Path) -> None:
    text = as_csv(ROWS).encode("utf-16")
    text = text.replace("Printer 7 ".encode("utf-16-le"), b"\x00\xd8" * 9 + " ".encode("utf-16-le"))
    found, _, rejects = read_rows(write(tmp_path / "t.csv", text))
    assert found == [*ROWS[:6], *ROWS[7:]]
    assert [r.line for r in rejects] == [8]


@pytest.mark.parametrize("before", ["", '"INC0000","2026-01-01 08:00","two\nlines"\n'])
def test_a_wrong_count_of_fields_costs_one_line(tmp_path: Path, before: str) -> None:
    text = "Number,Opened,Title\n" + before + "INC1,2026-01-01 09:00\nINC2,2026-01-01 10:00,b\n\n,,\nx,y,z,more\n"
    found, lines, rejects = read_rows(write(tmp_path / "t.csv", text))
    shift = before.count("\n")
    assert found[bool(before) :] == [("INC2", "2026-01-01 10:00", "b"), ("", "", "")]
    assert lines[bool(before) :] == [3 + shift, 5 + shift]
    assert [(r.line, r.reason, r.text) for r in rejects] == [
        (2 + shift, "The row has 2 fields.", "INC1,2026-01-01 09:00"),
        (6 + shift, "The row has 4 fields.", "x,y,z,more"),
    ]
    assert rejects[0].expected == "3 fields, separated by a comma."


@pytest.mark.parametrize("stray", ['"', '"x', ',"', '","'])
@pytest.mark.parametrize("later", [[], ["INC0020"]])
@pytest.mark.parametrize("at", [0, 5, 25])
def test_a_stray_quotation_mark_costs_its_own_line(tmp_path: Path, stray: str, later: list[str], at: int) -> None:
    rows = [(n, when, 'said "it burns",\nthen left' if n in later else title) for n, when, title in ROWS]
    lines = as_csv(rows).split("\r\n")
    fields = lines[10].split(",")
    lines[10] = ",".join([*fields[:1], fields[1] + stray * (at == 0), stray * (at > 0) + fields[2]])
    found, _, rejects = read_rows(write(tmp_path / "t.csv", "\r\n".join(lines)))
    assert [row for row in found if row[0] != "INC0010"] == [row for row in rows if row[0] != "INC0010"]
    assert {reject.line for reject in rejects} <= {11}


def test_a_quotation_mark_that_never_closes_costs_its_own_line(tmp_path: Path) -> None:
    text = 'Number,Opened,Title\n1,2026-01-01,"open\n' + "".join(f"{n},2026-01-01,x\n" for n in range(2, 30_000))
    found, _, rejects = read_rows(write(tmp_path / "t.csv", text))
    assert [row[0] for row in found] == [str(n) for n in range(2, 30_000)]
    assert [reject.line for reject in rejects] == [2]


@pytest.mark.parametrize("damage", [b"x", b"\xff", b"\0"])
def test_a_stray_quotation_mark_that_meets_the_next_record_costs_its_own_line(tmp_path: Path, damage: bytes) -> None:
    # Read together, the first two lines have four fields as well: '1', 'x,3,4 ... 6,', 'so"' and '8'.
    text = b'a,b,c,d\n1,"' + damage + b',3,4\n5,6,",so",8\n9,10,11,12\n'
    found, lines, rejects = read_rows(write(tmp_path / "t.csv", text))
    assert found == [("5", "6", ",so", "8"), ("9", "10", "11", "12")]
    assert lines == [3, 4]
    assert [reject.line for reject in rejects] == [2]


def test_quotation_marks_within_a_field_without_any_around_it_are_text(tmp_path: Path) -> None:
    found, _, _ = read_rows(write(tmp_path / "t.csv", 'Number,Opened,Title\n1,2026-01-01,5" disk\n'))
    assert found == [("1", "2026-01-01", '5" disk')]


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Number,Opened,Number", "columns 1 and 3 have the same name 'Number'"),
        ("Number,,Title", "column 2 of 3 has no name"),
        ("INC1,2026-01-01 08:00,x", "'2026-01-01 08:00' is a time, not the name of a column"),
    ],
)
def test_a_header_must_name_every_column(tmp_path: Path, header: str, said: str) -> None:
    path = write(tmp_path / "t.csv", header + "\n1,2026-01-01,x\n")
    with pytest.raises(FileRefused, match=said):
        read_rows(path)


def test_a_column_called_line_does_not_meet_ours(tmp_path: Path) -> None:
    rows, lines, _ = read_rows(write(tmp_path / "t.csv", as_csv([("1", "2026-01-01", "DSL 7")], ("n", "at", "line"))))
    assert (rows, lines) == ([("1", "2026-01-01", "DSL 7")], [2])


@pytest.mark.parametrize("content", ["Number,Opened,Title\n", "Number,Opened,Title", "Number,Opened,Title\n\n\n"])
def test_a_header_without_rows_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(FileRefused, match="header but no rows"):
        read_rows(write(tmp_path / "t.csv", content))


def test_a_file_of_which_no_row_can_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"None of the 2 rows could be read. First: line 2: The row has 2 fields"):
        read_rows(write(tmp_path / "t.csv", "Number,Opened,Title\n1,2\n3,4\n"))


def test_a_line_without_end_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv.gz", b"Number,Opened,Title\n1,2026-01-01," + b"x" * (17 * 2**20))
    with pytest.raises(FileRefused, match="line of more than 16 MB"):
        read_rows(path)


def test_progress_runs_to_the_end(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv.gz", as_csv(ROWS * 100, HEADER))
    with mock.patch.object(encoding, "BLOCK", 20_000):
        chunks = list(open_file(path).chunks())
    done = [chunk.done for chunk in chunks]
    assert len(chunks) > 3
    assert done == sorted(done)
    assert done[-1] == chunks[-1].total == path.stat().st_size
