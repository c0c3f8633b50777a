"""Native, editable charts on slides."""

from __future__ import annotations

from typing import Any

from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.util import Pt

from hoshin.reporting import axes, lettering, palette
from hoshin.reporting.blocks import BarChart, LineChart, Series, Tone
from hoshin.reporting.chart_table import NO_VALUE
from hoshin.reporting.to_pptx import chart_parts, theme
from hoshin.reporting.to_pptx.words import Colour, Frame, describe, paint
from hoshin.reporting.to_pptx.workbook import ChartData
from hoshin.reporting.to_svg import alone_between_gaps, last_value

TEXT = 11.0
_LINE = 13.0
_NAME = 96.0
"""Longer names stand in the legend: programs break them beside a line."""
_MARKS = {
    Tone.GOOD: XL_MARKER_STYLE.TRIANGLE,
    Tone.BAD: XL_MARKER_STYLE.SQUARE,
    Tone.WATCH: XL_MARKER_STYLE.DIAMOND,
    Tone.NEUTRAL: XL_MARKER_STYLE.CIRCLE,
    Tone.UNKNOWN: XL_MARKER_STYLE.CIRCLE,
}
_DATES = {"months": ("yyyy-mm", "2026-10"), "weeks": ("d mmm yy", "26 Oct 26"), "days": ("yyyy-mm-dd", "2026-10-26")}
"""How days on an axis are written in Excel's code, and one as it looks. A week is named by its Monday."""
_FORMATS = {"tickets": "#,##0", "share": "0.0%"}


def line_chart(slide: Any, chart: LineChart, frame: Frame) -> None:  # noqa: ANN401 python-pptx has no types
    """Lines with names at their ends; limits dashed, gaps left open, signals as marks, starts as upright lines."""
    found = axes.amounts_of(chart)
    scale = axes.scale(chart.unit, found)
    steps = axes.ticks([v / scale.divisor for v in found], top=scale.top)
    data = _data(chart.unit, scale)
    when = axes.calendar(chart.categories)
    data.categories = when.days if when else chart.categories
    if when:
        data.categories.number_format = _DATES[when.unit][0]
    for name, values in _columns(chart, scale, steps):
        data.add_series(name, values)
    native = _add(slide, XL_CHART_TYPE.LINE, data, frame, chart.summary or chart.title)
    lines = list(native.plots[0].series)
    band = 2 if chart.bands else 0
    bounds = 2 * max(0, len(chart.bands) - 1)
    shown = lines[band + bounds : band + bounds + len(chart.series)]
    for drawn in lines[band : band + bounds]:
        _stroke(drawn, palette.FAINT, 1.0, dashed=True)
    for drawn, series in zip(shown, chart.series, strict=True):
        _line(drawn, series)
    named = [(d, s) for d, s in zip(shown, chart.series, strict=True) if _beside(s, chart)]
    right = max((min(lettering.width(s.name, TEXT), _NAME) for _, s in named), default=0) + 16
    left = max(lettering.width(scale.label(t, steps[1] - steps[0]), TEXT) for t in steps) + 12
    top = 8 + _LINE * (2 * bool(_keyed(chart)) + min(3, len(chart.markers)))
    plot = Frame(left, top, frame.width - left - right, frame.height - top - 26)
    _axes(native, chart.categories, steps, scale, plot.width, when)
    chart_parts.inner_plot(native, plot, frame)
    _names(named, scale, steps, plot, frame)
    _flags(lines[band + bounds + len(chart.series) :], chart, steps)
    if _keyed(chart):
        _legend(native, chart, len(lines))
    if band:
        chart_parts.band(native, lines[0], lines[1], palette.BAND)


def _columns(chart: LineChart, scale: axes.Scale, steps: tuple[float, ...]) -> list[tuple[str, list[float | None]]]:
    """Every series of the native chart: the band's foot and height, other bounds, the lines, and a flag a marker."""
    columns: list[tuple[str, list[float | None]]] = []
    for i, band in enumerate(chart.bands):
        low, high = _scaled(band.low, scale), _scaled(band.high, scale)
        if i == 0:
            columns += [
                (f"{band.name}: foot", chart_parts.feet(low, high)),
                (band.name, chart_parts.heights(low, high)),
            ]
        else:
            columns += [(f"{band.name}: low", low), (f"{band.name}: high", high)]
    columns += [(series.name, _scaled(series.values, scale)) for series in chart.series]
    for i, marker in enumerate(chart.markers):
        height = steps[-1] - (steps[-1] - steps[0]) * 0.07 * (i % 3)
        columns.append((marker.label, [height if c == marker.at else None for c in chart.categories]))
    return columns


