"""Forms of commitments: promised, kept, moved, withdrawn."""

from __future__ import annotations

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.forms.decisions import About
from hoshin.apps.reviews.forms.forums import active
from hoshin.apps.reviews.models import Review
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.forms import day_field
from hoshin.apps.strategy.models import Objective


class PromiseForm(About):
    """Who promises what until when."""

    words = forms.CharField(
        max_length=300,
        label="Promised",
        help_text="Something that somebody else can see has been done.",
        error_messages={"required": "Say what is promised."},
    )
    owner = PersonField(
        Person.objects.none(),
        empty_label="Choose a person",
        label="By whom",
        error_messages={"required": "Choose the one person who answers for it."},
    )
    due = day_field("By")
    objective = forms.ModelChoiceField(
        Objective.objects.none(), required=False, empty_label="None", label="Holds up this objective while it is late"
    )
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), required=False, empty_label="None", label="or this initiative"
    )
    field_order = ("words", "owner", "due", "objective", "initiative", "item")

    def __init__(self, *args: object, review: Review, **kwargs: object) -> None:
        super().__init__(*args, review=review, **kwargs)
        # Whoever sees the forum reads it, so it names nothing confidential.
        for name, offered in (
            ("owner", active()),
            ("objective", strategy.objectives()),
            ("initiative", portfolios.initiatives()),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = offered


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
