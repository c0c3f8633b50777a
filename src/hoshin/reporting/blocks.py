"""The frozen blocks that every report is made of. One renderer per form draws them: page, slide, PDF.

A block holds words and numbers ready to show and knows nothing of HTML, slides or pages.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a colour would say; every renderer adds an icon or a word, so that colour is never alone."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Paragraph:
    """Running text."""

    text: str
    lead: bool = False


@dataclass(frozen=True)
class Callout:
    """One sentence that the reader must not miss."""

    tone: Tone
    title: str
    text: str = ""
    href: str = ""


@dataclass(frozen=True)
class Figure:
    """One key number: ``amount`` is written with unit (``61.2 %``), or is the refusal's short form (``no data``)."""

    label: str
    amount: str
    note: str = ""
    tone: Tone = Tone.NEUTRAL
    href: str = ""
    reading: int | None = None
    """Position in the snapshot's readings, where this number is one of them."""


@dataclass(frozen=True)
class Figures:
    """A row of key numbers."""

    figures: tuple[Figure, ...]


@dataclass(frozen=True)
class Series:
    """One line of a chart. None is a gap, never a zero. In the unit ``share`` amounts go from 0 to 1."""

    name: str
    values: tuple[float | None, ...]
    style: str = "line"
    """``line``, ``dashed`` (expected, limits), ``faint`` (context), or ``points`` (markers alone: signals)."""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True)
class Band:
    """A shaded area between two bounds, such as natural limits or an interval."""

    name: str
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


@dataclass(frozen=True)
class Marker:
    """A vertical line at one category, such as the start of an initiative."""

    at: str
    label: str


@dataclass(frozen=True)
class LineChart:
    """A chart over time. ``summary`` says in a sentence what the chart shows: it is read aloud, and stands below it."""

    title: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    markers: tuple[Marker, ...] = ()
    summary: str = ""


@dataclass(frozen=True)
class BarChart:
    """Amounts side by side, largest first unless the categories have an order of their own."""

    title: str
    unit: str
    categories: tuple[str, ...]
    values: tuple[float | None, ...]
    summary: str = ""


@dataclass(frozen=True)
class Cell:
    """One cell of a table."""

    text: str
    tone: Tone = Tone.NEUTRAL
    href: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Table:
    """A table; ``caption`` names it for those who cannot see it, ``empty`` says what to do when it has no rows."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = ""


Block = Paragraph | Callout | Figures | LineChart | BarChart | Table


@dataclass(frozen=True)
class Section:
    """A titled run of blocks: one card of a page, one slide, one part of a document."""

    title: str
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True)
class Report:
    """A whole report. ``source`` is the line at its foot: generation, definitions, attribution."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    source: str = ""
