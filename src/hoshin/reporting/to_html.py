"""Blocks as HTML: fragments in Tabler's markup for pages, and one stand-alone file for a pack.

Neither needs Django's settings: the templates beside this file are rendered by an engine of their own. Pages forbid
inline scripts and styles, so a chart is data in a ``script`` element, which ``static/hoshin/charts.js`` draws.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.template import Context, Engine
from django.utils.safestring import SafeString, mark_safe

from hoshin.reporting import to_json
from hoshin.reporting.blocks import BarChart, Block, Callout, Cell, Figures, LineChart, Paragraph, Section, Table, Tone
from hoshin.reporting.chart_table import NOTHING, chart_table
from hoshin.reporting.palette import WORDS
from hoshin.reporting.text import printable_all, safe_address

_ENGINE = Engine(dirs=[str(Path(__file__).parent / "templates")], autoescape=True)


def block(value: Block) -> SafeString:
    """One block as a fragment of a page."""
    return _block(printable_all(value))


def section(value: Section, level: int = 2) -> SafeString:
    """A section as a card; ``level`` is that of its heading."""
    value = printable_all(value)
    return _render("section", section=value, blocks=[_block(b) for b in value.blocks], level=str(level))


def _render(template: str, **values: object) -> SafeString:
    return _ENGINE.get_template(f"reporting/{template}.html").render(Context(values))


def _block(value: Block) -> SafeString:
    match value:
        case Paragraph():
            return _render("paragraph", block=value)
        case Callout():
            return _render("callout", block=value, word=f"{WORDS[value.tone]}: ", href=safe_address(value.href))
        case Figures():
            return _figures(value)
        case LineChart() | BarChart():
            return _chart(value)
        case Table():
            return _table(value)


def _figures(value: Figures) -> SafeString:
    figures = [
        {
            "label": f.label,
            "amount": f.amount,
            "note": f.note,
            "tone": f.tone.value,
            "word": WORDS[f.tone],
            "href": safe_address(f.href),
        }
        for f in value.figures
    ]
    return _render("figures", figures=figures)


def _chart(value: LineChart | BarChart) -> SafeString:
    data = to_json.compact(value)
    return _render(
        "chart",
        title=value.title,
        unit="" if value.unit == "share" else value.unit,
        summary=value.summary or value.title,
        said=value.summary,
        identifier=f"chart-{hashlib.sha256(data.encode()).hexdigest()[:12]}",
        # compact() leaves no character that could end the element.
        data=mark_safe(data),  # noqa: S308
        table=_table(chart_table(value)),
    )


def _cell(cell: Cell) -> dict[str, object]:
    return {
        "text": cell.text,
        "tone": cell.tone.value,
        # A word in the cell says it already; a bare number needs one for those who do not see the sign.
        "hidden": WORDS[cell.tone] if cell.tone is not Tone.NEUTRAL and cell.numeric else "",
        "href": safe_address(cell.href),
        "numeric": cell.numeric,
    }


def _table(value: Table) -> SafeString:
    numeric = [any(c.numeric for c in column) for column in zip(*value.rows, strict=False)] if value.rows else []
    return _render(
        "table",
        caption=value.caption,
        label=value.caption or "Table",
        columns=[{"text": t, "numeric": n} for t, n in zip(value.columns, numeric, strict=False)],
        rows=[[_cell(c) for c in row] for row in value.rows],
        empty=value.empty or NOTHING,
    )
