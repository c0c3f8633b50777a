"""Forms of catchball: a proposal, the first one with whom it goes to, and taking a side over, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy.actions import Terms
from hoshin.apps.strategy.forms.days import day_field
from hoshin.apps.strategy.forms.key_results import in_unit
from hoshin.apps.strategy.level import typed, unit_words
from hoshin.apps.strategy.models import KeyResult, Side


class ProposalForm(forms.Form):
    """A target and a date with their reason. ``after`` is the number of the proposal that it answers, 0 for none."""

    target = forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}))
    due = day_field("By when")
    reason = forms.CharField(
        label="Why this target",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What speaks for it: the history, what is planned, what stands against it.",
    )
    resources = forms.CharField(
        label="What it takes",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="People, time, money, decisions of others.",
    )
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0, initial=0, required=False)

    def __init__(self, *args: object, key_result: KeyResult, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.key_result = key_result
        self.metric = definitions.catalogue().metric(key_result.metric)
        self.fields["target"].help_text = f"In {unit_words(self.metric)}."

    @classmethod
    def of(cls, key_result: KeyResult, target: float, due: date, after: int = 0) -> ProposalForm:
        """The form with the target, in the metric's unit, that lies on the table."""
        metric = definitions.catalogue().metric(key_result.metric)
        return cls(key_result=key_result, initial={"target": typed(metric, target), "due": due, "after": after})

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        in_unit(self, answers, self.metric)
        due = answers.get("due")
        if due and due <= self.key_result.start:
            self.add_error("due", f"It starts on {self.key_result.start}: choose a day after that.")
        return answers

    @property
    def terms(self) -> Terms:
        """What is proposed, of a valid form."""
        answers = self.cleaned_data
        return Terms(answers["target"], answers["due"], answers["reason"], answers["resources"])


class ThrowForm(ProposalForm):
    """The first proposal, to whom it goes, and until when both shall have signed."""

    answering = PersonField(Person.objects.filter(is_active=True), label="Who answers", empty_label="Choose a person")
    until = day_field("Agree until")

    def clean_answering(self) -> Person:
        """Whoever answers has to see the objective."""
        found: Person = self.cleaned_data["answering"]
        if not sees(found, self.key_result.objective):
            raise forms.ValidationError(
                f"{found.name} does not see this confidential objective: name them on it first, or choose another."
            )
        return found

    field_order = ("answering", "until", "target", "due", "reason", "resources", "after")


class TakeOverForm(forms.Form):
    """Who speaks for a side from now on, and why."""

    side = forms.ChoiceField(choices=Side.choices, widget=forms.HiddenInput)
    person = PersonField(
        Person.objects.filter(is_active=True), label="Who takes it over", empty_label="Choose a person"
    )
    why = forms.CharField(max_length=300, label="Why", help_text="Both sides read it.")


class WithdrawForm(forms.Form):
    """Why a catchball is taken back."""

    why = forms.CharField(max_length=300, label="Why it is taken back")
