"""Texts and reports as people, desks and attackers write them, for property tests."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Period, Reading, Reason, Refusal, Value
from hoshin.reporting.blocks import (
    Band,
    BarChart,
    Block,
    Callout,
    Cell,
    Figure,
    Figures,
    LineChart,
    Marker,
    Paragraph,
    Report,
    Section,
    Series,
    Table,
    Tone,
)
from hoshin.reporting.snapshot import PublishedReading, Snapshot

HOSTILE = (
    "#let x = 1",
    "#sys.inputs",
    '#read("/etc/passwd")',
    "<script>alert(1)</script>",
    "</script><!--",
    "]]>&amp;&#x41;",
    "$a_b^c$",
    "@ref *bold* _it_ `code`",
    "{{ x }}{% load y %}",
    "=HYPERLINK(1)",
    "+1+cmd|' /C calc'!A0",
    "http://example.org/" + "a" * 300,
    "_x0041_ \\u0041 %s {0}",
    "a\r\nb\tc\u2028d",
    "Łódź – „Größe“ ‰ €",
    "物流システム Склад Αποθήκη مستودع מחסן 창고 คลัง",
    "👩‍💻🇪🇺 e\u0301 \u202eevil\u202c \u200b|",
    "W" * 200,
    "\x00\x07\x1b\ufffe\ud800",
    "",
    " ",
)

texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=60))
tones = st.sampled_from(Tone)
numbers = st.floats(-1e9, 1e9, allow_nan=False).map(lambda x: round(x, 6))
gaps = st.one_of(st.none(), numbers)
units = st.sampled_from(["h", "share", "tickets", "per ticket", ""])
days = st.dates(date(1990, 1, 1), date(2100, 1, 1))

figures = st.builds(Figure, texts, texts, texts, tones, texts, st.none())
cells = st.builds(Cell, texts, tones, texts, st.booleans())


@st.composite
def tables(draw: st.DrawFn) -> Table:
    width = draw(st.integers(1, 6))
    rows = draw(st.lists(st.tuples(*[cells] * width), max_size=6))
    return Table(draw(texts), tuple(draw(st.lists(texts, min_size=width, max_size=width))), tuple(rows), draw(texts))


@st.composite
def line_charts(draw: st.DrawFn) -> LineChart:
    categories = tuple(draw(st.lists(texts, min_size=1, max_size=8, unique=True)))
    run = st.tuples(*[gaps] * len(categories))
    styles = st.sampled_from(["line", "dashed", "faint", "points"])
    series = draw(st.lists(st.builds(Series, texts, run, styles, tones), max_size=3))
    bands = draw(st.lists(st.builds(Band, texts, run, run), max_size=2))
    at = st.sampled_from([*categories, "elsewhere"])
    markers = draw(st.lists(st.builds(Marker, at, texts), max_size=3))
    return LineChart(draw(texts), draw(units), categories, tuple(series), tuple(bands), tuple(markers), draw(texts))


@st.composite
def bar_charts(draw: st.DrawFn) -> BarChart:
    bars = draw(st.lists(st.tuples(texts, gaps), max_size=20))
    return BarChart(draw(texts), draw(units), tuple(b[0] for b in bars), tuple(b[1] for b in bars), draw(texts))


blocks: st.SearchStrategy[Block] = st.one_of(
    st.builds(Paragraph, texts, st.booleans()),
    st.builds(Callout, tones, texts, texts, texts),
    st.builds(Figures, st.lists(figures, max_size=6).map(tuple)),
    tables(),
    line_charts(),
    bar_charts(),
)
sections = st.builds(Section, texts, st.lists(blocks, max_size=3).map(tuple), texts)
reports = st.builds(Report, texts, texts, st.lists(sections, max_size=3).map(tuple), texts)

periods = st.builds(Period, st.sampled_from(["2016-04", "2016-W13", "2016-04-01", "all"]), days, days)
results = st.one_of(
    st.builds(Value, numbers, st.integers(0, 10**6), gaps, gaps),
    st.builds(Refusal, st.sampled_from(Reason), st.integers(0, 4), texts),
)
where = st.lists(st.tuples(texts, texts), max_size=2).map(tuple)
queries = st.builds(
    Query, st.sampled_from(Grain), st.one_of(st.none(), texts), st.one_of(st.none(), days), st.none(), where
)
readings = st.builds(Reading, texts, periods, where, results, units, texts, texts, st.booleans())
snapshots = st.builds(
    Snapshot,
    title=texts,
    organisation=texts,
    period=texts,
    as_of=days,
    generation=st.one_of(st.none(), texts),
    readings=st.lists(st.builds(PublishedReading, queries, readings), max_size=2).map(tuple),
    report=reports,
)
