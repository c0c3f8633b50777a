"""Text on slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from hoshin.reporting.to_pptx import theme

Colour = MSO_THEME_COLOR | RGBColor


@dataclass(frozen=True)
class Frame:
    """A rectangle on a slide, in points."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Run:
    """Words in one size, weight and colour; ``href`` makes them a link."""

    text: str
    size: float
    bold: bool = False
    colour: Colour = theme.INK
    href: str = ""


@dataclass(frozen=True)
class Line:
    """A paragraph of runs; ``above`` is the space before it in points."""

    runs: tuple[Run, ...]
    above: float = 0.0
    right: bool = False


def place(shape: Any, frame: Frame) -> None:  # noqa: ANN401 python-pptx has no types
    """Put a shape into ``frame``."""
    shape.left, shape.top = Pt(frame.left), Pt(frame.top)
    shape.width, shape.height = Pt(frame.width), Pt(frame.height)


def box(slide: Any, frame: Frame, lines: Sequence[Line]) -> Any:  # noqa: ANN401
    """A text box without margins."""
    shape = slide.shapes.add_textbox(Pt(frame.left), Pt(frame.top), Pt(frame.width), Pt(frame.height))
    write(shape.text_frame, lines)
    return shape


def write(text_frame: Any, lines: Sequence[Line], *, margins: tuple[float, float] = (0.0, 0.0)) -> None:  # noqa: ANN401
    """Replace what stands in a text frame; ``margins`` are left and right together, and top and bottom together."""
    text_frame.word_wrap = True
    text_frame.auto_size = MSO_AUTO_SIZE.NONE
    text_frame.margin_left = text_frame.margin_right = Pt(margins[0] / 2)
    text_frame.margin_top = text_frame.margin_bottom = Pt(margins[1] / 2)
    for i, line in enumerate(lines):
        paragraph = text_frame.paragraphs[0] if i == 0 else text_frame.add_paragraph()
        write_line(paragraph, line)


def write_line(paragraph: Any, line: Line) -> None:  # noqa: ANN401
    """Fill a paragraph. A line end inside a run becomes a line break."""
    if line.above:
        paragraph.space_before = Pt(line.above)
    if line.right:
        paragraph.alignment = PP_ALIGN.RIGHT
    for run in line.runs:
        for i, part in enumerate(run.text.split("\n")):
            if i:
                paragraph.add_line_break()
            if part:
                _write_run(paragraph.add_run(), part, run)
    # Where there is no text, this alone says how high the line is.
    size = round(line.runs[0].size * 100)
    paragraph._p.append(parse_xml(f'<a:endParaRPr {nsdecls("a")} lang="en-GB" sz="{size}"/>'))


def _write_run(written: Any, text: str, run: Run) -> None:  # noqa: ANN401
    written.text = text
    written.font.size = Pt(run.size)
    written.font.bold = run.bold
    if run.href:
        written.hyperlink.address = run.href
    paint(written.font.color, run.colour)


def paint(target: Any, colour: Colour) -> None:  # noqa: ANN401
    """Set a colour, by theme where it is one of the theme's."""
    if isinstance(colour, RGBColor):
        target.rgb = colour
    else:
        target.theme_color = colour


def ground(shape: Any, colour: Colour) -> None:  # noqa: ANN401
    """Fill a shape plainly: no outline, no shadow."""
    shape.fill.solid()
    paint(shape.fill.fore_color, colour)
    shape.line.fill.background()
    # The style that new shapes refer to has a shadow and a light text colour.
    for style in shape._element.findall("{*}style"):
        shape._element.remove(style)


def ornament(shape: Any) -> None:  # noqa: ANN401
    """Mark a shape as decoration, which is not read aloud."""
    shape._element.xpath(".//p:cNvPr")[0].append(
        parse_xml(
            f'<a:extLst {nsdecls("a")}><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative '
            'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
        )
    )


def describe(shape: Any, text: str) -> None:  # noqa: ANN401
    """The alternative text that is read aloud."""
    shape._element.xpath(".//p:cNvPr")[0].set("descr", text)
