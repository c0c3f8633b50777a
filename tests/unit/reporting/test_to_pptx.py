from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from pptx import Presentation
from pptx.util import Pt

from hoshin.reporting import to_pptx
from hoshin.reporting.blocks import (
    Band,
    BarChart,
    Callout,
    LineChart,
    Marker,
    Paragraph,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from hoshin.reporting.provenance import mark
from hoshin.reporting.to_pptx import paging, theme
from tests.unit.reporting import sample, strategies
from tests.unit.reporting.reading_back import charts, deck_text, slides, workbook, xml_parts


def deck(*sections: Section) -> bytes:
    return to_pptx.render(sample.snapshot(Report("T", "S", sections)), 3)


def only_chart(chart: LineChart | BarChart) -> Any:
    (native,) = charts(deck(Section("One chart", (chart,))))
    return native


@pytest.fixture(scope="module")
def pack() -> bytes:
    return to_pptx.render(sample.snapshot(), 3)


def test_slides_are_wide_and_each_says_its_message(pack: bytes) -> None:
    opened = Presentation(io.BytesIO(pack))
    assert (opened.slide_width, opened.slide_height) == (Pt(960), Pt(540))
    titles = [slide.shapes.title.text_frame.text for slide in opened.slides]
    assert titles[:2] == ["Service management, third quarter 2026", "In brief"]
    assert titles[2:-1] == [section.title for section in sample.report().sections]
    assert titles[-1] == "Where these numbers come from"


def test_the_file_carries_its_identity_and_the_day_given(pack: bytes) -> None:
    properties = Presentation(io.BytesIO(pack)).core_properties
    assert properties.identifier == mark(sample.snapshot())
    assert properties.created == properties.modified == datetime(2026, 10, 5, tzinfo=UTC).replace(tzinfo=None)
    assert properties.author == "Meridian Freight"


def test_the_same_snapshot_gives_the_same_bytes(pack: bytes) -> None:
    assert to_pptx.render(sample.snapshot(), 3) == pack
    assert to_pptx.render(sample.snapshot(), 4) != pack


def test_each_slide_has_source_edition_and_number(pack: bytes) -> None:
    for slide in slides(pack)[1:]:
        kinds = {s.placeholder_format.type.name: s for s in slide.placeholders}
        assert sample.GENERATION in kinds["FOOTER"].text_frame.text
        assert kinds["DATE"].text_frame.text == "Edition 3 · 5 Oct 2026"
        assert "slidenum" in kinds["SLIDE_NUMBER"]._element.xml


def test_a_line_chart_is_native_and_holds_every_number() -> None:
    block = sample.effect_chart()
    native = only_chart(block)
    plotted = {s.name: tuple(s.values) for plot in native.plots for s in plot.series}
    for series in block.series:
        assert plotted[series.name] == series.values
    (band,) = block.bands
    foot, height = plotted[f"{band.name}: foot"], plotted[band.name]
    for low, high, a, b in zip(band.low, band.high, foot, height, strict=True):
        assert b == 0 if low is None or high is None else (a, a + b) == pytest.approx((low, high))
    (start,) = block.markers
    assert [c for c, v in zip(block.categories, plotted[start.label], strict=True) if v is not None] == [start.at]
    sheet = list(workbook(native).iter_rows(min_row=2, values_only=True))
    names = [cell.value for cell in workbook(native)[1]]
    assert [f"{row[0]:%Y-%m}" for row in sheet] == list(block.categories)
    assert [row[names.index("Observed")] for row in sheet] == list(block.series[0].values)
    assert [row[names.index("Expected")] for row in sheet] == list(block.series[1].values)


def test_gaps_are_left_open_and_signals_are_marks_without_a_line() -> None:
    native = only_chart(sample.control_chart())
    assert native._chartSpace.find(".//{*}dispBlanksAs").get("val") == "gap"
    series = {s.name: s for s in native.plots[0].series}
    assert series["Median"].values[5] is None
    assert series["Signal: better than expected"].format.line.fill.type.name == "BACKGROUND"
    assert series["Limits"].format.line.dash_style.name == "DASH"


@pytest.mark.parametrize(
    ("categories", "first", "last", "unit"),
    [
        (sample.months(14), date(2024, 11, 1), date(2025, 12, 1), "months"),
        (("2015-W52", "2015-W53", "2016-W01"), date(2015, 12, 21), date(2016, 1, 4), "days"),
        (("2016-02-28", "2016-02-29", "2016-03-01"), date(2016, 2, 28), date(2016, 3, 1), "days"),
    ],
)
def test_periods_stand_on_an_axis_of_dates(categories: tuple[str, ...], first: date, last: date, unit: str) -> None:
    native = only_chart(LineChart("x", "h", categories, (Series("A", (1.0,) * len(categories)),)))
    days = [row[0].date() for row in workbook(native).iter_rows(min_row=2, values_only=True)]
    assert (days[0], days[-1]) == (first, last)
    assert native._chartSpace.find(".//{*}dateAx/{*}baseTimeUnit").get("val") == unit


@pytest.mark.parametrize("categories", [("2016-04", "2016-W01"), ("2016-04", "2016-04"), ("A", "B"), ("1816-04",)])
def test_what_are_no_periods_in_order_are_names(categories: tuple[str, ...]) -> None:
    native = only_chart(LineChart("x", "h", categories, (Series("A", (1.0,) * len(categories)),)))
    assert [c.label for c in native.plots[0].categories] == list(categories)


def test_words_stand_beside_the_one_chart_where_that_saves_a_slide() -> None:
    words = (Callout(Tone.GOOD, "Proven", "word " * 40), *sample.report().sections[0].blocks[:1])
    assert len(paging.pages(Section("s", (*words, sample.control_chart())), 864, 380)) == 1
    data = deck(Section("s", (*words, sample.control_chart())))
    (slide,) = slides(data)[1:-1]
    (chart,) = [s for s in slide.shapes if getattr(s, "has_chart", False) and s.has_chart]
    assert chart.left > Pt(theme.WIDTH) / 3
    assert chart.height > Pt(250)


def test_long_times_are_in_days_in_chart_and_workbook() -> None:
    native = only_chart(BarChart("Age", "h", ("A", "B"), (480.0, None)))
    assert native.plots[0].series[0].values == (20.0, None)
    assert list(native.plots[0].categories) == ["A", "B (no data)"]


def test_a_name_that_looks_like_a_formula_or_a_link_stays_text() -> None:
    native = only_chart(BarChart("=1+1", "tickets", ("=A1", "http://x.example/" + "a" * 3000, "@SUM(1)"), (1, 2, 3)))
    sheet = workbook(native)
    assert [sheet.cell(r, 1).data_type for r in (2, 3, 4)] == ["s", "s", "s"]
    assert sheet.cell(1, 2).value == "=1+1"
    assert sheet.cell(1, 2).data_type == "s"


def test_forty_rows_stand_once_each_in_order_under_repeated_heads() -> None:
    table = sample.scorecard_table(40)
    data = deck(Section("Forty rows", (table,)))
    found, titles = [], []
    for slide in slides(data)[1:-1]:
        titles.append(slide.shapes.title.text_frame.text)
        (native,) = [s.table for s in slide.shapes if getattr(s, "has_table", False) and s.has_table]
        rows = [[cell.text_frame.text for cell in row.cells] for row in native.rows]
        assert rows[0] == list(table.columns)
        found += [row[0] for row in rows[1:]]
    assert found == [row[0].text for row in table.rows]
    assert titles == [f"Forty rows ({i} of {len(titles)})" for i in range(1, len(titles) + 1)]


def test_forty_bars_stand_once_each_on_one_scale() -> None:
    names, values = tuple(f"Group {i:02d}" for i in range(40)), tuple(float(400 - 9 * i) for i in range(40))
    parts = charts(deck(Section("Forty groups", (BarChart("Open", "tickets", names, values, "Falls."),))))
    assert len(parts) == 3
    assert [c.label for part in parts for c in part.plots[0].categories] == list(names)
    assert len({part.value_axis.maximum_scale for part in parts}) == 1


def test_charts_and_tables_are_described_for_those_who_do_not_see_them(pack: bytes) -> None:
    for slide in slides(pack):
        for shape in slide.shapes:
            if getattr(shape, "has_chart", False) or getattr(shape, "has_table", False):
                assert len(shape._element.xpath(".//p:cNvPr")[0].get("descr")) > 8


def test_nothing_lies_beyond_the_slide_or_upon_another() -> None:
    table = replace(sample.scorecard_table(40), caption="c" * 300)
    long = Section("A long message " * 12, (Paragraph("word " * 900), table, sample.control_chart(104)), "note " * 40)
    for slide in slides(deck(*sample.report().sections, long)):
        areas = []
        for shape in slide.shapes:
            left, top, right, foot = shape.left, shape.top, shape.left + shape.width, shape.top + shape.height
            assert left >= 0
            assert top >= 0
            assert right <= Pt(theme.WIDTH)
            assert foot <= Pt(theme.HEIGHT)
            if "decorative" not in shape._element.xml and not shape.is_placeholder:
                areas.append((left, top, right, foot))
        areas.sort(key=lambda a: a[1])
        for i, a in enumerate(areas):
            for b in areas[i + 1 :]:
                apart = a[2] <= b[0] + 2 or b[2] <= a[0] + 2 or a[3] <= b[1] + 2 or b[3] <= a[1] + 2
                assert apart, (slide.shapes.title.text_frame.text, a, b)


def test_only_parts_of_ours_are_in_the_file(pack: bytes) -> None:
    names = set(xml_parts(pack))
    assert not [name for name in names if "thumbnail" in name or "printer" in name]
    assert sum(name.startswith("ppt/slideLayouts/slideLayout") for name in names) == 3
    external = [name for name, data in xml_parts(pack).items() if b'TargetMode="External"' in data]
    assert external == []


def test_a_chart_without_anything_to_show_says_so() -> None:
    data = deck(Section("None", (BarChart("B", "h", (), ()), LineChart("L", "h", ("2026-01",), ()))))
    assert deck_text(data).count("Thereisnothingtoshowyet.") == 2
    assert charts(data) == []


def test_several_bands_and_late_starts_are_drawn() -> None:
    block = sample.effect_chart()
    (band,) = block.bands
    more = replace(
        block,
        bands=(band, Band("Wider", band.low, band.high)),
        markers=(*block.markers, Marker(block.categories[-1], "Late"), Marker("never", "Not shown")),
        series=(*block.series, Series("Empty", (None,) * 24)),
    )
    native = only_chart(more)
    assert {s.name for p in native.plots for s in p.series} >= {"Wider: low", "Wider: high", "Late", "Empty"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(strategies.texts)
def test_cut_text_is_the_text(text: str) -> None:
    for part in (parts := paging.cut(text * 3, 14, 120, 2)):
        assert part or text == ""
    assert "".join(parts) == text * 3


@settings(max_examples=40, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.too_slow])
@given(strategies.sections)
def test_pages_hold_every_block_and_no_more_than_fits(section: Section) -> None:
    found = paging.pages(section, 864, 380)
    rows = sum(len(b.rows) for b in section.blocks if isinstance(b, Table) and b.columns)
    placed = [p.block for page in found for p in page.pieces]
    assert sum(len(b.rows) for b in placed if isinstance(b, Table)) == rows
    for page in found:
        taken = sum(p.height for p in page.pieces) + page.setting.gap * (len(page.pieces) - 1)
        assert taken <= 380.01 or len(page.pieces) == 1
