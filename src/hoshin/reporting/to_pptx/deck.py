"""A snapshot as the bytes of a PowerPoint file: a cover, the messages in brief, a slide or more a section."""

from __future__ import annotations

import io
from typing import Any, assert_never

from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Pt

from hoshin.reporting import lettering, palette
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
from hoshin.reporting.palette import SIGNS, WORDS
from hoshin.reporting.provenance import edition_words, mark, provenance, source_line, subtitle
from hoshin.reporting.snapshot import Snapshot
from hoshin.reporting.text import outside_address, printable_all
from hoshin.reporting.to_pptx import charts, measures, paging, tables, theme
from hoshin.reporting.to_pptx.canonical import canonical, midnight
from hoshin.reporting.to_pptx.measures import Setting
from hoshin.reporting.to_pptx.words import Frame, Line, Run, box, ground, ornament, write
from hoshin.reporting.to_svg import unit_words

_READINGS = 30
"""More readings than this are left to the other forms."""
_TITLES = ((24.0, 2), (20.0, 3), (16.0, 4), (12.0, 6), (9.0, 9))
_NOTE = 11.0


def render(snapshot: Snapshot, edition: int) -> bytes:
    """The deck; the same snapshot and edition give the same bytes. Its properties carry the snapshot's identity."""
    shown = printable_all(snapshot)
    deck = theme.blank()
    _properties(deck, snapshot, shown)
    _cover(deck, shown, edition)
    feet = (source_line(shown), edition_words(shown, edition))
    if len(shown.report.sections) >= 3:
        _brief(deck, shown.report.sections, feet)
    last = provenance(shown, edition, identity=snapshot.identity, most=_READINGS)
    for section in (*shown.report.sections, last):
        _section(deck, section, feet)
    out = io.BytesIO()
    deck.save(out)
    return canonical(out.getvalue())


def _properties(deck: Any, snapshot: Snapshot, shown: Snapshot) -> None:  # noqa: ANN401 python-pptx has no types
    properties = deck.core_properties
    properties.title = shown.title[:255] or "Board pack"
    properties.subject = shown.period[:255]
    properties.author = shown.organisation[:255]
    properties.last_modified_by = "Hoshin"
    properties.identifier = mark(snapshot)
    properties.comments = f"{mark(snapshot)}. 'hoshin pack verify FILE' checks it."
    properties.revision = 1
    day = snapshot.as_of
    properties.created = properties.modified = midnight(day.year, day.month, day.day)


def _cover(deck: Any, snapshot: Snapshot, edition: int) -> None:  # noqa: ANN401
    slide = deck.slides.add_slide(theme.layout_named(deck, "Title Slide"))
    title = snapshot.report.title or snapshot.title or "Board pack"
    size = next((s for s in (40.0, 32.0, 24.0, 16.0) if lettering.lines(title, s, 760, bold=True) <= 3), 12.0)
    write(slide.shapes.title.text_frame, [Line((Run(title, size, bold=True, colour=theme.WHITE),))])
    light = theme.rgb(palette.DARK[palette.MUTED])
    words = subtitle(snapshot)
    lines = [Line((Run(words or snapshot.period, 18, colour=light),))]
    if words and snapshot.period not in ("", words):
        lines.append(Line((Run(snapshot.period, 14, colour=light),), above=4))
    write(slide.placeholders[1].text_frame, lines)
    name = Line((Run(snapshot.organisation, 14, bold=True, colour=theme.rgb(palette.DARK[palette.ACCENT])),))
    box(slide, Frame(72, 64, 780, 24), [name])
    box(slide, Frame(72, 470, 780, 20), [Line((Run(edition_words(snapshot, edition), 12, colour=light),))])


def _brief(deck: Any, sections: tuple[Section, ...], feet: tuple[str, str]) -> None:  # noqa: ANN401
    """The messages of all sections, on one slide where that can be read."""
    height = theme.BODY_FOOT - theme.BODY_TOP
    frame = Frame(theme.MARGIN, theme.BODY_TOP, theme.ROOM, height)
    titles = [section.title for section in sections]
    for size, above in ((18.0, 13.0), (16.0, 10.0), (14.0, 7.0), (12.0, 5.0)):
        tall = [lettering.lines(f"99   {t}", size, theme.ROOM) * size * 1.22 + above for t in titles]
        if sum(tall) <= height:
            break
    lines: list[Line] = []
    taken = 0.0
    for number, (title, needed) in enumerate(zip(titles, tall, strict=True), 1):
        if lines and taken + needed > height:
            box(_slide(deck, "In brief", feet), frame, lines)
            lines, taken = [], 0.0
        runs = (Run(f"{number}   ", size, bold=True, colour=theme.ACCENT), Run(title, size))
        lines.append(Line(runs, above=above if lines else 0))
        taken += needed
    box(_slide(deck, "In brief", feet), frame, lines)


