"""Forms of what is watched: another number, its threshold, its mute, and the time to answer."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.obligations import queries
from hoshin.apps.obligations.models import Watch
from hoshin.apps.strategy.forms import day_field
from hoshin.apps.strategy.level import UNITS, typed, untyped
from hoshin.apps.strategy.scoping import Offer


class WatchForm(forms.Form):
    """Another number to watch: a metric, in a desk and at most one part of it."""

    metric = forms.ChoiceField(choices=definitions.metric_choices)
    desk = forms.ChoiceField(required=False)
    scope = forms.ChoiceField(required=False, help_text="Choose a desk first to see its own groups and services.")

    def __init__(self, *args: object, offer: Offer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        desk, scope = self.fields["desk"], self.fields["scope"]
        assert isinstance(desk, forms.ChoiceField)
        assert isinstance(scope, forms.ChoiceField)
        desk.choices = list(offer.desks)
        scope.choices = [("", "Whole desk"), *((name, list(values)) for name, values in offer.scopes)]
        if len(offer.desks) < 2:
            desk.widget, scope.help_text = forms.HiddenInput(), ""
            self.initial["desk"] = offer.desks[0][0]


class ThresholdForm(forms.Form):
    """The bounds of a watched number, as people type them: shares in per cent."""

    lower = forms.FloatField(required=False, label="Not below", widget=forms.NumberInput(attrs={"step": "any"}))
    upper = forms.FloatField(required=False, label="Not above", widget=forms.NumberInput(attrs={"step": "any"}))

    def __init__(self, *args: object, watch: Watch, **kwargs: object) -> None:
        self.metric = definitions.catalogue().metric(watch.metric)
        found = queries.threshold(watch)
        if found:
            initial = {"lower": self._typed(found.lower), "upper": self._typed(found.upper)}
            kwargs = {"initial": initial, **kwargs}
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        unit = UNITS.get(self.metric.unit, self.metric.unit)
        for name in ("lower", "upper"):
            self.fields[name].label = f"{self.fields[name].label} ({unit}, by week)"

    def _typed(self, amount: float | None) -> float | None:
        return None if amount is None else typed(self.metric, amount)

    def in_unit(self, name: str) -> float | None:
        """A bound in the metric's own unit."""
        given: float | None = self.cleaned_data[name]
        return None if given is None else untyped(self.metric, given)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        lower, upper = answers.get("lower"), answers.get("upper")
        if lower is not None and upper is not None and lower > upper:
            self.add_error("upper", "The upper bound lies below the lower one: exchange them.")
        if self.metric.unit == "share":
            for name in ("lower", "upper"):
                if answers.get(name) is not None and not 0 <= answers[name] <= 100:
                    self.add_error(name, "A share lies between 0 and 100 %.")
        return answers


class MuteForm(forms.Form):
    """Until when a watch raises no alarm, and why."""

    until = day_field("Up to and with", help_text="Then it ends by itself.")
    reason = forms.CharField(max_length=300, label="Why")


class DeadlineForm(forms.Form):
    """In how many working days a signal has to be answered for."""

    working_days = forms.IntegerField(min_value=1, max_value=60, label="Working days to answer in")
