"""Forms of scenarios: asking for one, and approving one."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.plans.models import PlanningRound, Scenario
from hoshin.apps.strategy.forms.days import day_field


class ScenarioForm(forms.Form):
    """Another way to plan the round."""

    title = forms.CharField(max_length=80, label="Name")
    stance = forms.ChoiceField(
        choices=Scenario._meta.get_field("stance").choices or (),
        label="As much as possible of",
        help_text="Cautious: what comes out in nine of ten cases, if all estimates err together.",
    )
    reserve = forms.IntegerField(
        min_value=0, max_value=90, initial=0, label="Kept free of every team", help_text="Per cent."
    )
    budget = forms.DecimalField(
        min_value=0,
        max_digits=14,
        decimal_places=2,
        required=False,
        label="Another budget",
        help_text="Empty: the round's.",
    )

    def __init__(self, *args: Any, of: PlanningRound, **kwargs: Any) -> None:  # noqa: ANN401 Django's
        self.of = of
        super().__init__(*args, **kwargs)

    def clean_title(self) -> str:
        """A round names a scenario once."""
        title: str = self.cleaned_data["title"]
        if self.of.scenarios.filter(title=title).exists():
            raise forms.ValidationError(f"There is a scenario “{title}” already: give this one another name.")
        return title


class ApprovalForm(forms.Form):
    """The decision for a scenario, and its day."""

    decision = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}), help_text="Who decided, and why this plan and not another."
    )
    on = day_field("Decided on")
