"""Forms of a review: what was decided, what was promised, what else to talk about."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.forms.forums import active
from hoshin.apps.reviews.models import AgendaItem, Decision, Forum, Review
from hoshin.apps.strategy.forms import day_field
from hoshin.apps.strategy.models import KeyResult, Objective

CHECK_AFTER = timedelta(days=91)
"""When a decision is checked, unless somebody says otherwise."""


class BeginForm(forms.Form):
    """The day of the meeting."""

    on = day_field("Day of the meeting")


class ItemForm(forms.Form):
    """Something to talk about that no data know of."""

    title = forms.CharField(
        max_length=200,
        label="Add to the agenda",
        error_messages={"required": "Say what there is to talk about."},
    )


class PresentForm(forms.Form):
    """Who is there."""

    present = forms.ModelMultipleChoiceField(
        Person.objects.none(), required=False, label="Who is there", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, forum: Forum, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        present = self.fields["present"]
        assert isinstance(present, forms.ModelMultipleChoiceField)
        present.queryset = Person.objects.filter(pk__in=forum.members.values("person"))


class _About(forms.Form):
    """Which item of the agenda it belongs to."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), required=False, empty_label="None of them", label="About this item"
    )

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        item = self.fields["item"]
        assert isinstance(item, forms.ModelChoiceField)
        item.queryset = review.items.filter(dropped=False)


class NewDayForm(forms.Form):
    """To which day and time a review is moved."""

    on = day_field("New day")
    at = forms.TimeField(label="At", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class TimeForm(forms.Form):
    """How many minutes an item gets."""

    minutes = forms.IntegerField(
        min_value=1,
        max_value=240,
        error_messages={
            "required": "Say how many minutes it gets.",
            "invalid": "Give whole minutes, such as 5.",
            "min_value": "Give it at least one minute, or take it off the agenda.",
            "max_value": "Give it at most four hours.",
        },
    )


class CallOffForm(forms.Form):
    """Why a review is not held."""

    why = forms.CharField(
        max_length=300,
        label="Why is it called off?",
        error_messages={"required": "Say why it is called off: the members read it."},
    )


class DecisionForm(_About):
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
        KeyResult.objects.all(), required=False, empty_label="None", label="Shown by this key result"
    )
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), required=False, empty_label="None", label="or by the sealed claim of"
    )
    decides = forms.ModelChoiceField(
        Person.objects.none(), required=False, empty_label="The forum together", label="Who decided"
    )
    due = day_field("Check it on")
    field_order = ("title", "others", "reason", "expected", "key_result", "initiative", "decides", "due", "item")

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, review=review, **kwargs)
        initiative, decides = self.fields["initiative"], self.fields["decides"]
        assert isinstance(initiative, forms.ModelChoiceField)
        assert isinstance(decides, forms.ModelChoiceField)
        initiative.queryset = Initiative.objects.filter(claims__isnull=False).distinct()
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

    @classmethod
    def of(cls, found: Decision) -> ChangeDecisionForm:
        """The form with the decision as it stands."""
        return cls(
            decision=found,
            initial={
                "title": found.title,
                "others": "\n".join(each.words for each in found.options.all() if not each.chosen),
                "reason": found.reason,
                "expected": found.expected,
                "key_result": found.key_result,
                "initiative": found.initiative,
                "decides": found.person,
                "due": found.due,
                "version": found.version,
            },
        )


class PromiseForm(_About):
    """Who promises what until when."""

    words = forms.CharField(
        max_length=300,
        label="Promised",
        help_text="Something that somebody else can see has been done.",
        error_messages={"required": "Say what is promised."},
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(),
        empty_label="Choose a person",
        label="By whom",
        error_messages={"required": "Choose the one person who answers for it."},
    )
    due = day_field("By")
    objective = forms.ModelChoiceField(
        Objective.objects.all(), required=False, empty_label="None", label="Holds up this objective while it is late"
    )
    initiative = forms.ModelChoiceField(
        Initiative.objects.all(), required=False, empty_label="None", label="or this initiative"
    )
    field_order = ("words", "owner", "due", "objective", "initiative", "item")

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, review=review, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = active()


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


class _Versioned(forms.Form):
    """The version of the commitment that the form was made from."""

    version = forms.IntegerField(widget=forms.HiddenInput())


class KeepForm(_Versioned):
    """On which day it was kept."""

    on = day_field("Kept on")


class MoveForm(_Versioned):
    """To which day it is moved, and why."""

    to = day_field("New day")
    reason = forms.CharField(
        max_length=300, label="Why", error_messages={"required": "Say why it is moved: the reason stands beside it."}
    )


class WithdrawForm(_Versioned):
    """Why it is not to be kept any more."""

    reason = forms.CharField(
        max_length=300, label="Why", error_messages={"required": "Say why: the reason stands beside it."}
    )
