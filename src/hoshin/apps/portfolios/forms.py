"""Forms of initiatives and claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative, Towards
from hoshin.apps.strategy.forms import day_field
from hoshin.apps.strategy.models import KeyResult
from hoshin.metrics.registry import METRICS

DIMENSIONS = ("group", "service")


class InitiativeForm(forms.Form):
    """An initiative: what, for which key result, where and from when."""

    title = forms.CharField(max_length=160)
    description = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What will be done differently, by whom?"
    )
    owner = forms.ModelChoiceField(Person.objects.filter(is_active=True), empty_label="Choose a person")
    key_result = forms.ModelChoiceField(
        KeyResult.objects.select_related("objective"), required=False, empty_label="None", label="Serves the key result"
    )
    desk = forms.ChoiceField(required=False)
    scope = forms.MultipleChoiceField(
        label="Where it acts",
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="All of one kind: groups or services. Whatever stays outside is what it will be compared with. "
        "Hold Ctrl (⌘ on a Mac) to choose several.",
    )
    start = day_field("Starts on")
    end = forms.DateField(
        label="Ends on", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, *args: object, desks: Iterable[str], scopes: Sequence[tuple[str, Iterable[str]]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        desk, scope = self.fields["desk"], self.fields["scope"]
        assert isinstance(desk, forms.ChoiceField)
        assert isinstance(scope, forms.MultipleChoiceField)
        desk.choices = [("", "All real desks"), *((name, name) for name in desks)]
        scope.choices = [(f"{d.capitalize()}s", [(f"{d}={v}", v) for v in values]) for d, values in scopes]

    @staticmethod
    def initial_of(found: Initiative) -> dict[str, object]:
        """The answers as they stand."""
        return {
            "title": found.title,
            "description": found.description,
            "owner": found.owner,
            "key_result": found.key_result,
            "desk": found.desk,
            "scope": [f"{found.dimension}={value}" for value in found.scope_values],
            "start": found.start,
            "end": found.end,
        }

    def clean_scope(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["scope"]
        if len({each.partition("=")[0] for each in chosen}) > 1:
            raise forms.ValidationError("Choose groups or services, not both: they overlap.")
        return chosen

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("start") and answers.get("end") and answers["end"] < answers["start"]:
            self.add_error("end", "It has to end after it starts.")
        return answers

    @property
    def fields_of_initiative(self) -> dict[str, Any]:
        """The answers as ``actions.write_initiative`` takes them."""
        answers = self.cleaned_data.copy()
        chosen = [each.partition("=") for each in answers.pop("scope")]
        return answers | {"dimension": chosen[0][0], "values": [value for _, _, value in chosen]}


class ClaimForm(forms.Form):
    """What the initiative will do: a metric, a direction, a size."""

    metric = forms.ChoiceField(choices=lambda: [(key, each.title) for key, each in METRICS.items()])
    towards = forms.ChoiceField(choices=Towards.choices, label="It", initial=Towards.DOWN)
    size = forms.FloatField(
        label="by at least (%)",
        min_value=0.1,
        max_value=900,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text="Of what it would have been without the initiative.",
    )
