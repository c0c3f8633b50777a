"""The form of an undertaking: what several candidates are phases of."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.plans.models import PlanningRound, Undertaking


class UndertakingForm(forms.Form):
    """Its name, and whether it may end after any phase."""

    name = forms.CharField(max_length=120)
    whole = forms.BooleanField(
        required=False,
        initial=True,
        label="Whole or not at all",
        help_text="Without it, a plan may end it after any phase.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, of: PlanningRound, found: Undertaking | None = None, **kwargs: Any) -> None:  # noqa: ANN401 Django's
        self.of, self.found = of, found
        if found:
            kwargs.setdefault("initial", {"name": found.name, "whole": found.whole, "version": found.version})
        super().__init__(*args, **kwargs)

    def clean_name(self) -> str:
        """A round names an undertaking once."""
        name: str = self.cleaned_data["name"]
        same = self.of.undertakings.filter(name=name).first()
        if same and same != self.found:
            raise forms.ValidationError(f"There is an undertaking “{name}” already: choose another name.")
        return name
