"""Where a pack's numbers come from: its last section, and the lines at its feet."""

from __future__ import annotations

from hoshin.metrics.result import Refusal
from hoshin.reporting.blocks import Block, Cell, Figures, Paragraph, Section, Table, Tone
from hoshin.reporting.snapshot import PublishedReading, Snapshot
from hoshin.reporting.wording import amount, day, period_words, result_words, scope_words

LISTED = 150
"""Readings that a document lists one by one; more would bury it."""
MARK = "hoshin-snapshot-"
"""Stands before the identity in every rendered file, so that it is found again."""


def mark(snapshot: Snapshot) -> str:
    """The words that tie a file to its snapshot."""
    return f"{MARK}{snapshot.identity}"


def edition_words(snapshot: Snapshot, edition: int) -> str:
    """The edition and its day."""
    return f"Edition {edition} · {day(snapshot.as_of)}"


def subtitle(snapshot: Snapshot) -> str:
    """The line below the title, unless another line of the cover says the same."""
    words = snapshot.report.subtitle
    return "" if words in (snapshot.organisation, snapshot.report.title) else words


def source_line(snapshot: Snapshot) -> str:
    """The line at the foot of every page."""
    parts = [snapshot.report.source]
    if snapshot.generation and snapshot.generation not in snapshot.report.source:
        parts.append(f"Generation {snapshot.generation}")
    return " · ".join(part for part in parts if part) or snapshot.organisation


def provenance(snapshot: Snapshot, edition: int, *, identity: str, most: int) -> Section:
    """How to check the pack, and its readings; where there are more than ``most``, those that its figures show.

    ``identity`` is that of the snapshot as stored, which need not be printable to the letter.
    """
    words = (
        f"This is edition {edition} of “{snapshot.title}”, issued as of {day(snapshot.as_of)}. "
        f"Its snapshot has the SHA-256 {identity}. "
        "The command “hoshin pack verify FILE” says whether a file is as issued, and computes every number again."
    )
    blocks: list[Block] = [Paragraph(words)]
    listed = snapshot.readings
    if len(listed) > most:
        listed = tuple(listed[i] for i in _shown(snapshot))
        words = f"It holds {len(snapshot.readings):,} readings; its manifest.json lists each with its question."
        blocks.append(Paragraph(f"{words} Those of its key figures:" if listed else words))
    if listed:
        blocks.append(_readings(listed))
    return Section("Where these numbers come from", tuple(blocks))


def _shown(snapshot: Snapshot) -> list[int]:
    """Positions of the readings that figures show, in the order of the readings."""
    blocks = (block for section in snapshot.report.sections for block in section.blocks)
    figures = (figure for block in blocks if isinstance(block, Figures) for figure in block.figures)
    return sorted({f.reading for f in figures if f.reading is not None and 0 <= f.reading < len(snapshot.readings)})


def _readings(readings: tuple[PublishedReading, ...]) -> Table:
    columns = ("Metric", "Of", "Reading", "Cases", "95 % interval", "Definition")
    return Table("Readings in this pack", columns, tuple(_row(published) for published in readings))


def _row(published: PublishedReading) -> tuple[Cell, ...]:
    reading = published.reading
    result = reading.result
    interval = ""
    if isinstance(result, Refusal):
        said = Cell(str(result.reason.value).partition(":")[0], Tone.UNKNOWN, numeric=True)
    else:
        said = Cell(result_words(reading), numeric=True)
        if result.low is not None and result.high is not None:
            interval = f"{amount(result.low, reading.unit)} to {amount(result.high, reading.unit)}"
    return (
        Cell(reading.metric),
        Cell(f"{period_words(reading.period)}, {scope_words(reading.scope)}"),
        said,
        Cell(f"{result.n:,}", numeric=True),
        Cell(interval, numeric=True),
        Cell(reading.definition[:12]),
    )
