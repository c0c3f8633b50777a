"""A snapshot as the bytes of a PDF.

Words reach Typst as data in a JSON file, never as source, so no text can act as markup.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, assert_never

import typst

from hoshin.reporting import lettering, palette, to_svg
from hoshin.reporting.blocks import BarChart, Block, Callout, Figures, LineChart, Paragraph, Section, Table
from hoshin.reporting.chart_table import NOTHING
from hoshin.reporting.fitting import fit, grid
from hoshin.reporting.palette import SIGNS, WORDS
from hoshin.reporting.provenance import LISTED, edition_words, mark, provenance, source_line, subtitle
from hoshin.reporting.snapshot import Snapshot
from hoshin.reporting.text import outside_address, printable_all
from hoshin.reporting.wording import day

_TEMPLATE = Path(__file__).with_name("pack.typ")
_ROOM = 500.0
_WHOLE = 420.0
"""Sections and tables up to this height in points are never broken over pages."""
_TABLE = 8.5
_BARS = 36
"""Bars on one page; more go on below."""
_ATTEMPTS: tuple[tuple[bool, list[str]], ...] = ((False, ["ua-1"]), (True, ["ua-1"]), (True, []))
"""Typst refuses PDF/UA where a text has letters that it cannot name: then charts have outlines, then it is left out."""
_TONES = {tone.value: {"ink": palette.TONES[tone], "soft": palette.SOFT[tone]} for tone in palette.TONES}


def render(snapshot: Snapshot, edition: int | None, closing: Section | None = None) -> bytes:
    """The PDF; the same snapshot and edition give the same bytes. Its keywords carry the snapshot's identity.

    Its last section says where the numbers of an edition come from. What is no edition of a pack, such as minutes, has
    None, and may have a ``closing`` section of its own.
    """
    shown = printable_all(snapshot)
    sections = [*shown.report.sections, *((closing,) if closing else ())]
    if edition is not None:
        sections.append(provenance(shown, edition, identity=snapshot.identity, most=LISTED))
    data = {
        "title": _or(shown.report.title, _or(shown.title, "Board pack")),
        "subtitle": subtitle(shown),
        "organisation": shown.organisation,
        "period": shown.period,
        "mark": mark(snapshot),
        "date": [snapshot.as_of.year, snapshot.as_of.month, snapshot.as_of.day],
        "edition": day(shown.as_of) if edition is None else edition_words(shown, edition),
        "contents": "Contents" if edition is None else "In this pack",
        "source": lettering.shortened(source_line(shown), 7, 360),
        "colours": {"ink": palette.INK, "muted": palette.MUTED, "hairline": palette.HAIRLINE, "accent": palette.ACCENT},
        "tones": _TONES,
        "families": list(lettering.FAMILIES),
    }
    for outlines, standards in _ATTEMPTS:
        files: dict[str, bytes] = {"main.typ": _TEMPLATE.read_bytes()}
        parts = {"sections": [_section(section, files, outlines) for section in sections]}
        files["pack.json"] = json.dumps(data | parts, ensure_ascii=False).encode()
        try:
            return _compile(files, snapshot.as_of, standards)
        except typst.TypstError as error:
            refused = error
    raise refused


def _compile(files: dict[str, bytes], day: date, standards: list[str]) -> bytes:
    midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
    out = typst.compile(  # type: ignore[call-overload] # its types forget that several files may be given
        files,
        format="pdf",
        pdf_standards=standards,
        timestamp=int(midnight.timestamp()),
        ignore_system_fonts=True,
        font_paths=[str(folder) for folder in lettering.folders()],
    )
    if not isinstance(out, bytes):
        raise TypeError("Typst gave several files where one was expected.")
    return out


def _or(text: str, instead: str) -> str:
    return text if text.strip() else instead


def _section(section: Section, files: dict[str, bytes], outlines: bool) -> dict[str, Any]:
    return {
        "title": _or(section.title, "Untitled"),
        "note": section.note,
        "whole": sum(_height(block) for block in section.blocks) < _WHOLE,
        "blocks": [part for block in section.blocks for part in _parts(block, files, outlines)],
    }


def _height(block: Block) -> float:
    """About how high a block becomes, in points: enough to tell what should stay on one page."""
    match block:
        case Paragraph():
            return lettering.lines(block.text, 11, _ROOM) * 15 + 8
        case Callout():
            return lettering.lines(f"{block.title}\n{block.text}", 9.5, _ROOM - 60) * 15 + 28
        case Figures():
            return (len(block.figures) + 3) // 4 * 90.0
        case LineChart():
            return to_svg.HEIGHT + 50
        case BarChart():
            return (to_svg.HEIGHT if to_svg.over_time(block) else 15.0 * len(block.categories)) + 50
        case Table():
            fitted = fit(block, _ROOM, _TABLE, 10)
            return sum(fitted.lines) * fitted.points * 1.2 + len(fitted.lines) * 9 + 20
        case _:
            assert_never(block)


def _parts(block: Block, files: dict[str, bytes], outlines: bool) -> list[dict[str, Any]]:
    match block:
        case Paragraph():
            return [{"kind": "paragraph", "text": block.text, "lead": block.lead}]
        case Callout():
            return [
                {
                    "kind": "callout",
                    "tone": block.tone.value,
                    "sign": SIGNS[block.tone],
                    "word": WORDS[block.tone],
                    "title": block.title,
                    "text": block.text,
                    "href": outside_address(block.href),
                }
            ]
        case Figures():
            return [
                {
                    "kind": "figures",
                    "figures": [
                        {
                            "label": f.label,
                            "amount": f.amount,
                            "note": f.note,
                            "tone": f.tone.value,
                            "sign": SIGNS[f.tone],
                            "word": WORDS[f.tone],
                        }
                        for f in block.figures
                    ],
                }
            ]
        case LineChart():
            return [_chart(block, block, files, outlines)]
        case BarChart():
            return _bars(block, files, outlines)
        case Table():
            return [_table(block)]
        case _:
            assert_never(block)


def _chart(
    chart: LineChart | BarChart, whole: LineChart | BarChart, files: dict[str, bytes], outlines: bool
) -> dict[str, Any]:
    name = f"chart-{len(files)}.svg"
    top = max((v for v in whole.values if v is not None), default=0.0) if isinstance(whole, BarChart) else None
    files[name] = to_svg.draw(chart, top=top, outlines=outlines)
    return {
        "kind": "chart",
        "file": name,
        "title": chart.title,
        "unit": to_svg.unit_words(whole),
        "summary": chart.summary,
        "alt": _or(chart.summary, _or(chart.title, "Chart")),
    }


def _bars(chart: BarChart, files: dict[str, bytes], outlines: bool) -> list[dict[str, Any]]:
    if to_svg.over_time(chart) or len(chart.categories) <= _BARS:
        return [_chart(chart, chart, files, outlines)]
    parts = []
    for start in range(0, len(chart.categories), _BARS):
        run = slice(start, start + _BARS)
        last = start + _BARS >= len(chart.categories)
        title = chart.title if start == 0 else f"{chart.title} (continued)"
        part = replace(
            chart,
            title=title,
            categories=chart.categories[run],
            values=chart.values[run],
            summary=chart.summary if last else "",
        )
        parts.append(_chart(part, chart, files, outlines))
    return parts


def _table(table: Table) -> dict[str, Any]:
    if not table.rows or not table.columns:
        return {"kind": "paragraph", "text": _or(table.empty, NOTHING), "lead": False}
    fitted = fit(table, _ROOM, _TABLE, 10)
    return {
        "kind": "table",
        "caption": table.caption,
        "points": fitted.points,
        "whole": _height(table) < _WHOLE,
        "widths": list(fitted.widths),
        "numeric": list(fitted.numeric),
        "columns": list(table.columns),
        "rows": [
            [
                {"text": c.text, "tone": c.tone.value, "sign": SIGNS[c.tone], "href": outside_address(c.href)}
                for c in row
            ]
            for row in grid(table)
        ],
    }
