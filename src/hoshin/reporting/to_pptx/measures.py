"""How large type and space are on slides, and how high each kind of block becomes in them."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.reporting import lettering
from hoshin.reporting.blocks import Callout, Figure, Figures, Paragraph, Table, Tone
from hoshin.reporting.fitting import Fit, fit

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


def paragraph_height(block: Paragraph, width: float, s: Setting) -> float:
    """The height of running text."""
    size = s.lead if block.lead else s.text
    return lettering.lines(block.text, size, width) * size * LEADING + 2


def callout_height(block: Callout, width: float, s: Setting) -> float:
    """The height of a callout with its ground."""
    room = width - s.callout[0] - 10
    lines = lettering.lines(f"Unknown: {block.title}", s.text, room, bold=True)
    lines += lettering.lines(block.text, s.text - 1, room) if block.text else 0
    return lines * s.text * LEADING + s.callout[1] + 2


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


def table_fit(table: Table, width: float, s: Setting) -> Fit:
    """A table's columns on a slide."""
    return fit(table, width, s.table, s.cell[0])


def row_heights(fitted: Fit, s: Setting) -> list[float]:
    """The heights of header and rows."""
    return [n * fitted.points * LEADING + s.cell[1] for n in fitted.lines]


def caption_height(table: Table, width: float, s: Setting) -> float:
    """The height of the words above a table."""
    return lettering.lines(table.caption, s.small, width) * s.small * LEADING + 6 if table.caption else 0.0
