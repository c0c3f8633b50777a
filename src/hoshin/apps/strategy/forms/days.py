"""Days in forms."""

from __future__ import annotations

from typing import Any

from django import forms


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A calendar day with the browser's own picker."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget, help_text=help_text)


def in_order(form: forms.Form, answers: dict[str, Any], first: str, last: str, refusal: str) -> None:
    """Refuse, beside the later one, two days that are not in their order."""
    if answers.get(first) and answers.get(last) and answers[first] >= answers[last]:
        form.add_error(last, refusal)
