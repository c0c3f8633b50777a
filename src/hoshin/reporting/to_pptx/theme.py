"""The look of slides: 16:9, our colours and type as the file's own theme, so that another theme reaches all."""

from __future__ import annotations

from typing import Any, cast

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from hoshin.reporting import palette
from hoshin.reporting.blocks import Tone

WIDTH, HEIGHT = 960.0, 540.0
MARGIN = 48.0
ROOM = WIDTH - 2 * MARGIN
BODY_TOP, BODY_FOOT = 100.0, 490.0
FONT = "Arial"
"""On every office computer, and drawn alike by its metric twin elsewhere, so that what fits here fits there."""

_THEME = {
    "dk1": palette.INK,
    "lt1": palette.WHITE,
    "dk2": palette.MUTED,
    "lt2": palette.SURFACE,
    "accent1": palette.ACCENT,
    "accent2": palette.TONES[Tone.GOOD],
    "accent3": palette.TONES[Tone.WATCH],
    "accent4": palette.TONES[Tone.BAD],
    "accent5": palette.TONES[Tone.UNKNOWN],
    "accent6": palette.FAINT,
    "hlink": palette.ACCENT,
    "folHlink": palette.MUTED,
}
INK, MUTED, WHITE = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.BACKGROUND_1
ACCENT, FAINT = MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_6
TONES = {
    Tone.NEUTRAL: MSO_THEME_COLOR.ACCENT_1,
    Tone.GOOD: MSO_THEME_COLOR.ACCENT_2,
    Tone.WATCH: MSO_THEME_COLOR.ACCENT_3,
    Tone.BAD: MSO_THEME_COLOR.ACCENT_4,
    Tone.UNKNOWN: MSO_THEME_COLOR.ACCENT_5,
}
_KEPT = ("Title Slide", "Title and Content", "Title Only")


def soft(tone: Tone) -> RGBColor:
    """The light ground of a tone."""
    return rgb(palette.SOFT[tone])


def rgb(colour: str) -> RGBColor:
    """A colour of the palette."""
    kind: Any = RGBColor
    return cast("RGBColor", kind(*bytes.fromhex(colour[1:])))


def blank() -> Any:  # noqa: ANN401 python-pptx has no types
    """A presentation without slides in our look, with the layouts for a cover, a slide of text and an open slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Pt(WIDTH), Pt(HEIGHT)
    deck.part._element.find("{*}sldSz").attrib.pop("type", None)
    _drop_leftovers(deck)
    master = deck.slide_master
    _colour_and_type(master)
    for layout in list(deck.slide_layouts):
        if layout.name not in _KEPT:
            deck.slide_layouts.remove(layout)
    for shape in master.placeholders:
        _place_on_master(shape)
    _title_style(master)
    _bar(master)
    _cover(layout_named(deck, "Title Slide"))
    return deck


def layout_named(deck: Any, name: str) -> Any:  # noqa: ANN401
    """The layout of that name."""
    return next(layout for layout in deck.slide_layouts if layout.name == name)


def _drop_leftovers(deck: Any) -> None:  # noqa: ANN401
    """The thumbnail and printer settings of python-pptx's own template say nothing of this file."""
    package = deck.part.package
    for owner in (package, deck.part):
        for key, relation in list(owner._rels.items()):
            if relation.reltype.endswith(("/thumbnail", "/printerSettings")):
                owner._rels.pop(key)


def _colour_and_type(master: Any) -> None:  # noqa: ANN401
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    name = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
    theme.set("name", "Hoshin")
    scheme = theme.find(".//a:clrScheme", name)
    scheme.set("name", "Hoshin")
    for slot in scheme:
        colour = _THEME[slot.tag.partition("}")[2]]
        slot[:] = [parse_xml(f'<a:srgbClr {nsdecls("a")} val="{colour[1:].upper()}"/>')]
    for latin in theme.findall(".//a:fontScheme/*/a:latin", name):
        latin.set("typeface", FONT)
    theme.find(".//a:fontScheme", name).set("name", "Hoshin")
    part._blob = serialize_part_xml(theme)


def _place_on_master(shape: Any) -> None:  # noqa: ANN401
    kind = shape.placeholder_format.type
    left, top, width, height = {
        "TITLE": (MARGIN, 44.0, ROOM, 60.0),
        "BODY": (MARGIN, BODY_TOP, ROOM, BODY_FOOT - BODY_TOP),
        "DATE": (MARGIN + ROOM - 260, 506.0, 210.0, 20.0),
        "FOOTER": (MARGIN, 506.0, ROOM - 280, 20.0),
        "SLIDE_NUMBER": (MARGIN + ROOM - 46, 506.0, 46.0, 20.0),
    }[kind.name]
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(width), Pt(height)
    body = shape.text_frame._txBody.bodyPr
    for side in ("lIns", "rIns", "tIns", "bIns"):
        body.set(side, "0")
    if kind.name == "TITLE":
        body.set("anchor", "t")
    for style in shape._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}defRPr"):
        style.set("sz", "900")
        style[:] = [parse_xml(f'<a:solidFill {nsdecls("a")}><a:schemeClr val="tx2"/></a:solidFill>')]
    for style in shape._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}lvl1pPr"):
        style.set("algn", "l" if kind.name == "FOOTER" else "r")


def _title_style(master: Any) -> None:  # noqa: ANN401
    level = master._element.find(".//{*}titleStyle/{*}lvl1pPr")
    level.set("algn", "l")
    look = level.find("{*}defRPr")
    look.set("sz", "2400")
    look.set("b", "1")


def _bar(master: Any) -> None:  # noqa: ANN401
    """The short line above each title, drawn once on the master."""
    master.shapes._spTree.append(
        parse_xml(
            f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="90" name="Accent"/><p:cNvSpPr/><p:nvPr userDrawn="1"/>'
            f'</p:nvSpPr><p:spPr><a:xfrm><a:off x="{Pt(MARGIN)}" y="{Pt(30)}"/><a:ext cx="{Pt(32)}" cy="{Pt(3)}"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:schemeClr val="accent1"/>'
            "</a:solidFill><a:ln><a:noFill/></a:ln></p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p/></p:txBody></p:sp>"
        )
    )


def _cover(layout: Any) -> None:  # noqa: ANN401
    fill = layout.background.fill
    fill.solid()
    fill.fore_color.theme_color = INK
    layout._element.set("showMasterSp", "0")
    for shape in layout.placeholders:
        name = shape.placeholder_format.type.name
        if name == "CENTER_TITLE":
            shape.left, shape.top, shape.width, shape.height = Pt(72), Pt(150), Pt(780), Pt(120)
            shape.text_frame._txBody.bodyPr.set("anchor", "b")
        elif name == "SUBTITLE":
            shape.left, shape.top, shape.width, shape.height = Pt(72), Pt(286), Pt(780), Pt(60)
        for style in shape._element.iter("{*}lvl1pPr"):
            style.set("algn", "l")
