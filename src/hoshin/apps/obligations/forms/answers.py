"""Forms of answers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django import forms

from hoshin.apps.obligations.models import Cause, Obligation
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy.forms import day_field
from hoshin.signals.control_chart import BASELINE, ENOUGH

BY_MEMBERS = [(c.value, c.label) for c in Cause if c is not Cause.NEW_LEVEL]


class AnswerForm(forms.Form):
    """What is behind a signal. ``logged`` tells whether the log holds a ticket; None where nothing is published."""

    cause = forms.ChoiceField(choices=BY_MEMBERS, label="What is behind it")
    sentence = forms.CharField(
        label="In a sentence", widget=forms.Textarea(attrs={"rows": 3}), help_text="What happened, and what follows?"
    )
    change = forms.CharField(
        required=False, max_length=80, label="Number of the change", help_text="Where a change is behind it."
    )
    elsewhere = forms.BooleanField(
        required=False,
        label="This change is kept elsewhere",
        help_text="Where the log does not hold it. The answer then counts as an explanation.",
    )
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(),
        required=False,
        empty_label="None",
        help_text="Where an initiative is behind it; only those whose claim is sealed.",
    )

    def __init__(self, *args: object, logged: Callable[[str], bool] | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.logged = logged
        initiatives = self.fields["initiative"]
        assert isinstance(initiatives, forms.ModelChoiceField)
        initiatives.queryset = portfolios.initiatives().filter(claims__isnull=False).distinct()

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        change, elsewhere = answers.get("change", ""), answers.get("elsewhere", False)
        if answers.get("cause") == Cause.CHANGE and not change:
            self.add_error("change", "Name the change, such as CHG0012345.")
        elif answers.get("cause") == Cause.CHANGE:
            answers["elsewhere"] = self.logged is None or not self.logged(change)
            if self.logged is not None and answers["elsewhere"] and not elsewhere:
                self.add_error(
                    "change",
                    f"No ticket {change} in the log: check the number, or choose An explanation. "
                    "If the change is kept elsewhere, say so below.",
                )
        if answers.get("cause") == Cause.INITIATIVE and not answers.get("initiative"):
            self.add_error("initiative", "Choose the initiative.")
        return answers


class NewLevelForm(forms.Form):
    """The days of a new baseline, and why the old one no longer serves. The last day may lie ahead."""

    first = day_field("From")
    last = day_field("To", help_text="It may lie ahead: until ten weeks are there, limits are provisional.")
    sentence = forms.CharField(label="Why this is the new level", max_length=300)

    @classmethod
    def for_obligation(cls, obligation: Obligation) -> NewLevelForm:
        """The form that proposes as many weeks as a baseline has, from where the signal began."""
        last = obligation.began + timedelta(weeks=BASELINE, days=-1)
        return cls(initial={"first": obligation.began, "last": last}, auto_id="id_level_%s")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        first, last = answers.get("first"), answers.get("last")
        if first and last and (last - first).days + 1 < 7 * ENOUGH:
            self.add_error("last", f"A baseline needs at least {ENOUGH} weeks: choose a later day, ahead if need be.")
        return answers
