from __future__ import annotations

import gzip
import io
import os
import random
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path
from unittest import mock

import openpyxl
import pytest

from hoshin.connectors import xes_rows, xlsx_rows
from hoshin.connectors.content import Form, sniff
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.opening import open_file
from tests.unit.connectors.exported import ROWS, as_csv, as_xes, as_xlsx, read_rows, repacked, write

EVENTS = [
    (
        f"INC{n:04d}",
        [
            {"concept:name": s, "time:timestamp": f"2026-01-{n:02d}T08:0{i}:00+01:00"}
            for i, s in enumerate(["New", "Done"])
        ],
    )
    for n in range(1, 20)
]


def refused(path: Path, said: str) -> None:
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(FileRefused, match=said) as caught:
        read_rows(path)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    assert message.endswith(".")
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    ("name", "content", "form"),
    [
        ("a.csv", as_csv(ROWS), Form.CSV),
        ("a", as_csv(ROWS), Form.CSV),
        ("a.xlsx", as_xlsx(ROWS), Form.XLSX),
        ("a.export", as_xlsx(ROWS), Form.XLSX),
        ("a.xes", as_xes(EVENTS), Form.XES),
        ("a.xml", as_xes(EVENTS), Form.XES),
        ("a.dat", as_xes(EVENTS).replace("UTF-8", "UTF-16").encode("utf-16"), Form.XES),
    ],
)
def test_the_content_tells_the_form(tmp_path: Path, name: str, content: str | bytes, form: Form) -> None:
    plain, packed = write(tmp_path / name, content), write(tmp_path / f"{name}.gz", content)
    unsaid = tmp_path / "packed"
    unsaid.write_bytes(packed.read_bytes())
    assert (sniff(plain).form, sniff(plain).packed) == (form, False)
    assert (sniff(packed).form, sniff(packed).packed) == (form, True)
    assert (sniff(unsaid).form, sniff(unsaid).packed) == (form, True)
    assert read_rows(plain) == read_rows(packed) == read_rows(unsaid)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.xlsx", as_csv(ROWS), "its name says XLSX, its content is CSV"),
        ("a.csv", as_xlsx(ROWS), "its name says CSV, its content is XLSX"),
        ("a.xes", as_csv(ROWS), "its name says XES, its content is CSV"),
        ("a.csv", b"%PDF-1.7 ...", "is a PDF document"),
        ("a.csv", b"\xd0\xcf\x11\xe0" + bytes(600), r"an old Excel workbook \(.xls\)"),
        ("a.csv", "<!DOCTYPE html><html><body>Instance Hibernating page</body></html>", "is a web page"),
        ("a.xml", "<?xml version='1.0'?><tickets/>", "is XML, but not XES"),
        ("a.csv", '{"result": [{"number": "INC1"}]}', "is JSON"),
        ("a.csv", random.Random(3).randbytes(5_000), "not text"),
        ("a.csv", "", "is empty"),
        ("a.csv", "\ufeff  \r\n\n", "is empty"),
        ("a.csv.gz", "", "is empty"),
        ("a.xlsx", "", "is empty"),
        ("a.csv", "number and nothing else\nINC1\n", "no columns that a comma, semicolon, tab or bar separates"),
    ],
)
def test_what_is_none_of_them_is_refused(tmp_path: Path, name: str, content: str | bytes, said: str) -> None:
    refused(write(tmp_path / name, content), said)


def test_a_gz_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv.gz"
    path.write_text(as_csv(ROWS))
    refused(path, "isn't packed as .gz")


def test_a_gz_within_a_gz_is_refused(tmp_path: Path) -> None:
    refused(write(tmp_path / "a.csv.gz", gzip.compress(as_csv(ROWS).encode())), "packed twice")


def test_a_file_that_is_not_there_or_is_a_folder_is_refused(tmp_path: Path) -> None:
    refused(tmp_path / "none.csv", "can't be opened")
    (tmp_path / "folder.csv").mkdir()
    refused(tmp_path / "folder.csv", "can't be opened")


@pytest.mark.skipif(os.geteuid() == 0, reason="THE SUPERUSER MAY READ EVERY FILE: nothing to refuse")
def test_a_file_that_may_not_be_read_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", as_csv(ROWS))
    path.chmod(0)
    refused(path, "can't be opened")