def _slide(deck: Any, title: str, feet: tuple[str, str]) -> Any:  # noqa: ANN401
    slide = deck.slides.add_slide(theme.layout_named(deck, "Title Only"))
    size, _ = _title_size(title)
    write(slide.shapes.title.text_frame, [Line((Run(title, size, bold=True),))])
    footer = lettering.shortened(feet[0], 9, theme.ROOM - 290)
    _foot(slide, "ftr", 11, footer)
    _foot(slide, "dt", 10, feet[1])
    _foot(slide, "sldNum", 12, "")
    return slide


def _foot(slide: Any, kind: str, index: int, text: str) -> None:  # noqa: ANN401
    """A footer's placeholder, which keeps the place and look that the master gives it."""
    name = {"ftr": "Source", "dt": "Edition", "sldNum": "Slide number"}[kind]
    number = 900 + index
    # Said once more than the master says it, for programs that do not look there.
    look = (
        '<a:rPr lang="en-GB" sz="900"><a:solidFill><a:schemeClr val="tx2"/></a:solidFill>'
        '<a:latin typeface="+mn-lt"/></a:rPr>'
    )
    inner = (
        '<a:fld id="{C1FF6DA9-008F-8B48-92A6-B652298478BF}" type="slidenum">' + look + "<a:t>‹#›</a:t></a:fld>"
        if kind == "sldNum"
        else f"<a:r>{look}<a:t/></a:r>"
    )
    shape = parse_xml(
        f'<p:sp {nsdecls("p", "a")}><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr><a:spLocks noGrp="1"/>'
        f'</p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/><a:p>{inner}</a:p></p:txBody></p:sp>"
    )
    if text:
        shape.find(".//{*}t").text = text
    slide.shapes._spTree.append(shape)


def _title_size(title: str) -> tuple[float, float]:
    """The size of a title, and the height that it takes."""
    for size, most in _TITLES:
        count = lettering.lines(title, size, theme.ROOM, bold=True)
        if count <= most:
            return size, count * size * 1.2
    return _TITLES[-1][0], count * _TITLES[-1][0] * 1.2


def _below_title(title: str) -> float:
    """Where the blocks begin: at the same height on all slides but those with a very long title."""
    return max(theme.BODY_TOP, 44 + _title_size(title)[1] + 16)


def _section(deck: Any, section: Section, feet: tuple[str, str]) -> None:  # noqa: ANN401
    foot = theme.BODY_FOOT
    if section.note:
        height = min(90.0, lettering.lines(section.note, _NOTE, theme.ROOM) * _NOTE * 1.22 + 4)
        foot -= height + 8
    top = _below_title(section.title)
    found = paging.pages(section, theme.ROOM, foot - top)
    if len(found) > 1:
        top = _below_title(f"{section.title} (22 of 22)")
        found = paging.pages(section, theme.ROOM, foot - top)
    for number, page in enumerate(found, 1):
        words = section.title if len(found) == 1 else f"{section.title} ({number} of {len(found)})"
        slide = _slide(deck, words or "Untitled", feet)
        _page(slide, page, section, top, foot)
        if section.note:
            line = Line((Run(section.note, _NOTE, colour=theme.MUTED),))
            box(slide, Frame(theme.MARGIN, foot + 8, theme.ROOM, theme.BODY_FOOT - foot - 8), [line])


def _page(slide: Any, page: paging.Page, section: Section, top: float, foot: float) -> None:  # noqa: ANN401
    width = theme.ROOM
    if page.beside:
        left = theme.MARGIN + paging.ASIDE * theme.ROOM + page.setting.gap
        frame = Frame(left, top, theme.MARGIN + theme.ROOM - left, foot - top)
        _draw(slide, page.beside, section, measures.ROOMY, frame)
        width = paging.ASIDE * theme.ROOM - page.setting.gap
    spare = foot - top - sum(p.height for p in page.pieces) - page.setting.gap * (len(page.pieces) - 1)
    growing = sum(p.grows for p in page.pieces)
    for piece in page.pieces:
        height = piece.height + (max(0.0, spare) / growing if piece.grows else 0)
        if isinstance(piece.block, BarChart) and piece.grows:
            # Bars as thick as bolsters say no more than slim ones.
            height = min(height, 46.0 * len(piece.block.categories) + 70) if height > piece.height else height
        _draw(slide, piece, section, page.setting, Frame(theme.MARGIN, top, width, height))
        top += height + page.setting.gap


