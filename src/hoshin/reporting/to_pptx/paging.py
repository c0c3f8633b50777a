"""Which blocks go on which slide. Pure: blocks in, slides of blocks with their heights out.

A section is one slide as long as it fits; then its long blocks are cut between lines, rows or bars, and it goes on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

from hoshin.reporting import axes, lettering
from hoshin.reporting.blocks import (
    BarChart,
    Block,
    Callout,
    Figures,
    LineChart,
    Paragraph,
    Section,
    Table,
)
from hoshin.reporting.chart_table import NOTHING
from hoshin.reporting.fitting import Fit, fit

GAP = 14.0
LEAD, TEXT, SMALL = 16.0, 14.0, 11.0
TABLE = 13.0
CELL = (12.0, 11.0)
"""What a table cell's margins take: left and right together, top and bottom together."""
CALLOUT = (28.0, 20.0)
CHART_LEAST, BAR, BARS = 220.0, 20.0, 14
FIGURES_ACROSS = 4
LEADING = 1.22


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


class _Stack:
    """Slides being filled from top to bottom."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.pages: list[list[Piece]] = [[]]
        self.used = 0.0

    @property
    def left(self) -> float:
        return self.height - self.used - (GAP if self.pages[-1] else 0)

    def turn(self) -> None:
        self.pages.append([])
        self.used = 0.0

    def add(self, piece: Piece) -> None:
        if piece.height > self.left and self.pages[-1]:
            self.turn()
        self.used += piece.height + (GAP if self.pages[-1] else 0)
        self.pages[-1].append(piece)


def pages(section: Section, width: float, height: float) -> tuple[Page, ...]:
    """The section's blocks on as many slides as they need; one empty slide where it has none."""
    stack = _Stack(height)
    for block in section.blocks:
        if isinstance(block, Table) and block.rows and block.columns:
            _stack_table(stack, block, width)
        else:
            for piece in _pieces(block, width, height):
                stack.add(piece)
    return tuple(Page(tuple(run)) for run in stack.pages)


def _stack_table(stack: _Stack, table: Table, width: float) -> None:
    fitted = table_fit(table, width)
    heights = row_heights(fitted)
    head = caption_height(table, width) + heights[0]
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


def _pieces(block: Block, width: float, height: float) -> Iterator[Piece]:
    match block:
        case Paragraph():
            size = LEAD if block.lead else TEXT
            for text in cut(block.text, size, width, int(height // (size * LEADING)) - 1):
                yield Piece(replace(block, text=text), paragraph_height(replace(block, text=text), width))
        case Callout():
            yield from _callout(block, width, height)
        case Figures():
            for start in range(0, len(block.figures), FIGURES_ACROSS):
                row = Figures(block.figures[start : start + FIGURES_ACROSS])
                yield Piece(row, min(figures_height(row, width), height))
        case LineChart() | BarChart() if not block.categories or (isinstance(block, LineChart) and not block.series):
            yield from _pieces(Paragraph("\n".join(filter(None, (block.title, block.summary, NOTHING)))), width, height)
        case LineChart():
            yield Piece(block, CHART_LEAST + summary_height(block.summary, width), grows=True)
        case BarChart():
            yield from _bars(block, width)
        case Table():
            yield from _pieces(Paragraph(block.empty or NOTHING), width, height)


def paragraph_height(block: Paragraph, width: float) -> float:
    """The height of running text."""
    size = LEAD if block.lead else TEXT
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


def callout_height(block: Callout, width: float) -> float:
    """The height of a callout with its ground."""
    room = width - CALLOUT[0] - 10
    lines = lettering.lines(f"Unknown: {block.title}", TEXT, room, bold=True)
    lines += lettering.lines(block.text, TEXT - 1, room) if block.text else 0
    return lines * TEXT * LEADING + CALLOUT[1] + 2


def _callout(block: Callout, width: float, height: float) -> Iterator[Piece]:
    if callout_height(block, width) <= height:
        yield Piece(block, callout_height(block, width))
        return
    titles = cut(block.title, TEXT, width - 120, 6)
    yield Piece(
        replace(block, title=titles[0], text=""), callout_height(replace(block, title=titles[0], text=""), width)
    )
    for text in (*titles[1:], block.text):
        yield from _pieces(Paragraph(text), width, height)


def figure_width(count: int, width: float) -> float:
    """The width of one of ``count`` figures side by side; few stand no wider than four do."""
    across = max(count, FIGURES_ACROSS)
    return (width - 20 * (across - 1)) / across


def figures_height(block: Figures, width: float) -> float:
    """The height of a row of figures."""
    room = figure_width(len(block.figures), width) - 12
    return max(
        lettering.lines(f.label, 12, room) * 12 * LEADING
        + lettering.lines(f.amount, amount_size(f.amount, room), room, bold=True)
        * amount_size(f.amount, room)
        * LEADING
        + (20 if f.tone.value != "neutral" else 4)
        + (lettering.lines(f.note, SMALL, room) * SMALL * LEADING if f.note else 0)
        + 8
        for f in block.figures
    )


def amount_size(text: str, room: float) -> float:
    """The largest size in which an amount stands on one line, else one in which it may take several."""
    return next((s for s in (32.0, 26.0, 20.0) if lettering.width(text, s, bold=True) <= room), 14.0)


def summary_height(summary: str, width: float) -> float:
    """The height of the sentence below a chart, and of the title above it."""
    return 20 + (lettering.lines(summary, SMALL + 1, width) * (SMALL + 1) * LEADING + 6 if summary else 0)


def _bars(block: BarChart, width: float) -> Iterator[Piece]:
    extra = summary_height(block.summary, width)
    if axes.over_time(block.categories) or not block.categories:
        yield Piece(block, CHART_LEAST + extra, grows=True)
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


def table_fit(table: Table, width: float) -> Fit:
    """A table's columns on a slide."""
    return fit(table, width, TABLE, CELL[0])


def row_heights(fitted: Fit) -> list[float]:
    """The heights of header and rows."""
    return [n * fitted.points * LEADING + CELL[1] for n in fitted.lines]


def caption_height(table: Table, width: float) -> float:
    """The height of the words above a table."""
    return lettering.lines(table.caption, SMALL, width) * SMALL * LEADING + 6 if table.caption else 0.0