@pytest.mark.parametrize("name", ["a.csv.gz", "a.xlsx.gz", "a.xes.gz", "a.xlsx", "a.xes"])
@pytest.mark.parametrize("kept", [0.05, 0.5, 0.9, 0.999])
def test_a_cut_file_is_refused(tmp_path: Path, name: str, kept: float) -> None:
    content: str | bytes = {"csv": as_csv(ROWS * 200), "xlsx": as_xlsx(ROWS), "xes": as_xes(EVENTS * 50)}[
        name.split(".")[1]
    ]  # type: ignore[assignment]
    path = write(tmp_path / name, content)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * kept)])
    refused(path, "cut off|damaged")


def test_a_damaged_gz_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv.gz", as_csv(ROWS))
    data = bytearray(path.read_bytes())
    data[-6] ^= 1
    path.write_bytes(data)
    refused(path, "damaged")


# --- XLSX ------------------------------------------------------------------------------------------------------------


def test_a_workbook_is_read(tmp_path: Path) -> None:
    found, lines, rejects = read_rows(write(tmp_path / "a.xlsx", as_xlsx(ROWS)))
    assert (found, lines, rejects) == (list(ROWS), list(range(2, 42)), [])


def test_cells_become_text(tmp_path: Path) -> None:
    row = ["INC1", datetime(2016, 2, 29, 1, 16), date(2016, 2, 29), 3, 2.5, True, None, "a\nb"]  # noqa: DTZ001
    header = ["ticket", "at", "on", "count", "part", "flag", "nothing", "text"]
    found, _, _ = read_rows(write(tmp_path / "a.xlsx", as_xlsx([row], header)))
    assert found == [("INC1", "2016-02-29 01:16:00", "2016-02-29", "3", "2.5", "true", "", "a\nb")]


def test_times_of_cells_are_exact_to_the_second(tmp_path: Path) -> None:
    chance = random.Random(5)
    times = [datetime(1990, 1, 1) + timedelta(seconds=chance.randrange(60 * 365 * 86_400)) for _ in range(2_000)]  # noqa: DTZ001
    found, _, _ = read_rows(write(tmp_path / "a.xlsx", as_xlsx([["x", time] for time in times], ["x", "y"])))
    assert [datetime.fromisoformat(row[1] or "") for row in found] == times


def test_empty_rows_are_no_rows_and_lines_are_those_of_the_sheet(tmp_path: Path) -> None:
    rows: list[list[object]] = [["a", "b"], [None, None], ["c", None], [None, "d"]]
    found, lines, _ = read_rows(write(tmp_path / "a.xlsx", as_xlsx(rows, ["x", "y"], empty_rows=2)))
    assert (found, lines) == ([("a", "b"), ("c", ""), ("", "d")], [4, 6, 7])


def test_a_cell_beyond_the_header_costs_its_row(tmp_path: Path) -> None:
    rows = [["a", "b"], ["c", "d", "e"], ["f", "g"]]
    found, _, rejects = read_rows(write(tmp_path / "a.xlsx", as_xlsx(rows, ["x", "y"])))
    assert found == [("a", "b"), ("f", "g")]
    assert [(r.line, r.text) for r in rejects] == [(3, "c\td\te")]


def test_the_first_visible_sheet_that_holds_anything_is_read(tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(as_xlsx(ROWS)))
    hidden, empty = workbook.create_sheet("hidden", 0), workbook.create_sheet("empty", 1)
    hidden["A1"], hidden.sheet_state = "secret", "hidden"
    assert empty.title == "empty"
    data = io.BytesIO()
    workbook.save(data)
    assert read_rows(write(tmp_path / "a.xlsx", data.getvalue()))[0] == list(ROWS)


