"""Forms of check-ins and blockers."""

from __future__ import annotations

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.models import SURE


class CheckInForm(forms.Form):
    """How a goal stands."""

    confidence = forms.TypedChoiceField(
        choices=[
            ("", "Choose"),
            *(
                (str(n), {0: "0: it will not be reached", SURE: f"{SURE}: it will"}.get(n, str(n)))
                for n in range(SURE + 1)
            ),
        ],
        coerce=int,
        label="How sure are you that it will be reached?",
    )
    note = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="What changed, and what comes next?",
    )
    blocker = forms.CharField(required=False, max_length=300, label="What stands in the way?")
    asked = PersonField(
        Person.objects.filter(is_active=True), required=False, empty_label="My manager", label="Who can remove it?"
    )


class SolveForm(forms.Form):
    """How a blocker was removed."""

    solution = forms.CharField(max_length=300, label="How was it removed?")
