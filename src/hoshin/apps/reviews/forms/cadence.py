"""The part of a forum's form that says when it meets."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from hoshin.apps.reviews import cadence
from hoshin.apps.reviews.cadence import Cadence, NotACadence
from hoshin.apps.strategy.forms import day_field

CADENCES = (
    (Cadence.WEEKLY, "Every week"),
    (Cadence.FORTNIGHTLY, "Every two weeks"),
    (Cadence.MONTHLY, "Every month"),
    (Cadence.QUARTERLY, "Every three months"),
    (Cadence.YEARLY, "Every year"),
    (Cadence.OWN, "By a rule of our own"),
)


class CadenceForm(forms.Form):
    """The first meeting, and how often it comes back; its ``rule`` is that of RFC 5545, made from what was chosen."""

    first = day_field("First meeting", help_text="Later ones are on the same weekday.")
    cadence = forms.ChoiceField(choices=CADENCES, initial=Cadence.MONTHLY, label="How often")
    rule = forms.CharField(
        required=False,
        max_length=200,
        label="Rule of our own",
        help_text="As calendar programs write it: FREQ=MONTHLY;BYDAY=2TU,4TU is each second and fourth Tuesday.",
    )

    @property
    def is_rare(self) -> bool:
        """Whether the rule is, or has to be, written by hand."""
        return self["cadence"].value() == Cadence.OWN or "rule" in self.errors

    @property
    def words(self) -> str:
        """What a valid answer means, in words."""
        return cadence.words(self.cleaned_data["rule"], self.cleaned_data["first"])

    def next_three(self, today: date) -> list[date]:
        """The next three meetings by a valid answer, from ``today`` on."""
        return cadence.ahead(self.cleaned_data["rule"], self.cleaned_data["first"], today, 3)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        first, chosen = answers.get("first"), answers.get("cadence")
        if first and chosen:
            own = chosen == Cadence.OWN
            try:
                text = answers.get("rule", "") if own else cadence.rule(Cadence(chosen), first)
                answers["rule"] = cadence.checked(text, first)
            except NotACadence as error:
                self.add_error("rule", str(error))
        return answers
