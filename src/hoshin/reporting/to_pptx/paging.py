"""Which blocks go on which slide. Pure: blocks in, slides of blocks with their heights out.

A section is one slide as long as it fits; then its long blocks are cut between lines, rows or bars, and it goes on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from hoshin.reporting import axes, lettering
from hoshin.reporting.blocks import (
    BarChart,
    Block,
    Callout,
    Figure,
    Figures,
    LineChart,
    Paragraph,
    Section,
    Table,
    Tone,
)
from hoshin.reporting.chart_table import NOTHING
from hoshin.reporting.fitting import Fit, fit

BAR, BARS = 20.0, 14
ASIDE = 0.36
"""The share of the width that words take beside a chart."""
LEADING = 1.22


@dataclass(frozen=True)
class Setting:
    """Sizes of type and space in points; ``cell`` and ``callout`` are what their margins take across and upright."""

    lead: float
    text: float
    label: float
    small: float
    table: float
    amounts: tuple[float, ...]
    """Largest first: an amount takes the first in which it stands on one line."""
    gap: float
    cell: tuple[float, float]
    callout: tuple[float, float]
    chart: float
    """The least height of a chart."""


ROOMY = Setting(16, 14, 12, 11, 13, (32, 26, 20, 14), 14, (12, 11), (28, 20), 220)
DENSE = Setting(14, 12, 11, 10, 11, (24, 20, 16, 12), 9, (12, 7), (28, 12), 180)
"""For a section that would otherwise just not fit on one slide."""
BESIDE = Setting(14, 13, 11, 10, 11, (28, 24, 18, 13), 12, (12, 9), (24, 16), 220)
"""For words beside a chart."""


@dataclass(frozen=True)
class Piece:
    """A block, or a part of one, and the height in points that it takes at least. ``grows`` takes what is left."""

    block: Block
    height: float
    grows: bool = False
    fit: Fit | None = None
    """How a table's columns stand; rows on several slides share it."""


@dataclass(frozen=True)
class Page:
    """What one slide shows below its title."""

    pieces: tuple[Piece, ...]
    setting: Setting = ROOMY
    beside: Piece | None = None
    """A chart that stands to the right of the pieces, and as high as the slide."""


class _Stack:
    """Slides being filled from top to bottom."""

    def __init__(self, height: float, gap: float) -> None:
        self.height = height
        self.gap = gap
        self.pages: list[list[Piece]] = [[]]
        self.used = 0.0

    @property
    def left(self) -> float:
        return self.height - self.used - (self.gap if self.pages[-1] else 0)

    def turn(self) -> None:
        self.pages.append([])
        self.used = 0.0

    def add(self, piece: Piece) -> None:
        if piece.height > self.left and self.pages[-1]:
            self.turn()
        self.used += piece.height + (self.gap if self.pages[-1] else 0)
        self.pages[-1].append(piece)


def pages(section: Section, width: float, height: float) -> tuple[Page, ...]:
    """The section's blocks on as many slides as they need; one empty slide where it has none.

    Where it saves slides, one chart stands beside the words, or all stands closer and smaller.
    """
    roomy = _paged(section, width, height, ROOMY)
    if len(roomy) == 1:
        return roomy
    beside = _beside(section, width, height)
    if beside:
        return (beside,)
    dense = _paged(section, width, height, DENSE)
    return dense if len(dense) < len(roomy) else roomy


def _beside(section: Section, width: float, height: float) -> Page | None:
    """One slide with words to the left and the section's only chart to the right, where that fits."""
    charts = [block for block in section.blocks if isinstance(block, LineChart | BarChart)]
    words = [block for block in section.blocks if isinstance(block, Paragraph | Callout | Figures)]
    if len(charts) != 1 or len(words) + 1 != len(section.blocks):
        return None
    (chart,) = _pieces(charts[0], (1 - ASIDE) * width - ROOMY.gap, height, ROOMY) if _whole(charts[0]) else (None,)
    left = _paged(replace(section, blocks=tuple(words)), ASIDE * width - ROOMY.gap, height, BESIDE)
    if chart is None or not chart.grows or len(left) > 1:
        return None
    return Page(left[0].pieces, BESIDE, chart)


def _whole(chart: LineChart | BarChart) -> bool:
    return isinstance(chart, LineChart) or len(chart.categories) <= BARS or axes.over_time(chart.categories)


def _paged(section: Section, width: float, height: float, s: Setting) -> tuple[Page, ...]:
    stack = _Stack(height, s.gap)
    for block in section.blocks:
        if isinstance(block, Table) and block.rows and block.columns:
            _stack_table(stack, block, width, s)
        else:
            for piece in _pieces(block, width, height, s):
                stack.add(piece)
    return tuple(Page(tuple(run), s) for run in stack.pages)


def _stack_table(stack: _Stack, table: Table, width: float, s: Setting) -> None:
    fitted = table_fit(table, width, s)
    heights = row_heights(fitted, s)
    head = caption_height(table, width, s) + heights[0]
    start = 0
    while start < len(table.rows):
        end, taken = start, head
        while end < len(table.rows) and taken + heights[end + 1] <= stack.left:
            taken += heights[end + 1]
            end += 1
        rest = len(table.rows) - start
        if end - start < min(3, rest) and stack.pages[-1]:
            stack.turn()
            continue
        if end == start:
            # One row that is higher than a slide: its type shrinks where it is drawn.
            end, taken = start + 1, stack.left
        lines = (fitted.lines[0], *fitted.lines[start + 1 : end + 1])
        stack.add(Piece(replace(table, rows=table.rows[start:end]), taken, fit=replace(fitted, lines=lines)))
        start = end


