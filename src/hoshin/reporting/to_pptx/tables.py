"""Native tables on slides."""

from __future__ import annotations

from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from hoshin.reporting.blocks import Cell, Table, Tone
from hoshin.reporting.fitting import Fit, grid, shown
from hoshin.reporting.text import outside_address
from hoshin.reporting.to_pptx import theme
from hoshin.reporting.to_pptx.measures import Setting, caption_height, row_heights
from hoshin.reporting.to_pptx.words import Frame, Line, Run, box, describe, write

_PLAIN_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own "No Style, No Grid", so that what is drawn here is all there is."""


def draw(slide: Any, table: Table, fitted: Fit, frame: Frame, s: Setting) -> None:  # noqa: ANN401 python-pptx has no types
    """The caption and below it the table, in ``frame``."""
    above = caption_height(table, frame.width, s)
    if table.caption:
        line = Line((Run(table.caption, s.small, colour=theme.MUTED),))
        box(slide, Frame(frame.left, frame.top, frame.width, above), [line])
    heights = row_heights(fitted, s)
    # Where even one row is too high for the slide, the type of the whole table gives way.
    shrink = min(1.0, (frame.height - above) / sum(heights))
    rows, columns = len(table.rows) + 1, len(table.columns)
    shape = slide.shapes.add_table(
        rows, columns, Pt(frame.left), Pt(frame.top + above), Pt(frame.width), Pt(sum(heights) * shrink)
    )
    describe(shape, table.caption or "Table")
    native = shape.table
    native._tbl.tblPr.find("{*}tableStyleId").text = _PLAIN_STYLE
    native.horz_banding = False
    for column, width in zip(native.columns, fitted.widths, strict=True):
        column.width = Pt(width)
    for row, height in zip(native.rows, heights, strict=True):
        row.height = Pt(height * shrink)
    size = max(4.0, fitted.points * shrink**0.5)
    for i, head in enumerate(table.columns):
        run = Run(head, size, bold=True, colour=theme.MUTED)
        _fill(native.cell(0, i), run, fitted.numeric[i], s, heavy=True)
    for r, row in enumerate(grid(table), 1):
        for i, cell in enumerate(row):
            _fill(native.cell(r, i), _run(cell, size), fitted.numeric[i], s, heavy=False)


def _run(cell: Cell, size: float) -> Run:
    toned = cell.tone is not Tone.NEUTRAL
    colour = theme.TONES[cell.tone] if toned else theme.INK
    return Run(shown(cell), size, bold=toned, colour=colour, href=outside_address(cell.href))


def _fill(native: Any, run: Run, right: bool, s: Setting, *, heavy: bool) -> None:  # noqa: ANN401
    write(native.text_frame, [Line((run,), right=right)])
    native.margin_left = native.margin_right = Pt(s.cell[0] / 2)
    native.margin_top = native.margin_bottom = Pt(s.cell[1] / 2)
    native.fill.background()
    width, colour = (1.25, "tx2") if heavy else (0.5, "accent6")
    native._tc.tcPr.insert(0, _edge(width, colour))


def _edge(width: float, colour: str) -> Any:  # noqa: ANN401
    return parse_xml(
        f'<a:lnB {nsdecls("a")} w="{Pt(width)}"><a:solidFill><a:schemeClr val="{colour}"/></a:solidFill>'
        '<a:prstDash val="solid"/></a:lnB>'
    )
