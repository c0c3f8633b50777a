"""Charts as SVG, for the PDF and the stand-alone HTML file. Text stays text, in the fonts that Hoshin brings along.

Drawn with matplotlib's object interface, so no state is shared between calls; the same chart gives the same bytes.
"""

from __future__ import annotations

import io
import warnings
from functools import cache
from typing import Any

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import fontManager
from matplotlib.lines import Line2D

from hoshin.reporting import axes, lettering, palette
from hoshin.reporting.blocks import BarChart, LineChart, Series, Tone
from hoshin.reporting.chart_table import NO_VALUE
from hoshin.reporting.wording import amount

WIDTH, HEIGHT = 500.0, 190.0
"""In points: the text column of an A4 page."""
_TEXT = 8.0
_LINE = 11.0
_FOOT = 20.0
_NAME = 110.0
_MARKS = {Tone.GOOD: "^", Tone.BAD: "v", Tone.WATCH: "D", Tone.NEUTRAL: "o", Tone.UNKNOWN: "s"}


def draw(chart: LineChart | BarChart, *, top: float | None = None, outlines: bool = False) -> bytes:
    """The chart without its title, as SVG. ``top`` sets the longest bar, where bars of several charts compare.

    ``outlines`` draws letters as shapes, for a text that the reader of the SVG cannot set.
    """
    style: Any = _style() | ({"svg.fonttype": "path"} if outlines else {})
    with warnings.catch_warnings(), matplotlib.rc_context(style):
        # Letters that no font of ours has are drawn by the reader's, or as placeholders.
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        if isinstance(chart, LineChart):
            figure = _lines(chart)
        elif over_time(chart):
            figure = _columns(chart)
        else:
            figure = _bars(chart, top)
        out = io.BytesIO()
        canvas: Any = FigureCanvasSVG(figure)
        canvas.print_svg(out, metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return out.getvalue()


def unit_words(chart: LineChart | BarChart) -> str:
    """The unit that the amounts of the drawing are in; empty where its labels say it."""
    if isinstance(chart, LineChart):
        return axes.scale(chart.unit, axes.amounts_of(chart)).unit
    return axes.scale(chart.unit, chart.values).unit if over_time(chart) else ""


def over_time(chart: BarChart) -> bool:
    """True where bars stand from left to right, period by period."""
    return axes.over_time(chart.categories)


@cache
def _families() -> list[str]:
    for file in sorted(lettering.FOLDER.glob("*.ttf")):
        fontManager.addfont(file)
    return list(lettering.FAMILIES[:3])


def _style() -> dict[str, Any]:
    return {
        "svg.fonttype": "none",
        "svg.hashsalt": "hoshin",
        "font.family": _families(),
        "font.size": _TEXT,
        "path.simplify": False,
        "text.parse_math": False,
        "axes.unicode_minus": True,
    }


def _frame(height: float, left: float, right: float, top: float, bottom: float) -> tuple[Figure, Any]:
    """A figure with one empty plot; margins in points."""
    figure = Figure(figsize=(WIDTH / 72, height / 72), dpi=72, facecolor="none")
    plot = figure.add_axes(
        (left / WIDTH, bottom / height, (WIDTH - left - right) / WIDTH, (height - top - bottom) / height)
    )
    plot.set_facecolor("none")
    for side in ("top", "right", "left", "bottom"):
        plot.spines[side].set_visible(False)
    plot.tick_params(length=0, labelsize=_TEXT, labelcolor=palette.MUTED, pad=6)
    return figure, plot


def _write(plot: Any, x: float, y: float, text: str, **how: Any) -> Any:  # noqa: ANN401 matplotlib has no types
    """Text in the middle of its line."""
    how = {"fontsize": _TEXT, "color": palette.INK, "va": "center"} | how
    return plot.text(x, y, text, **how)


def _time_axis(plot: Any, categories: tuple[str, ...], room: float) -> None:  # noqa: ANN401
    widest = max((lettering.width(c, _TEXT) for c in categories), default=0)
    step = axes.every(len(categories), int(room / (widest + 14)))
    shown = range(0, len(categories), step)
    plot.set_xticks(list(shown), [lettering.shortened(categories[i], _TEXT, 120) for i in shown])
    plot.set_xlim(-0.5, max(len(categories), 1) - 0.5)


def _amount_axis(plot: Any, steps: tuple[float, ...], scale: axes.Scale) -> None:  # noqa: ANN401
    plot.set_yticks(steps, [scale.label(t, steps[1] - steps[0]) for t in steps])
    plot.set_ylim(steps[0], steps[-1])
    plot.grid(axis="y", color=palette.HAIRLINE, linewidth=0.7)
    plot.set_axisbelow(True)


def _left(steps: tuple[float, ...], scale: axes.Scale) -> float:
    return max(lettering.width(scale.label(t, steps[1] - steps[0]), _TEXT) for t in steps) + 10


def _lines(chart: LineChart) -> Figure:
    found = axes.amounts_of(chart)
    scale = axes.scale(chart.unit, found)
    steps = axes.ticks([v / scale.divisor for v in found], top=scale.top)
    named = [s for s in chart.series if _beside(s, chart)]
    right = max((lettering.width(s.name, _TEXT) for s in named), default=0) + 14
    top = 8 + _LINE * (bool(_keyed(chart)) + len(_rows(chart, right)))
    left = _left(steps, scale)
    figure, plot = _frame(HEIGHT, left, right, top, _FOOT)
    _time_axis(plot, chart.categories, WIDTH - left - right)
    _amount_axis(plot, steps, scale)
    x = range(len(chart.categories))
    for band in chart.bands:
        low, high = _drawn(band.low, scale), _drawn(band.high, scale)
        plot.fill_between(x, low, high, color=palette.BAND, linewidth=0, zorder=1)
    _markers(plot, chart, right, top)
    for series in chart.series:
        _line(plot, series, _drawn(series.values, scale))
    _names(plot, named, scale, steps, top)
    _key(plot, chart, left)
    return figure


def _drawn(values: tuple[float | None, ...], scale: axes.Scale) -> list[float]:
    return [float("nan") if v is None else v / scale.divisor for v in values]


def colour(series: Series) -> str:
    """What a series is drawn in: its tone; quiet for limits and context."""
    if series.tone is not Tone.NEUTRAL:
        return palette.TONES[series.tone]
    return {"dashed": palette.MUTED, "faint": palette.FAINT}.get(series.style, palette.ACCENT)


def _line(plot: Any, series: Series, values: list[float]) -> None:  # noqa: ANN401
    x, shade = range(len(values)), colour(series)
    if series.style == "points":
        mark = _MARKS[series.tone]
        plot.plot(
            x,
            values,
            mark,
            color=shade,
            markersize=6.5,
            markeredgewidth=0.6,
            markeredgecolor=palette.WHITE,
            zorder=5,
            clip_on=False,
        )
        return
    width, dash = {"dashed": (1.0, (0, (4, 3))), "faint": (1.0, "solid")}.get(series.style, (1.8, "solid"))
    plot.plot(x, values, color=shade, linewidth=width, linestyle=dash, solid_joinstyle="round", zorder=4)
    alone = alone_between_gaps(series.values)
    plot.plot(alone, [values[i] for i in alone], "o", color=shade, markersize=3, zorder=4)


def alone_between_gaps(values: tuple[float | None, ...]) -> list[int]:
    """Positions of values with a gap, or an end, on both sides: a line alone would not show them."""
    padded = (None, *values, None)
    return [i for i, v in enumerate(values) if v is not None and padded[i] is None and padded[i + 2] is None]


def last_value(values: tuple[float | None, ...]) -> float | None:
    """The value that a series ends with, gaps left out."""
    return next((v for v in reversed(values) if v is not None), None)


def _names(plot: Any, named: list[Series], scale: axes.Scale, steps: tuple[float, ...], top: float) -> None:  # noqa: ANN401
    height = HEIGHT - top - _FOOT
    per_point = (steps[-1] - steps[0]) / height
    ends = [(last_value(s.values) or 0.0) / scale.divisor for s in named]
    places = axes.spread(ends, _LINE * per_point, steps[0], steps[-1] + 4 * per_point)
    edge = plot.get_xlim()[1] + 4 / plot.get_position().width / WIDTH * (plot.get_xlim()[1] + 0.5)
    for series, y in zip(named, places, strict=True):
        text = lettering.shortened(series.name, _TEXT, _NAME)
        shade = palette.MUTED if series.style == "faint" else colour(series)
        _write(plot, edge, y, text, color=shade, clip_on=False)


def _beside(series: Series, chart: LineChart) -> bool:
    """Whether a line's name stands at its end: not where the title says it, nor where it is too long."""
    there = series.style != "points" and last_value(series.values) is not None
    return there and series.name != chart.title and lettering.width(series.name, _TEXT) <= _NAME


def _keyed(chart: LineChart) -> list[tuple[str, str, str]]:
    """What is not named beside its end, as (name, mark, colour)."""
    bands = [(b.name, "s", palette.BAND) for b in chart.bands]
    lines = [s for s in chart.series if s.style == "points" or (s.name != chart.title and not _beside(s, chart))]
    return bands + [(s.name, _MARKS[s.tone] if s.style == "points" else "_", colour(s)) for s in lines]


def _key(plot: Any, chart: LineChart, left: float) -> None:  # noqa: ANN401
    x = 4.0
    for name, mark, shade in _keyed(chart):
        text = lettering.shortened(name, _TEXT, 240)
        fx, fy = (left + x) / WIDTH, (HEIGHT - 1 - _LINE / 2) / HEIGHT
        size = 9 if mark == "_" else 6
        plot.figure.add_artist(Line2D([fx], [fy], marker=mark, color=shade, markersize=size, linestyle="none"))
        plot.figure.text(fx + 7 / WIDTH, fy, text, fontsize=_TEXT, color=palette.MUTED, va="center")
        x += 20 + lettering.width(text, _TEXT)


def _rows(chart: LineChart, right: float) -> list[list[int]]:
    """Markers' positions in rows, so that their labels do not overlap; at most three rows."""
    found = _placed(chart)
    rows: list[list[int]] = []
    ends: list[float] = []
    room = (WIDTH - right - 40) / max(len(chart.categories), 1)
    for i, (at, label) in enumerate(found):
        begin, end = _extent(at * room, lettering.width(label, _TEXT), WIDTH - right - 40)
        row = next((r for r, e in enumerate(ends) if e + 8 <= begin), len(rows))
        if row == len(rows) and len(rows) < 3:
            rows.append([])
            ends.append(0.0)
        row = min(row, len(rows) - 1)
        rows[row].append(i)
        ends[row] = end
    return rows


def _extent(x: float, size: float, room: float) -> tuple[float, float]:
    return (x, x + size) if x + size <= room else (x - size, x)


def _placed(chart: LineChart) -> list[tuple[int, str]]:
    found = [(chart.categories.index(m.at), m.label) for m in chart.markers if m.at in chart.categories]
    return sorted((at, lettering.shortened(label, _TEXT, 160)) for at, label in found)


def _markers(plot: Any, chart: LineChart, right: float, top: float) -> None:  # noqa: ANN401
    found = _placed(chart)
    low, high = plot.get_ylim()
    per_point = (high - low) / (HEIGHT - top - _FOOT)
    room = (WIDTH - right - 40) / max(len(chart.categories), 1)
    # Early starts stand higher, so that no label is crossed by a later line.
    for r, row in enumerate(reversed(_rows(chart, right))):
        y = high + (4 + _LINE * (r + 0.5)) * per_point
        for i in row:
            at, label = found[i]
            plot.plot([at, at], [low, y - 4 * per_point], color=palette.INK, linewidth=0.9, clip_on=False, zorder=3)
            begin, _ = _extent(at * room, lettering.width(label, _TEXT), WIDTH - right - 40)
            side = "left" if begin == at * room else "right"
            _write(plot, at, y, f" {label} ", ha=side, clip_on=False)


def _columns(chart: BarChart) -> Figure:
    found = [v for v in chart.values if v is not None]
    scale = axes.scale(chart.unit, found)
    steps = axes.ticks([0.0, *(v / scale.divisor for v in found)], top=scale.top)
    left = _left(steps, scale)
    figure, plot = _frame(HEIGHT, left, 8, 8, _FOOT)
    _time_axis(plot, chart.categories, WIDTH - left - 8)
    _amount_axis(plot, steps, scale)
    values = _drawn(chart.values, scale)
    there = [i for i, v in enumerate(chart.values) if v is not None]
    plot.bar(there, [values[i] for i in there], width=0.7, color=palette.ACCENT, zorder=3)
    return figure


def _bars(chart: BarChart, top: float | None) -> Figure:
    count = max(len(chart.categories), 1)
    values = [0.0 if v is None else v for v in chart.values]
    said = [NO_VALUE if v is None else amount(v, chart.unit) for v in chart.values]
    left = max((min(lettering.width(c, _TEXT), 170) for c in chart.categories), default=0) + 10
    right = max((lettering.width(s, _TEXT) for s in said), default=0) + 10
    figure, plot = _frame(15.0 * count + 8, left, right, 4, 4)
    low = min(0.0, *values) if values else 0.0
    high = max(0.0, *values, top or 0.0) if values else 1.0
    plot.set_xlim(low, high if high > low else low + 1)
    plot.set_ylim(count - 0.5, -0.5)
    plot.set_xticks([])
    plot.set_yticks(range(len(values)), [lettering.shortened(c, _TEXT, 170) for c in chart.categories])
    plot.tick_params(axis="y", labelcolor=palette.INK)
    plot.barh(range(len(values)), values, height=0.62, color=palette.ACCENT, zorder=3)
    if low < 0:
        plot.axvline(0, color=palette.MUTED, linewidth=0.8)
    gap = 4 * (plot.get_xlim()[1] - low) / (WIDTH - left - right)
    for i, (value, text) in enumerate(zip(chart.values, said, strict=True)):
        shade = palette.MUTED if value is None else palette.INK
        _write(plot, max(values[i], 0.0) + gap, i, text, color=shade, clip_on=False)
    return figure
