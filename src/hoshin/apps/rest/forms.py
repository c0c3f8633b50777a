"""The form of a new token."""

from __future__ import annotations

from datetime import timedelta

from django import forms

from hoshin.apps.rest.models import scope_choices
from hoshin.apps.rest.scopes import Scope, named

LASTS = (("30", "30 days"), ("90", "90 days"), ("365", "a year"))


class TokenForm(forms.Form):
    """What a new token is called, what it may, and how long it holds."""

    name = forms.CharField(max_length=80, help_text="Which program uses it, such as “monthly export”.")
    scopes = forms.MultipleChoiceField(
        label="It may",
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one thing that it may do."},
    )
    lasts = forms.ChoiceField(label="It holds for", choices=LASTS, initial="90")

    @property
    def asked(self) -> tuple[Scope, ...]:
        """The chosen scopes."""
        return tuple(named(name) for name in self.cleaned_data["scopes"])

    @property
    def time(self) -> timedelta:
        """How long it holds."""
        return timedelta(days=int(self.cleaned_data["lasts"]))