def _draw(slide: Any, piece: paging.Piece, section: Section, s: Setting, frame: Frame) -> None:  # noqa: ANN401
    match piece.block:
        case Paragraph() as block:
            size, colour = (s.lead, theme.MUTED) if block.lead else (s.text, theme.INK)
            box(slide, frame, [Line((Run(block.text, size, colour=colour),))])
        case Callout() as block:
            _callout(slide, block, s, frame)
        case Figures() as block:
            _figures(slide, block, s, frame)
        case LineChart() | BarChart() as block:
            _chart(slide, block, section, s, frame)
        case Table() as block:
            tables.draw(slide, block, piece.fit or measures.table_fit(block, frame.width, s), frame, s)
        case _:
            assert_never(piece.block)


def _callout(slide: Any, block: Callout, s: Setting, frame: Frame) -> None:  # noqa: ANN401
    shape = slide.shapes.add_shape(
        MSO_SHAPE.RECTANGLE, Pt(frame.left), Pt(frame.top), Pt(frame.width), Pt(frame.height)
    )
    ground(shape, theme.soft(block.tone))
    word = WORDS[block.tone]
    runs = [Run(f"{SIGNS[block.tone]} {word.capitalize()}: ", s.text, True, theme.TONES[block.tone])] if word else []
    runs.append(Run(block.title, s.text, bold=True, href=outside_address(block.href)))
    lines = [Line(tuple(runs))]
    if block.text:
        lines.append(Line((Run(block.text, s.text - 1),), above=2))
    write(shape.text_frame, lines, margins=s.callout)
    for paragraph in shape.text_frame.paragraphs:
        paragraph.alignment = 1
    edge = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(frame.left), Pt(frame.top), Pt(4), Pt(frame.height))
    ground(edge, theme.TONES[block.tone])
    ornament(edge)


def _figures(slide: Any, block: Figures, s: Setting, frame: Frame) -> None:  # noqa: ANN401
    width = measures.figure_width(len(block.figures), frame.width)
    for i, figure in enumerate(block.figures):
        left = frame.left + i * (width + 20)
        edge = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Pt(left), Pt(frame.top), Pt(3), Pt(frame.height))
        ground(edge, theme.TONES[figure.tone])
        ornament(edge)
        box(slide, Frame(left + 12, frame.top, width - 12, frame.height), _figure(figure, width - 12, s))


def _figure(figure: Figure, room: float, s: Setting) -> list[Line]:
    size = measures.amount_size(figure.amount, room, s)
    lines = [
        Line((Run(figure.label, s.label, colour=theme.MUTED, href=outside_address(figure.href)),)),
        Line((Run(figure.amount, size, bold=True),)),
    ]
    if figure.tone is not Tone.NEUTRAL:
        words = f"{SIGNS[figure.tone]} {WORDS[figure.tone]}"
        lines.append(Line((Run(words, s.label, bold=True, colour=theme.TONES[figure.tone]),)))
    if figure.note:
        lines.append(Line((Run(figure.note, s.small, colour=theme.MUTED),), above=2))
    return lines


def _chart(slide: Any, block: LineChart | BarChart, section: Section, s: Setting, frame: Frame) -> None:  # noqa: ANN401
    unit = unit_words(block)
    words = [Run(block.title, 13, bold=True)]
    if unit:
        words.append(Run(f"  ({unit})", 13, colour=theme.MUTED))
    box(slide, Frame(frame.left, frame.top, frame.width, 20), [Line(tuple(words))])
    below = measures.summary_height(block.summary, frame.width, s) - 20
    inner = Frame(frame.left, frame.top + 20, frame.width, frame.height - 20 - below)
    if isinstance(block, LineChart):
        charts.line_chart(slide, block, inner)
    else:
        charts.bar_chart(slide, block, inner, _longest(block, section.blocks))
    if block.summary:
        line = Line((Run(block.summary, s.small + 1, colour=theme.MUTED),))
        box(slide, Frame(frame.left, frame.top + frame.height - below + 4, frame.width, below - 4), [line])


def _longest(block: BarChart, blocks: tuple[Block, ...]) -> float | None:
    """The longest bar of the whole chart that ``block`` is a part of."""
    for whole in blocks:
        if isinstance(whole, BarChart) and set(block.categories) <= set(whole.categories):
            return max((v for v in whole.values if v is not None), default=None)
    return None
