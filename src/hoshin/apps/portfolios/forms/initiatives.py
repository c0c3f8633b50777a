"""Forms of an initiative: what, where, from when, and its end."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.confidence import Onlooker
from hoshin.apps.accounts.keeping import KeepingForm, said
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Category, Initiative
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.forms import ScopeForm, day_field
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.scoping import Offer, pairs

DIMENSIONS = ("group", "service")
"""By what an initiative's scope is told from what it is compared with."""

TOGETHER, IN_TURN = "together", "in turn"

PACES = ((TOGETHER, "All start together"), (IN_TURN, "One after the other"))
"""How the values of an initiative start."""


class InitiativeForm(ScopeForm, KeepingForm):
    """An initiative: what, for which key result, where and from when."""

    title = forms.CharField(max_length=160)
    description = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What will be done differently, by whom?"
    )
    owner = PersonField(Person.objects.filter(is_active=True), empty_label="Choose a person")
    key_result = forms.ModelChoiceField(
        KeyResult.objects.none(), required=False, empty_label="None", label="Serves the key result"
    )
    category = forms.ChoiceField(
        choices=[("", "Not said"), *Category.choices],
        required=False,
        label="Kind",
        help_text="What comes true of claims teaches the next estimates of the same kind.",
    )
    pace = forms.ChoiceField(
        choices=PACES,
        required=False,
        label="Who starts when",
        help_text="One after the other: on the next page you set each day, or have the order drawn by lot.",
    )
    start = day_field("Starts on", help_text="A Monday wastes no week.")
    end = day_field("Ends on", required=False, help_text="Leave it open where it is to stay.")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    values_address = "portfolios:scope"

    def __init__(
        self, *args: object, offer: Offer, onlooker: Onlooker, unscoped: bool = False, **kwargs: object
    ) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        _offer_key_results(self, onlooker)
        scope = self.fields["scope"]
        scope.label, scope.required = "Where it acts", not unscoped
        scope.help_text = "Groups or services. Whatever stays outside is what it will be compared with."

    @staticmethod
    def initial_of(found: Initiative) -> dict[str, object]:
        """The answers as they stand."""
        return {
            "title": found.title,
            "description": found.description,
            "owner": found.owner,
            "key_result": found.key_result,
            "category": found.category,
            "desk": found.desk,
            "scope": [f"{found.dimension}={value}" for value in found.scope_values],
            "pace": IN_TURN if found.starts else TOGETHER,
            "start": found.start,
            "end": found.end,
            "version": found.version,
            **said(found),
        }

    def clean_scope(self) -> tuple[tuple[str, str], ...]:
        chosen = pairs(self.cleaned_data["scope"])
        if len({dimension for dimension, _ in chosen}) > 1:
            raise forms.ValidationError("Choose groups or services, not both: they overlap.")
        return chosen

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("start") and answers.get("end") and answers["end"] <= answers["start"]:
            self.add_error("end", "It has to end after it starts.")
        if answers.get("pace") == IN_TURN and len(answers.get("scope", ())) < 2 and "scope" in answers:
            self.add_error(
                "pace", "One alone has nothing to start after: choose more of them, or let all start together."
            )
        return answers

    @property
    def in_turn(self) -> bool:
        """Whether its values are to start one after the other."""
        return bool(self.cleaned_data["pace"] == IN_TURN)

    def fields_of(self, found: Initiative | None) -> dict[str, Any]:
        """The answers as ``actions.write_initiative`` takes them; starts that are known of ``found`` stay."""
        answers = self.cleaned_data.copy()
        chosen = answers.pop("scope")
        known = dict(found.starts) if found else {}
        values = [value for _, value in chosen]
        in_turn = answers.pop("pace") == IN_TURN
        starts = {value: known.get(value, answers["start"]) for value in values} if in_turn else None
        return answers | {"dimension": chosen[0][0] if chosen else DIMENSIONS[0], "values": values, "starts": starts}


def _offer_key_results(form: forms.Form, onlooker: Onlooker) -> None:
    field = form.fields["key_result"]
    if isinstance(field, forms.ModelChoiceField):  # the row of a workbook has found its own
        field.queryset = strategy.key_results(onlooker)


class SealedInitiativeForm(KeepingForm):
    """What may still be said of an initiative whose claim is sealed."""

    title = InitiativeForm.base_fields["title"]
    description = InitiativeForm.base_fields["description"]
    owner = InitiativeForm.base_fields["owner"]
    key_result = InitiativeForm.base_fields["key_result"]
    category = InitiativeForm.base_fields["category"]
    version = InitiativeForm.base_fields["version"]

    def __init__(self, *args: object, onlooker: Onlooker, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        _offer_key_results(self, onlooker)

    def fields_of(self, found: Initiative) -> dict[str, Any]:
        """The answers as ``actions.write_initiative`` takes them, with all that is sealed as it stands."""
        return self.cleaned_data | {
            "desk": found.desk,
            "dimension": found.dimension,
            "values": found.scope_values,
            "start": found.start,
            "end": found.end,
            "starts": dict(found.starts) or None,
        }


class StopForm(forms.Form):
    """The last day of an initiative whose end was open."""

    end = day_field("Ends on", help_text="Today or later: the verdict counts the time up to then.")