def _scaled(values: tuple[float | None, ...], scale: axes.Scale) -> list[float | None]:
    return [None if v is None else v / scale.divisor for v in values]


def _format(unit: str, scale: axes.Scale) -> str:
    if scale.unit == "days":
        return '#,##0.0" d"'
    return _FORMATS.get(unit, '#,##0.0" h"' if unit == "h" else "#,##0.00")


def _data(unit: str, scale: axes.Scale) -> Any:  # noqa: ANN401
    kind: Any = ChartData
    return kind(number_format=_format(unit, scale))


def _add(slide: Any, kind: Any, data: Any, frame: Frame, summary: str) -> Any:  # noqa: ANN401
    shape = slide.shapes.add_chart(kind, Pt(frame.left), Pt(frame.top), Pt(frame.width), Pt(frame.height), data)
    describe(shape, summary or "Chart")
    native = shape.chart
    native.has_legend = False
    native.has_title = False
    native.font.size = Pt(TEXT)
    native.font.color.theme_color = theme.MUTED
    return native


def _axes(
    native: Any,  # noqa: ANN401
    categories: tuple[str, ...],
    steps: tuple[float, ...],
    scale: axes.Scale,
    room: float,
    when: axes.Calendar | None = None,
) -> None:
    value = native.value_axis
    value.minimum_scale, value.maximum_scale = steps[0], steps[-1]
    value.major_unit = steps[1] - steps[0]
    value.has_major_gridlines = True
    value.major_gridlines.format.line.color.rgb = theme.rgb(palette.HAIRLINE)
    value.major_gridlines.format.line.width = Pt(0.75)
    value.format.line.fill.background()
    value.major_tick_mark = XL_TICK_MARK.NONE
    value.tick_labels.number_format = _tick_format(scale, steps[1] - steps[0])
    value.tick_labels.number_format_is_linked = False
    across = native.category_axis
    across.format.line.color.rgb = theme.rgb(palette.FAINT)
    across.major_tick_mark = XL_TICK_MARK.NONE
    across.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if when:
        code, looks = _DATES[when.unit]
        across.tick_labels.number_format, across.tick_labels.number_format_is_linked = code, False
        step = axes.every(len(categories), int(room / (lettering.width(looks, TEXT) + 18)))
        chart_parts.date_every(across, step, when.unit)
        return
    widest = max((lettering.width(c, TEXT) for c in categories), default=0)
    chart_parts.label_every(across, axes.every(len(categories), int(room / (widest + 18))))


def _tick_format(scale: axes.Scale, step: float) -> str:
    label = scale.label(step, step)
    decimals = len(label.split(" ")[0].partition(".")[2])
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{number}%" if scale.percent else number


def _line(drawn: Any, series: Series) -> None:  # noqa: ANN401
    drawn.smooth = False
    colour = theme.TONES[series.tone]
    if series.style == "points":
        drawn.format.line.fill.background()
        drawn.marker.style, drawn.marker.size = _MARKS[series.tone], 9
        drawn.marker.format.fill.solid()
        paint(drawn.marker.format.fill.fore_color, colour)
        paint(drawn.marker.format.line.color, theme.WHITE)
        return
    quiet = series.tone is Tone.NEUTRAL
    shade: Colour = {"dashed": theme.MUTED, "faint": theme.FAINT}.get(series.style, colour) if quiet else colour
    _stroke(drawn, shade, {"dashed": 1.25, "faint": 1.25}.get(series.style, 2.5), dashed=series.style == "dashed")
    for i in alone_between_gaps(series.values):
        mark = drawn.points[i].marker
        mark.style, mark.size = XL_MARKER_STYLE.CIRCLE, 5
        mark.format.fill.solid()
        paint(mark.format.fill.fore_color, shade)
        mark.format.line.fill.background()


def _stroke(drawn: Any, colour: Colour | str, width: float, *, dashed: bool = False) -> None:  # noqa: ANN401
    drawn.smooth = False
    drawn.marker.style = XL_MARKER_STYLE.NONE
    drawn.format.line.width = Pt(width)
    paint(drawn.format.line.color, theme.rgb(colour) if isinstance(colour, str) else colour)
    if dashed:
        drawn.format.line.dash_style = MSO_LINE.DASH


