"""The form of what an initiative claims."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios.models import Initiative, Towards
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction as Way
from hoshin.impact.guardrail import harm
from hoshin.metrics.definition import Direction

BETTER = "better"

BETTER_WAY = {Direction.LOWER: Towards.DOWN, Direction.HIGHER: Towards.UP}


def _guardrail_choices() -> list[tuple[str, str]]:
    """The metrics of which one way is worse."""
    return [(key, each.title) for key, each in definitions.catalogue().metrics.items() if harm(each)]


class ClaimForm(forms.Form):
    """What the initiative will do: a metric, a direction, a size. ``cleaned_data["size"]`` is a share, above 0."""

    metric = forms.ChoiceField(choices=definitions.metric_choices)
    towards = forms.ChoiceField(choices=[(BETTER, "gets better"), *Towards.choices], label="It", initial=BETTER)
    size = forms.FloatField(
        label="by at least (%)",
        min_value=0.1,
        max_value=900,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text="Of what it would have been without the initiative.",
    )

    guardrails = forms.MultipleChoiceField(
        required=False,
        choices=_guardrail_choices,
        label="Must not get worse either",
        help_text="The counter-metrics of what you claim are guarded anyway. Choose more where you want to.",
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )

    @staticmethod
    def proposed(found: Initiative) -> dict[str, str]:
        """The claim that is likely meant: of the metric of the key result that it serves."""
        return {"metric": found.key_result.metric if found.key_result else "time_to_resolve_median"}

    @property
    def claim(self) -> ImpactClaim:
        """What a valid form claims."""
        given = self.cleaned_data
        return ImpactClaim(given["metric"], Way(given["towards"]), given["size"])

    def clean_size(self) -> float:
        given: float = self.cleaned_data["size"]
        return round(given / 100, 6)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("towards") == BETTER and answers.get("metric"):
            metric = definitions.catalogue().metric(answers["metric"])
            way = BETTER_WAY.get(metric.direction)
            if way is None:
                self.add_error(
                    "towards", f"More or less {metric.title.lower()} is neither good nor bad: say which way."
                )
            else:
                answers["towards"] = way.value
        return answers
