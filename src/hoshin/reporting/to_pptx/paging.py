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
    Figures,
    LineChart,
    Paragraph,
    Section,
    Table,
)
from hoshin.reporting.chart_table import NOTHING
from hoshin.reporting.fitting import Fit
from hoshin.reporting.to_pptx.measures import (
    BESIDE,
    DENSE,
    LEADING,
    ROOMY,
    Setting,
    across,
    callout_height,
    caption_height,
    figures_height,
    paragraph_height,
    row_heights,
    summary_height,
    table_fit,
)

BAR, BARS = 20.0, 14
ASIDE = 0.36
"""The share of the width that words take beside a chart."""


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


def _callout(block: Callout, width: float, height: float, s: Setting) -> Iterator[Piece]:
    if callout_height(block, width, s) <= height:
        yield Piece(block, callout_height(block, width, s))
        return
    titles = cut(block.title, s.text, width - 120, 6)
    head = replace(block, title=titles[0], text="")
    yield Piece(head, callout_height(head, width, s))
    for text in (*titles[1:], block.text):
        yield from _pieces(Paragraph(text), width, height, s)


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
