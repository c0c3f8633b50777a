"""Whatever a list holds, both forms say it back: read by other libraries, and never as a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta, timezone

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.reporting import to_csv, to_xlsx
from hoshin.reporting.tables import Table, day, instant, number, share, text, whole
from hoshin.reporting.to_xlsx import Origin, TooLong, workbook

Row = tuple[str | None, int | None, float | None, float | None, date | None, datetime | None]
TABLE = Table[Row](
    "things",
    "Things",
    (
        text("Word", lambda row: row[0]),
        whole("Count", lambda row: row[1]),
        number("Amount", lambda row: row[2]),
        share("Share", lambda row: row[3]),
        day("Day", lambda row: row[4]),
        instant("At", lambda row: row[5]),
    ),
)
ORIGIN = Origin("Halvorsund", "Ines", datetime(2026, 11, 20, 9, tzinfo=UTC))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=40)
DAYS = st.dates(date(1950, 1, 1), date(2100, 1, 1))
ZONES = st.integers(-12, 12).map(lambda hours: timezone(timedelta(hours=hours)))
ROWS = st.lists(
    st.tuples(
        st.none() | WORDS | WORDS.map("={}".format) | WORDS.map("@{}".format),
        st.none() | st.integers(-(10**9), 10**9),
        st.none() | st.floats(-1e9, 1e9),
        st.none() | st.floats(0, 1),
        st.none() | DAYS,
        st.none() | st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=ZONES),  # noqa: DTZ001
    ),
    max_size=8,
)


@given(ROWS)
def test_csv_says_every_cell_back(rows: list[Row]) -> None:
    said = "".join(to_csv.lines_of(TABLE.of(rows)))
    assert said.startswith("\ufeff")
    read = list(csv.DictReader(io.StringIO(said[1:], newline="")))
    assert len(read) == len(rows)
    for row, (word, count, amount, _, on, at) in zip(read, rows, strict=True):
        cell = row["Word"]
        assert cell == (word or "") or cell == f"'{word}"
        assert not cell[1:] or cell[0] not in "=+-@\t\r\n"
        assert row["Count"] == ("" if count is None else str(count))
        assert (float(row["Amount"]) if row["Amount"] else None) == amount
        assert (date.fromisoformat(row["Day"]) if row["Day"] else None) == on
        assert (datetime.fromisoformat(row["At"]) if row["At"] else None) == (at and at.replace(microsecond=0))


@settings(max_examples=30, deadline=None)
@given(ROWS)
def test_a_workbook_says_every_cell_back(rows: list[Row]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(TABLE.of(rows), ORIGIN)))
    sheet = book["List"]
    assert [cell.value for cell in sheet[1]] == ["Word", "Count", "Amount", "Share", "Day", "At"]
    assert book["About"]["B1"].value == "Halvorsund"
    assert book["About"]["B6"].value == len(rows)
    for place, (word, count, amount, part, on, at) in enumerate(rows, 2):
        cells = sheet[place]
        assert cells[0].data_type in ("s", "n", "inlineStr")
        assert (cells[0].value or "") == (word or "")
        assert cells[1].value == count
        assert cells[2].value == (None if amount is None else pytest.approx(amount, rel=1e-9))
        assert cells[3].value == (None if part is None else pytest.approx(part, rel=1e-9))
        assert (cells[4].value.date() if cells[4].value else None) == on
        if at:
            assert abs(cells[5].value - at.astimezone(UTC).replace(tzinfo=None)) < timedelta(seconds=1)


def test_a_list_too_long_for_a_workbook_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(to_xlsx, "MOST_ROWS", 2)
    with pytest.raises(TooLong, match="take it away as CSV"):
        workbook(TABLE.of([("a", 1, None, None, None, None)] * 3), ORIGIN)


def test_a_cell_longer_than_a_workbook_takes_is_cut_with_a_sign() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(TABLE.of([("x" * 40_000, *[None] * 5)]), ORIGIN)))  # type: ignore[list-item]
    assert book["List"]["A2"].value.endswith("x…")


def test_columns_are_guarded_as_well() -> None:
    said = "".join(to_csv.lines(pa.table({"word": ["=1+1", "＝1"], "n": [-1, None]})))
    assert said == "\ufeffword,n\r\n'=1+1,-1\r\n'＝1,\r\n"
