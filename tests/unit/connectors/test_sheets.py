"""Sheets as people typed them; whatever is no workbook, or no workbook that people wrote, is refused in a sentence."""

from __future__ import annotations

import contextlib
import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from hoshin.connectors.errors import FileRefused
from hoshin.connectors.sheets import LARGEST, read_sheets


def saved(made: Workbook) -> bytes:
    """Its bytes."""
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def repacked(content: bytes, part: str, change: bytes) -> bytes:
    """A workbook with other bytes in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change if name == part else old.read(name))
    return out.getvalue()


def sample() -> Workbook:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.title = "Objectives"
    sheet["B3"] = "A title over four columns"
    sheet.merge_cells("B3:E3")
    sheet["B5"], sheet["C5"] = "Title", "Share"
    sheet["B7"], sheet["C7"], sheet["D7"] = " x ", 0.61, date(2026, 1, 2)
    sheet["C7"].number_format = "0.0%"
    sheet["B9"] = "#REF!"
    sheet["C9"] = datetime(2026, 1, 2, 3, 4)  # noqa: DTZ001 Excel has no zones
    made.create_sheet("Hidden").sheet_state = "hidden"
    made["Hidden"]["A1"] = "not shown"
    made.create_sheet("Empty")
    return made


def test_cells_keep_their_place_their_kind_and_their_marks() -> None:
    [sheet] = read_sheets(saved(sample()), "plan.xlsx")
    assert sheet.name == "Objectives"
    assert [line for line, _ in sheet.rows] == [3, 5, 7, 9]
    assert sheet.rows[2][1] == ("", " x ", 0.61, date(2026, 1, 2))
    assert (sheet.percents, sheet.errors) == (frozenset({(7, 3)}), frozenset({(9, 2)}))


def test_a_cell_in_the_last_corner_is_refused_before_room_is_made_for_all_between() -> None:
    made = sample()
    made["Objectives"]["XFD1048576"] = "far"
    with pytest.raises(FileRefused, match=r"reaches to row 1,048,576 and column 16,384"):
        read_sheets(saved(made), "plan.xlsx")


def test_what_unpacks_to_more_than_people_write_is_refused() -> None:
    bomb = repacked(saved(sample()), "xl/styles.xml", b"<!--" + b" " * (101 * 2**20) + b"-->")
    assert len(bomb) < LARGEST
    with pytest.raises(FileRefused, match="unpacks to more than 100 MB"):
        read_sheets(bomb, "plan.xlsx")


def test_entities_are_refused() -> None:
    part = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><worksheet><sheetData><row><c>&a;</c></row></sheetData></worksheet>'
    with pytest.raises(FileRefused, match="damaged or not an Excel workbook"):
        read_sheets(repacked(saved(sample()), "xl/worksheets/sheet1.xml", part), "plan.xlsx")


def zipped() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "a")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 99, "old Excel workbook"),
        (b"\x1f\x8b" + b"x" * 99, "packed as .gz"),
        (zipped(), "not an Excel workbook"),
        (saved(sample())[:2000], "cut off or damaged"),
        (b"<html><body>", "a web page"),
        (b"x" * (LARGEST + 1), "larger than 8 MB"),
    ],
)
def test_what_is_no_workbook_is_refused_with_what_it_is(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_sheets(content, "plan.xlsx")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_a_workbook_of_one_sheet(delimiter: str, encoding: str) -> None:
    text = f'Title{delimiter}Why{delimiter}Owner\n\n"Größer"{delimiter}"one, two; three"{delimiter}Ada\n'
    [sheet] = read_sheets(text.encode(encoding), "Objectives.csv")
    assert (sheet.name, sheet.rows[1]) == ("Objectives", (3, ("Größer", "one, two; three", "Ada")))


@given(st.integers(0, 7000), st.integers(0, 255))
def test_a_byte_that_flips_is_read_or_refused(place: int, value: int) -> None:
    content = bytearray(saved(sample()))
    content[place % len(content)] = value
    with contextlib.suppress(FileRefused):
        read_sheets(bytes(content), "plan.xlsx")