def test_a_workbook_without_a_table_is_refused(tmp_path: Path) -> None:
    refused(write(tmp_path / "a.xlsx", as_xlsx([], [])), "no visible sheet holds anything")
    refused(write(tmp_path / "b.xlsx", as_xlsx([], ["x", "y"])), "header but no rows")
    refused(write(tmp_path / "c.xlsx", as_xlsx([["a", "b"]], ["x", "x"])), "the same name 'x'")
    refused(write(tmp_path / "d.xlsx", repacked(as_xlsx(ROWS), {"xl/workbook.xml": b"<no"})), "damaged")
    refused(write(tmp_path / "e.xlsx", repacked(as_xlsx(ROWS), {"xl/worksheets/sheet1.xml": None})), "damaged")


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("tickets.csv", as_csv(ROWS))
    refused(write(tmp_path / "a.zip", data.getvalue()), "ZIP archive, not an Excel workbook")


def test_a_workbook_that_unpacks_without_bounds_is_refused(tmp_path: Path) -> None:
    bomb = repacked(as_xlsx(ROWS), {"xl/styles.xml": bytes(5 * 2**20)})
    assert len(bomb) < 2**17
    with mock.patch.object(xlsx_rows, "LARGEST", 2**22):
        refused(write(tmp_path / "a.xlsx", bomb), "unpacks to more than")


# --- XES -------------------------------------------------------------------------------------------------------------


def test_a_log_is_read_with_its_traces_as_columns(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xes", as_xes([("INC1", [{"concept:name": "New"}, {"org:group": "A & <B>", "line": "7"}])])
    )
    assert open_file(path).columns == ("case:concept:name", "concept:name", "org:group", "line (of the file)")
    found, lines, rejects = read_rows(path)
    assert found == [("INC1", "New", None, None), ("INC1", None, "A & <B>", "7")]
    assert (lines, rejects) == ([7, 10], [])


def test_attributes_within_lists_and_others_scopes_are_left_out(tmp_path: Path) -> None:
    log = """<log><string key="source" value="x"/><trace><event>
        <string key="a" value="1"><string key="meta" value="2"/></string>
        <list key="l"><values><string key="deep" value="3"/></values></list><int key="i" value="4"/></event>
        <string key="concept:name" value="late"/></trace></log>"""
    path = write(tmp_path / "a.xes", log)
    assert open_file(path).columns == ("case:concept:name", "a", "i")
    assert read_rows(path)[0] == [("late", "1", "4")]


def test_a_trace_without_events_is_kept_as_a_reject(tmp_path: Path) -> None:
    _, _, rejects = read_rows(write(tmp_path / "a.xes", as_xes([("INC1", []), *EVENTS])))
    assert [(r.line, r.reason, r.text) for r in rejects] == [(5, "The trace has no event.", "INC1")]


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("<log></log>", "without events"),
        ("<log><trace></trace></log>", "without events"),
        ("<log><trace><event><string key='a' value='1'/></trace></log>", "damaged"),
        ("<html><log></log></html>", "its root is <html>"),
        ('<!DOCTYPE log [<!ENTITY a "b">]><log>&a;</log>', "defines entities or a document type"),
        ('<!DOCTYPE log SYSTEM "file:///etc/passwd"><log></log>', "defines entities or a document type"),
        ("<log><trace><event><string key='a' value='&b;'/></event></trace></log>", "damaged"),
        ("<?xml version='1.0' encoding='no-such'?><log></log>", "damaged"),
    ],
)
def test_what_is_no_log_is_refused(tmp_path: Path, log: str, said: str) -> None:
    refused(write(tmp_path / "a.xes", log), said)


def test_an_entity_bomb_is_refused_at_once(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30))
    refused(write(tmp_path / "a.xes", f'<!DOCTYPE log [<!ENTITY e0 "x">{entities}]><log>&e29;</log>'), "entities")


def test_a_log_without_bounds_is_refused(tmp_path: Path) -> None:
    with mock.patch.object(xes_rows, "LONGEST_TRACE", 3):
        refused(write(tmp_path / "a.xes", as_xes([("INC1", [{"a": "1"}] * 4)])), "more than 3 events")
    with mock.patch.object(xes_rows, "MOST_COLUMNS", 3):
        refused(
            write(tmp_path / "b.xes", as_xes([("INC1", [{"a": "1", "b": "2", "c": "3"}])])), "more than 3 attributes"
        )


def test_a_text_without_end_is_refused(tmp_path: Path) -> None:
    log = b"<log><trace><event><string key='a' value='" + b"x" * (20 * 2**20)
    refused(write(tmp_path / "a.xes.gz", log), "text of more than 16 MB")
