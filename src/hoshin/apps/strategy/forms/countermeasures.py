"""The form of a countermeasure."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.forms.days import day_field
from hoshin.apps.strategy.models import Countermeasure


class CountermeasureForm(forms.Form):
    """What is behind a month that missed its plan, and what is done about it. ``after`` is the edition changed."""

    cause = forms.CharField(
        label="What is behind it",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ask why until the answer is something that you can change.",
    )
    action = forms.CharField(label="What is done", widget=forms.Textarea(attrs={"rows": 2}))
    owner = PersonField(Person.objects.filter(is_active=True), empty_label="Choose a person")
    due = day_field("Done by")
    done_on = day_field("Done on", required=False, help_text="Empty until it is done.")
    effect = forms.CharField(
        label="What came of it", required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="Once it is done."
    )
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, found: Countermeasure) -> CountermeasureForm:
        """The form with the countermeasure as it stands."""
        names = ("cause", "action", "owner", "due", "done_on", "effect")
        return cls(initial={name: getattr(found, name) for name in names} | {"after": found.edition})

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("done_on") and not answers.get("effect"):
            self.add_error("effect", "Say what came of it, also where nothing did: others learn from that.")
        if answers.get("effect") and not answers.get("done_on") and "done_on" not in self.errors:
            self.add_error("done_on", "Say on which day it was done, or leave what came of it empty.")
        return answers
