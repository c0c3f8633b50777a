"""Blocks as HTML: fragments in Tabler's markup for pages, and one stand-alone file for a pack.

Neither needs Django's settings: the templates beside this file are rendered by an engine of their own. Pages forbid
inline scripts and styles, so a chart is data in a ``script`` element, which ``static/hoshin/charts.js`` draws.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import assert_never

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from hoshin.reporting import palette, svg_inline, to_json, to_svg
from hoshin.reporting.blocks import BarChart, Block, Callout, Cell, Figures, LineChart, Paragraph, Section, Table, Tone
from hoshin.reporting.chart_table import NOTHING, chart_table
from hoshin.reporting.palette import WORDS
from hoshin.reporting.provenance import LISTED, edition_words, mark, provenance, source_line, subtitle
from hoshin.reporting.snapshot import Snapshot
from hoshin.reporting.text import outside_address, printable_all, safe_address

_TEMPLATES = Path(__file__).parent / "templates"
_ENGINE = Engine(dirs=[str(_TEMPLATES)], autoescape=True)
_NAMES = {
    "ink": palette.INK,
    "muted": palette.MUTED,
    "hairline": palette.HAIRLINE,
    "surface": palette.SURFACE,
    "accent": palette.ACCENT,
    "paper": palette.WHITE,
}


def block(value: Block) -> SafeString:
    """One block as a fragment of a page."""
    return _block(printable_all(value), _Place())


def section(value: Section, level: int = 2) -> SafeString:
    """A section as a card; ``level`` is that of its heading."""
    value = printable_all(value)
    return _render("section", section=value, blocks=[_block(b, _Place()) for b in value.blocks], level=str(level))


def render(snapshot: Snapshot, edition: int) -> bytes:
    """A pack as one HTML file that needs nothing else: styles and charts inside, light or dark as the reader prefers.

    The same snapshot and edition give the same bytes; a ``meta`` element carries the snapshot's identity.
    """
    shown = printable_all(snapshot)
    sections = []
    for number, part in enumerate(
        (*shown.report.sections, provenance(shown, edition, identity=snapshot.identity, most=LISTED)), 1
    ):
        blocks = [_block(b, _Place(f"s{number}b{i}")) for i, b in enumerate(part.blocks)]
        sections.append({"number": str(number), "title": part.title, "note": part.note, "blocks": blocks})
    page = _render(
        "pack",
        title=shown.report.title or shown.title or "Board pack",
        subtitle=subtitle(shown),
        organisation=shown.organisation,
        period="" if shown.period == subtitle(shown) else shown.period,
        edition=edition_words(shown, edition),
        source=source_line(shown),
        mark=mark(snapshot),
        date=snapshot.as_of.isoformat(),
        sections=sections,
        style=mark_safe(_style()),  # noqa: S308 our own file
    )
    return page.encode()


def _style() -> str:
    """The style sheet, with the palette as variables for light and dark."""

    def rules(colours: dict[str, str]) -> str:
        named = "".join(f"--{name}:{colours[colour]};" for name, colour in _NAMES.items())
        return named + "".join(f"{svg_inline.variable(colour)}:{shade};" for colour, shade in colours.items())

    tones = "".join(
        f".hoshin-tone-{t},.hoshin-callout-{t}{{background:var({svg_inline.variable(palette.SOFT[t])})}}"
        f".hoshin-tone-{t}{{color:var({svg_inline.variable(palette.TONES[t])})}}"
        for t in palette.TONES
    )
    light = {colour: colour for colour in palette.DARK}
    sheet = (_TEMPLATES / "reporting" / "pack.css").read_text()
    # Printed on white whatever the screen looks like.
    dark = f"@media screen and (prefers-color-scheme:dark){{:root{{{rules(palette.DARK)}}}}}"
    return f":root{{{rules(light)}}}{dark}\n{sheet}{tones}"


@dataclass(frozen=True)
class _Place:
    """Where a block stands: in a page of ours, or, with a key of its own, in a file that leaves the house."""

    file: str = ""

    def address(self, href: str) -> str:
        return outside_address(href) if self.file else safe_address(href)


def _render(template: str, **values: object) -> SafeString:
    return _ENGINE.get_template(f"reporting/{template}.html").render(Context(values))


def _block(value: Block, place: _Place) -> SafeString:
    match value:
        case Paragraph():
            return _render("paragraph", block=value)
        case Callout():
            return _render("callout", block=value, word=f"{WORDS[value.tone]}: ", href=place.address(value.href))
        case Figures():
            return _figures(value, place)
        case LineChart() | BarChart():
            return _chart(value, place)
        case Table():
            return _table(value, place)
        case _:
            assert_never(value)


def _figures(value: Figures, place: _Place) -> SafeString:
    figures = [
        {
            "label": f.label,
            "amount": f.amount,
            "note": f.note,
            "tone": f.tone.value,
            "word": WORDS[f.tone],
            "href": place.address(f.href),
        }
        for f in value.figures
    ]
    return _render("figures", figures=figures)


def _chart(value: LineChart | BarChart, place: _Place) -> SafeString:
    data = to_json.compact(value)
    summary = value.summary or value.title or "Chart"
    svg = svg_inline.inline(to_svg.draw(value), place.file, summary) if place.file else ""
    unit = to_svg.unit_words(value) if place.file else {"share": "", "h": "hours"}.get(value.unit, value.unit)
    return _render(
        "chart",
        title=value.title,
        unit=unit,
        summary=summary,
        svg=mark_safe(svg),  # noqa: S308 drawn by matplotlib, which escapes
        said=value.summary,
        identifier=f"chart-{hashlib.sha256(data.encode()).hexdigest()[:12]}",
        # compact() leaves no character that could end the element.
        data=mark_safe(data),  # noqa: S308
        table=_table(chart_table(value), place),
    )


def _cell(cell: Cell, place: _Place) -> dict[str, object]:
    return {
        "text": cell.text,
        "tone": cell.tone.value,
        # A word in the cell says it already; a bare number needs one for those who do not see the sign.
        "hidden": WORDS[cell.tone] if cell.tone is not Tone.NEUTRAL and cell.numeric else "",
        "href": place.address(cell.href),
        "numeric": cell.numeric,
    }


def _table(value: Table, place: _Place) -> SafeString:
    numeric = [any(c.numeric for c in column) for column in zip(*value.rows, strict=False)] if value.rows else []
    return _render(
        "table",
        caption=value.caption,
        label=value.caption or "Table",
        columns=[{"text": t, "numeric": n} for t, n in zip(value.columns, numeric, strict=False)],
        rows=[[_cell(c, place) for c in row] for row in value.rows],
        empty=value.empty or NOTHING,
    )
