"""A snapshot as the bytes of a Word document: headings, text and tables stay native, so that people can work on them.

A chart becomes the table of its numbers: whoever wants the picture opens the PDF.
"""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from hoshin.reporting import palette
from hoshin.reporting.blocks import BarChart, Block, Callout, Figures, LineChart, Paragraph, Section, Table, Tone
from hoshin.reporting.chart_table import NOTHING, chart_table
from hoshin.reporting.palette import SIGNS, WORDS
from hoshin.reporting.provenance import mark, subtitle
from hoshin.reporting.snapshot import Snapshot
from hoshin.reporting.text import printable_all
from hoshin.reporting.to_pptx.canonical import canonical
from hoshin.reporting.wording import day

if TYPE_CHECKING:
    from docx.document import Document as Word
    from docx.table import _Cell


def render(snapshot: Snapshot, closing: Section | None = None) -> bytes:
    """The document; the same snapshot gives the same bytes. ``closing`` is one more section, at its end."""
    shown = printable_all(snapshot)
    word = Document()
    _set_up(word, snapshot, shown)
    word.add_heading(shown.report.title or shown.title, 0)
    lead = " · ".join(filter(None, (shown.organisation, shown.period, day(shown.as_of))))
    word.add_paragraph(lead)
    if subtitle(shown):
        word.add_paragraph(subtitle(shown), style="Subtitle")
    for section in [*shown.report.sections, *((printable_all(closing),) if closing else ())]:
        word.add_heading(section.title, 1)
        for block in section.blocks:
            _write(word, block)
        if section.note:
            _small(word, section.note)
    out = io.BytesIO()
    word.save(out)
    return canonical(out.getvalue())


def _set_up(word: Word, snapshot: Snapshot, shown: Snapshot) -> None:
    """Type and the file's own words about itself; days come from the snapshot, never from the clock."""
    word.styles["Normal"].font.name = "Calibri"
    word.styles["Normal"].font.size = Pt(10.5)
    about = word.core_properties
    midnight = datetime(shown.as_of.year, shown.as_of.month, shown.as_of.day)  # noqa: DTZ001 the format knows no zone
    # The format takes no more than 255 letters in these.
    about.title, about.author, about.keywords = shown.title[:255], shown.organisation[:255], mark(snapshot)
    about.created = about.modified = midnight
    about.comments, about.last_modified_by = "", shown.organisation[:255]
    about.language = "en-GB"


def _write(word: Word, block: Block) -> None:
    match block:
        case Paragraph():
            for text in block.text.split("\n"):
                word.add_paragraph(text)
        case Callout():
            _callout(word, block)
        case Figures():
            for figure in block.figures:
                line = word.add_paragraph(f"{figure.label}: ")
                line.add_run(figure.amount).bold = True
                if figure.note:
                    line.add_run(f" ({figure.note})")
        case LineChart() | BarChart():
            word.add_paragraph(block.summary or block.title)
            _table(word, chart_table(block))
        case Table():
            _table(word, block)
        case _:
            assert_never(block)


def _callout(word: Word, block: Callout) -> None:
    line = word.add_paragraph()
    if block.tone is not Tone.NEUTRAL:
        sign = line.add_run(f"{SIGNS[block.tone]} {WORDS[block.tone]}: ")
        sign.bold, sign.font.color.rgb = True, _colour(block.tone)
    line.add_run(block.title).bold = True
    if block.text:
        line.add_run(f"\n{block.text}")


def _colour(tone: Tone) -> RGBColor:
    return RGBColor.from_string(palette.TONES[tone].lstrip("#").upper())


def _table(word: Word, table: Table) -> None:
    if not table.rows or not table.columns:
        word.add_paragraph(table.empty or NOTHING)
        return
    if table.caption:
        _small(word, table.caption)
    drawn = word.add_table(rows=1, cols=len(table.columns), style="Table Grid")
    for cell, title in zip(drawn.rows[0].cells, table.columns, strict=True):
        _fill(cell, title, bold=True)
    # Screen readers, and the next page, are told which row is the head.
    head = drawn.rows[0]._tr.get_or_add_trPr()
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    head.append(repeated)
    for row in table.rows:
        for cell, found in zip(drawn.add_row().cells, row, strict=False):
            sign = f"{SIGNS[found.tone]} " if found.tone is not Tone.NEUTRAL else ""
            _fill(cell, f"{sign}{found.text}", colour=_colour(found.tone) if sign else None)
    word.add_paragraph()


def _fill(cell: _Cell, text: str, *, bold: bool = False, colour: RGBColor | None = None) -> None:
    run = cell.paragraphs[0].add_run(text)
    run.bold, run.font.size = bold, Pt(9)
    if colour is not None:
        run.font.color.rgb = colour


def _small(word: Word, text: str) -> None:
    run = word.add_paragraph().add_run(text)
    run.italic, run.font.size = True, Pt(9)
