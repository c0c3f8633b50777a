"""Template tags that every page may use: icons, blocks of reports, and words for tones."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString, mark_safe

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
    if isinstance(widget, forms.CheckboxInput):
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