def _pieces(block: Block, width: float, height: float, s: Setting) -> Iterator[Piece]:
    match block:
        case Paragraph():
            size = s.lead if block.lead else s.text
            for text in cut(block.text, size, width, int(height // (size * LEADING)) - 1):
                yield Piece(replace(block, text=text), paragraph_height(replace(block, text=text), width, s))
        case Callout():
            yield from _callout(block, width, height, s)
        case Figures():
            for start in range(0, len(block.figures), across(width)):
                row = Figures(block.figures[start : start + across(width)])
                yield Piece(row, min(figures_height(row, width, s), height))
        case LineChart() | BarChart() if not block.categories or (isinstance(block, LineChart) and not block.series):
            words = "\n".join(filter(None, (block.title, block.summary, NOTHING)))
            yield from _pieces(Paragraph(words), width, height, s)
        case LineChart():
            yield Piece(block, s.chart + summary_height(block.summary, width, s), grows=True)
        case BarChart():
            yield from _bars(block, width, s)
        case Table():
            yield from _pieces(Paragraph(block.empty or NOTHING), width, height, s)
        case _:
            assert_never(block)


def paragraph_height(block: Paragraph, width: float, s: Setting) -> float:
    """The height of running text."""
    size = s.lead if block.lead else s.text
    return lettering.lines(block.text, size, width) * size * LEADING + 2


def cut(text: str, size: float, width: float, most: int) -> list[str]:
    """``text`` in parts of at most ``most`` lines, cut between lines."""
    most = max(1, most)
    if lettering.lines(text, size, width) <= most:
        return [text]
    parts, rest = [], text
    while rest:
        low, high = 1, len(rest)
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if lettering.lines(rest[:middle], size, width) <= most else (low, middle - 1)
        end = low
        if end < len(rest):
            blank = max(rest.rfind(" ", 0, end), rest.rfind("\n", 0, end))
            end = blank + 1 if blank > end // 2 else end
        parts.append(rest[:end])
        rest = rest[end:]
    return parts


def callout_height(block: Callout, width: float, s: Setting) -> float:
    """The height of a callout with its ground."""
    room = width - s.callout[0] - 10
    lines = lettering.lines(f"Unknown: {block.title}", s.text, room, bold=True)
    lines += lettering.lines(block.text, s.text - 1, room) if block.text else 0
    return lines * s.text * LEADING + s.callout[1] + 2


def _callout(block: Callout, width: float, height: float, s: Setting) -> Iterator[Piece]:
    if callout_height(block, width, s) <= height:
        yield Piece(block, callout_height(block, width, s))
        return
    titles = cut(block.title, s.text, width - 120, 6)
    head = replace(block, title=titles[0], text="")
    yield Piece(head, callout_height(head, width, s))
    for text in (*titles[1:], block.text):
        yield from _pieces(Paragraph(text), width, height, s)


def across(width: float) -> int:
    """How many figures stand side by side."""
    return 4 if width > 500 else 2


def figure_width(count: int, width: float) -> float:
    """The width of one of ``count`` figures side by side; few stand no wider than a full row does."""
    places = max(count, across(width))
    return (width - 20 * (places - 1)) / places


def figures_height(block: Figures, width: float, s: Setting) -> float:
    """The height of a row of figures."""
    room = figure_width(len(block.figures), width) - 12
    return max((_figure_height(figure, room, s) for figure in block.figures), default=0.0)


def _figure_height(figure: Figure, room: float, s: Setting) -> float:
    size = amount_size(figure.amount, room, s)
    taken = lettering.lines(figure.label, s.label, room) * s.label
    taken += lettering.lines(figure.amount, size, room, bold=True) * size
    taken += s.label if figure.tone is not Tone.NEUTRAL else 0
    taken += lettering.lines(figure.note, s.small, room) * s.small if figure.note else 0
    return taken * LEADING + 8


def amount_size(text: str, room: float, s: Setting) -> float:
    """The largest size in which an amount stands on one line, else one in which it may take several."""
    return next((size for size in s.amounts if lettering.width(text, size, bold=True) <= room), s.amounts[-1])


def summary_height(summary: str, width: float, s: Setting) -> float:
    """The height of the sentence below a chart, and of the title above it."""
    return 20 + (lettering.lines(summary, s.small + 1, width) * (s.small + 1) * LEADING + 6 if summary else 0)


def _bars(block: BarChart, width: float, s: Setting) -> Iterator[Piece]:
    extra = summary_height(block.summary, width, s)
    if axes.over_time(block.categories) or not block.categories:
        yield Piece(block, s.chart + extra, grows=True)
        return
    count = math.ceil(len(block.categories) / BARS)
    size = math.ceil(len(block.categories) / count)
    for part in range(count):
        run = slice(part * size, (part + 1) * size)
        bars = replace(
            block,
            title=block.title if part == 0 else f"{block.title} (continued)",
            categories=block.categories[run],
            values=block.values[run],
            summary=block.summary if part == count - 1 else "",
        )
        yield Piece(bars, BAR * len(bars.categories) + 24 + extra, grows=True)


def table_fit(table: Table, width: float, s: Setting) -> Fit:
    """A table's columns on a slide."""
    return fit(table, width, s.table, s.cell[0])


def row_heights(fitted: Fit, s: Setting) -> list[float]:
    """The heights of header and rows."""
    return [n * fitted.points * LEADING + s.cell[1] for n in fitted.lines]


def caption_height(table: Table, width: float, s: Setting) -> float:
    """The height of the words above a table."""
    return lettering.lines(table.caption, s.small, width) * s.small * LEADING + 6 if table.caption else 0.0