def _names(
    named: list[tuple[Any, Series]], scale: axes.Scale, steps: tuple[float, ...], plot: Frame, frame: Frame
) -> None:
    per_point = (steps[-1] - steps[0]) / plot.height
    ends = [(last_value(s.values) or 0.0) / scale.divisor for _, s in named]
    places = axes.spread(ends, _LINE * per_point, steps[0], steps[-1])
    for (drawn, series), end, wanted in zip(named, ends, places, strict=True):
        last = max(i for i, v in enumerate(series.values) if v is not None)
        quiet = {"dashed": theme.MUTED, "faint": theme.MUTED}.get(series.style, theme.ACCENT)
        colour = quiet if series.tone is Tone.NEUTRAL else theme.TONES[series.tone]
        label = drawn.points[last].data_label
        text = label.text_frame.paragraphs[0].add_run()
        text.text = "\u00a0" + lettering.shortened(series.name, TEXT, _NAME)
        text.font.size, text.font.bold = Pt(TEXT), series.style == "line"
        paint(text.font.color, colour)
        label.position = XL_LABEL_POSITION.RIGHT
        chart_parts.nudge(label, (end - wanted) / per_point / frame.height)


def _flags(drawn: list[Any], chart: LineChart, steps: tuple[float, ...]) -> None:
    """An upright line from the axis to each marker's label."""
    for series, marker in zip(drawn, chart.markers, strict=True):
        _stroke(series, palette.INK, 1.0)
        if marker.at not in chart.categories:
            continue
        at = chart.categories.index(marker.at)
        chart_parts.drop_line(series, next(v for v in series.values if v is not None) - steps[0], palette.INK)
        label = series.points[at].data_label
        text = label.text_frame.paragraphs[0].add_run()
        text.text = f"\u00a0{lettering.shortened(marker.label, TEXT, 190)}\u00a0"
        text.font.size = Pt(TEXT)
        paint(text.font.color, theme.INK)
        late = at > len(chart.categories) * 0.7
        label.position = XL_LABEL_POSITION.LEFT if late else XL_LABEL_POSITION.RIGHT


def _beside(series: Series, chart: LineChart) -> bool:
    """Whether a line's name stands at its end: not where the title says it, nor where it is too long."""
    there = series.style != "points" and last_value(series.values) is not None
    return there and series.name != chart.title and lettering.width(series.name, TEXT) <= _NAME


def _in_legend(series: Series, chart: LineChart) -> bool:
    return series.style == "points" or (series.name != chart.title and not _beside(series, chart))


def _keyed(chart: LineChart) -> bool:
    return bool(chart.bands) or any(_in_legend(s, chart) for s in chart.series)


def _legend(native: Any, chart: LineChart, count: int) -> None:  # noqa: ANN401
    """A legend for what has no name beside it: bands and signals."""
    native.has_legend = True
    native.legend.position = XL_LEGEND_POSITION.TOP
    native.legend.include_in_layout = False
    native.legend.font.size = Pt(TEXT)
    native.legend.font.color.theme_color = theme.MUTED
    first = 2 + 2 * (len(chart.bands) - 1) if chart.bands else 0
    kept = {first + i for i, s in enumerate(chart.series) if _in_legend(s, chart)} | ({1} if chart.bands else set())
    chart_parts.legend_without(native, [i for i in range(count) if i not in kept])


def bar_chart(slide: Any, chart: BarChart, frame: Frame, top: float | None) -> None:  # noqa: ANN401
    """Bars with their amounts beside them, the first on top; periods stand from left to right.

    ``top`` is the longest bar of all, where a chart goes on over several slides.
    """
    upright = axes.over_time(chart.categories)
    scale = axes.scale(chart.unit, chart.values)
    data = _data(chart.unit, scale)
    data.categories = [
        c if v is not None else f"{c} ({NO_VALUE})" for c, v in zip(chart.categories, chart.values, strict=True)
    ]
    data.add_series(chart.title or "Amount", _scaled(chart.values, scale))
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if upright else XL_CHART_TYPE.BAR_CLUSTERED
    native = _add(slide, kind, data, frame, chart.summary or chart.title)
    plot = native.plots[0]
    plot.gap_width = 50
    plot.vary_by_categories = False
    plot.series[0].invert_if_negative = False
    plot.series[0].format.fill.solid()
    plot.series[0].format.fill.fore_color.theme_color = theme.ACCENT
    longest = [0.0, *(v / scale.divisor for v in (*chart.values, top) if v is not None)]
    steps = axes.ticks(longest, top=scale.top)
    _axes(native, chart.categories, steps, scale, frame.width - 60)
    if upright:
        return
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.number_format, labels.number_format_is_linked = _format(chart.unit, scale), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size = Pt(TEXT + 1)
    labels.font.color.theme_color = theme.INK
    native.value_axis.has_major_gridlines = False
    native.value_axis.visible = False
    native.category_axis.reverse_order = True
    native.category_axis.tick_labels.font.size = Pt(TEXT + 1)
    native.category_axis.tick_labels.font.color.theme_color = theme.INK
    native.category_axis.format.line.fill.background()
