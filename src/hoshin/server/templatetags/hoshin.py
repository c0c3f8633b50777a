"""Template tags that every page may use: icons, blocks of reports, and words for tones."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django import forms, template
from django.forms.boundfield import BoundField
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy.models import Objective
from hoshin.metrics.result import Reading
from hoshin.reporting import to_html, to_json
from hoshin.reporting.blocks import Block, LineChart, Section, Tone
from hoshin.reporting.wording import period_words, result_words

register = template.Library()
ICONS = Path(__file__).resolve().parent.parent / "static" / "vendor" / "tabler-icons"


@cache
def _icon(name: str) -> SafeString:
    svg = (ICONS / f"{name}.svg").read_text()
    # The word beside an icon says what it means, so screen readers skip the picture.
    return mark_safe(svg.replace("<svg", '<svg aria-hidden="true" focusable="false"', 1))  # noqa: S308 our own files


@register.simple_tag
def icon(name: str) -> SafeString:
    """The named Tabler icon as inline SVG; the file must be in ``static/vendor/tabler-icons``."""
    return _icon(name)


@register.inclusion_tag("server/field.html")
def field(bound: BoundField, label: str = "") -> dict[str, object]:
    """One form field with label, help and errors, in the house's look; ``label`` replaces the form's own."""
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        kind, css = "choices", "form-check-input"
    elif isinstance(widget, forms.CheckboxInput):
        kind, css = "check", "form-check-input"
    elif isinstance(widget, forms.Select):
        kind, css = "field", "form-select"
    else:
        kind, css = "field", "form-control"
    if bound.errors:
        css += " is-invalid"
    described = " ".join(
        part
        for part, there in (
            (f"{bound.id_for_label}-help", bound.help_text),
            (f"{bound.id_for_label}-error", bound.errors),
        )
        if there
    )
    attributes: dict[str, str | bool] = {"class": css}
    if described:
        attributes["aria-describedby"] = described
    return {"bound": bound, "kind": kind, "widget": bound.as_widget(attrs=attributes), "label": label or bound.label}


@register.simple_tag
def block_of(value: Block) -> SafeString:
    """One block of a report as a fragment of the page."""
    return to_html.block(value)


@register.simple_tag
def small_chart(value: LineChart) -> SafeString:
    """A chart reduced to its line, for a card; the words beside it say what it shows."""
    data = to_json.compact(value)
    name = f"small-{hashlib.sha256(data.encode()).hexdigest()[:12]}"
    return format_html(
        '<div class="hoshin-chart hoshin-chart-small" role="img" aria-label="{}" data-chart="{}"></div>'
        '<script type="application/json" id="{}">{}</script>',
        value.summary or value.title,
        name,
        name,
        mark_safe(data),  # noqa: S308 compact() leaves no character that could end the element
    )


SIGNS = {
    Tone.GOOD: "circle-check",
    Tone.WATCH: "alert-triangle",
    Tone.BAD: "circle-x",
    Tone.UNKNOWN: "help-circle",
    Tone.NEUTRAL: "minus",
}


@register.simple_tag
def sign(tone: str, word: str) -> SafeString:
    """A tone as icon and word, so that colour is never alone."""
    kind = Tone(tone)
    return format_html('<span class="hoshin-tone hoshin-tone-{}">{}{}</span>', str(kind), _icon(SIGNS[kind]), word)


@register.filter
def amount_of(reading: Reading) -> str:
    """A reading's amount in words."""
    return result_words(reading)


@register.filter
def period_of(reading: Reading) -> str:
    """A reading's period in words."""
    return period_words(reading.period)


@register.filter
def number(value: int) -> str:
    """A count with separators between thousands."""
    return f"{value:,}"


@register.inclusion_tag("server/take-away.html", takes_context=True)
def take_away(context: Context) -> dict[str, object]:
    """The links by which the lists of a page, its ``files``, are taken away: narrowed as the page is."""
    request = context.get("request")
    # The answer to a form that is to be mended stands under the form's address, which hands out nothing.
    asked = request is not None and request.method == "GET"
    return {"files": context.get("files", ()) if asked else (), "here": here(context, "page", "form", "list")}


@register.simple_tag(takes_context=True)
def here(context: Context, *but: str) -> str:
    """What the address of this page asks for, without ``but``, ready for one more; empty where it asks for nothing."""
    request = context.get("request")
    if request is None:
        return ""
    asked = request.GET.copy()
    for name in but:
        asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""


@register.simple_tag
def section_of(value: Section) -> SafeString:
    """A section of a report as a card."""
    return to_html.section(value)


@register.filter
def seen_by(row: Objective | Initiative | None, person: Person) -> Objective | Initiative | None:
    """The objective or initiative where the person sees it, None where not: for a link from something else to it."""
    if row is None:
        return None
    seen = portfolios.seen_by(person, row) if isinstance(row, Initiative) else sees(person, row)
    return row if seen else None
