"""Forms of decisions: made, written anew, checked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.confidence import Eyes, sees
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.forms.forums import active
from hoshin.apps.reviews.models import AgendaItem, Decision, Review
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.forms import day_field
from hoshin.apps.strategy.models import KeyResult

CHECK_AFTER = timedelta(days=91)
"""When a decision is checked, unless somebody says otherwise."""


class About(forms.Form):
    """Which item of the agenda it belongs to."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), required=False, empty_label="None of them", label="About this item"
    )

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        item = self.fields["item"]
        assert isinstance(item, forms.ModelChoiceField)
        item.queryset = review.items.filter(dropped=False)


class DecisionForm(About):
    """What was decided, among what, why, and what is expected of it."""

    title = forms.CharField(
        max_length=200, label="Decided", error_messages={"required": "Say in a sentence what was decided."}
    )
    others = forms.CharField(
        required=False,
        label="Other options",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Those that were not chosen, one a line.",
    )
    reason = forms.CharField(
        label="Because",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say why this option, and none of the others."},
    )
    expected = forms.CharField(
        label="Expected",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What will have become of it when it is checked?",
        error_messages={"required": "Say what is expected: without it nobody can check the decision later."},
    )
    key_result = forms.ModelChoiceField(
        KeyResult.objects.none(), required=False, empty_label="None", label="Shown by this key result"
    )
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), required=False, empty_label="None", label="or by the sealed claim of"
    )
    decides = PersonField(Person.objects.none(), required=False, empty_label="The forum together", label="Who decided")
    due = day_field("Check it on")
    field_order = ("title", "others", "reason", "expected", "key_result", "initiative", "decides", "due", "item")

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, review=review, **kwargs)
        initiative, decides = self.fields["initiative"], self.fields["decides"]
        assert isinstance(initiative, forms.ModelChoiceField)
        assert isinstance(decides, forms.ModelChoiceField)
        # Whoever sees the forum reads it, so it names nothing confidential.
        initiative.queryset = portfolios.initiatives().filter(claims__isnull=False).distinct()
        key_result = self.fields["key_result"]
        assert isinstance(key_result, forms.ModelChoiceField)
        key_result.queryset = strategy.key_results()
        decides.queryset = active()
        self.fields["due"].initial = review.on + CHECK_AFTER

    def clean_others(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["others"].splitlines() if line.strip()]


class ChangeDecisionForm(DecisionForm):
    """A decision written anew; once its review is closed, with the reason of the amendment."""

    why = forms.CharField(
        max_length=300,
        label="Why is it amended?",
        help_text="The minutes stay as they are; this stands beside them, with your name.",
        error_messages={"required": "Say why it is amended: the reason stands beside the minutes."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: object, decision: Decision, **kwargs: object) -> None:
        super().__init__(*args, review=decision.review, **kwargs)
        del self.fields["item"]
        if decision.review.is_open:
            del self.fields["why"]
        if decision.due is None:
            del self.fields["due"]
        self.decision = decision

    @property
    def answers(self) -> dict[str, Any]:
        """What ``actions.change`` takes; what became confidential was not offered, and stays if nothing is chosen."""
        said = dict(self.cleaned_data)
        if said["initiative"] is None and said["key_result"] is None:
            named, shown = self.decision.initiative, self.decision.key_result
            said["initiative"] = named if named and not portfolios.seen_by(Eyes.EVERYBODY, named) else None
            said["key_result"] = shown if shown and not sees(Eyes.EVERYBODY, shown.objective) else None
        return said

    @classmethod
    def of(cls, found: Decision) -> ChangeDecisionForm:
        """The form with the decision as it stands, but for what is confidential, which it does not offer."""
        named, shown = found.initiative, found.key_result
        return cls(
            decision=found,
            initial={
                "title": found.title,
                "others": "\n".join(each.words for each in found.options.all() if not each.chosen),
                "reason": found.reason,
                "expected": found.expected,
                "key_result": shown if shown and sees(Eyes.EVERYBODY, shown.objective) else None,
                "initiative": named if named and portfolios.seen_by(Eyes.EVERYBODY, named) else None,
                "decides": found.person,
                "due": found.due,
                "version": found.version,
            },
        )


class OutcomeForm(forms.Form):
    """How a decision came out."""

    result = forms.ChoiceField(label="It came out", widget=forms.RadioSelect)
    sentence = forms.CharField(
        label="In a sentence",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What came of it, and what do we learn?",
        error_messages={"required": "Say in a sentence what came of it."},
    )
    again = day_field("Look again on", required=False, help_text="Leave it empty when nothing more is to come.")

    def __init__(self, *args: object, results: list[tuple[str, Any]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        result = self.fields["result"]
        assert isinstance(result, forms.ChoiceField)
        result.choices = results
