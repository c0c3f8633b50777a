"""The form that asks how often Hoshin would err."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios.forms.initiatives import DIMENSIONS
from hoshin.apps.portfolios.queries.error_checks import Subject
from hoshin.reporting.wording import dimension_words


class ErrorForm(forms.Form):
    """Verdicts on which metric, by which dimension, on which desk."""

    metric = forms.ChoiceField(
        choices=definitions.metric_choices,
        label="Verdicts on",
        error_messages={"invalid_choice": "There is no metric '%(value)s': choose one of the list."},
    )
    by = forms.ChoiceField(
        choices=[(each, dimension_words(each)) for each in DIMENSIONS],
        label="by",
        error_messages={"invalid_choice": "Initiatives do not act by '%(value)s': choose group or service."},
    )
    desk = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": "There are no tickets of a desk '%(value)s': choose one of the list."},
    )

    def __init__(self, given: Mapping[str, str], *, desks: Sequence[tuple[str, str]], usual: str) -> None:
        super().__init__(given)
        self._usual = usual
        desk = self.fields["desk"]
        assert isinstance(desk, forms.ChoiceField)
        desk.choices = list(desks)
        if sum(bool(name) for name, _ in desks) < 2:
            desk.widget = forms.HiddenInput()

    def clean_desk(self) -> str:
        """Where nobody names one: all real desks, or the demonstration where there is no other."""
        given: str = self.cleaned_data["desk"]
        return given or self._usual

    @property
    def subject(self) -> Subject:
        """What a valid form asks."""
        return Subject(self.cleaned_data["metric"], self.cleaned_data["by"], self.cleaned_data["desk"])
