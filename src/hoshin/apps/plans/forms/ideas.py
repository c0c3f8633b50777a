"""Forms of ideas: proposing one, and answering it."""

from __future__ import annotations

from django import forms

from hoshin.apps.plans.actions import Said
from hoshin.apps.plans.models import Idea, PlanningRound
from hoshin.apps.portfolios.models import Category


class IdeaForm(forms.Form):
    """What somebody proposes."""

    title = forms.CharField(max_length=160, label="What should be done")
    trouble = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        label="Which trouble it ends",
        help_text="Who has it, how often, what it costs them. Where you saw it is worth more than a figure.",
    )
    hope = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), label="What would be better, and how one would see it"
    )
    category = forms.ChoiceField(choices=Category.choices, label="Kind", initial=Category.PROCESS)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @property
    def said(self) -> Said:
        """What a valid form says."""
        given = self.cleaned_data
        return Said(given["title"], given["trouble"], given["hope"], given["category"])

    @staticmethod
    def initial_of(found: Idea) -> dict[str, object]:
        """The answers as they stand."""
        return {name: getattr(found, name) for name in ("title", "trouble", "hope", "category", "version")}


class TakeInForm(forms.Form):
    """Into which round an idea is taken."""

    round = forms.ModelChoiceField(PlanningRound.objects.all(), empty_label=None, label="Into the plan")


class DeclineForm(forms.Form):
    """Why an idea is not taken up."""

    why = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), label="Why not", help_text="Whoever proposed it reads this."
    )
