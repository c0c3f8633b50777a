"""Forms of key results: what is measured, and what is promised."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy.forms.days import day_field, in_order
from hoshin.apps.strategy.level import typed, unit_words, untyped
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.scoping import Offer, pairs
from hoshin.metrics.definition import Metric

DIMENSIONS = ("group", "service", "category", "priority")
"""By what a key result can be narrowed."""


class ScopeForm(forms.Form):
    """Which desk, and which part of its tickets. Choosing another desk fetches its values."""

    desk = forms.ChoiceField(required=False)
    scope = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing chosen means the whole desk. Values of one kind add up, kinds narrow each other.",
    )
    values_address = "strategy:scope"

    def __init__(self, *args: object, offer: Offer, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        desk, scope = self.fields["desk"], self.fields["scope"]
        assert isinstance(desk, forms.ChoiceField)
        assert isinstance(scope, forms.MultipleChoiceField)
        desk.choices, scope.choices = offer.desks, offer.scopes
        desk.initial = offer.desk
        desk.widget.attrs |= {"hx-get": reverse(self.values_address), "hx-target": "#scope"}

    def clean_scope(self) -> tuple[tuple[str, str], ...]:
        return pairs(self.cleaned_data["scope"])

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """Desk and scope as filters of a query."""
        desk = self.cleaned_data["desk"]
        scope: tuple[tuple[str, str], ...] = self.cleaned_data["scope"]
        return ((("desk", desk),) if desk else ()) + scope


class BaselineForm(ScopeForm):
    """What a key result measures, and the days that it starts from."""

    metric = forms.ChoiceField(choices=definitions.metric_choices)
    baseline_first = day_field("Baseline from")
    baseline_last = day_field("Baseline to")

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        in_order(self, answers, "baseline_first", "baseline_last", "The baseline has to end after it begins.")
        return answers


def in_unit(form: forms.Form, answers: dict[str, Any], metric: Metric) -> None:
    """Turn the target that was typed into the metric's unit; beside the field, refuse what no number can be."""
    if answers.get("target") is None:
        return
    if metric.unit == "share" and not 0 <= answers["target"] <= 100:
        form.add_error("target", "A share lies between 0 and 100 %.")
    elif metric.never_negative and answers["target"] < 0:
        form.add_error("target", f"{metric.title} is never below 0.")
    else:
        answers["target"] = untyped(metric, answers["target"])


class _Promise(forms.Form):
    """What is promised: how much, from when and until when. ``cleaned_data["target"]`` is in the metric's unit."""

    title = forms.CharField(max_length=160, help_text="Such as: incidents are resolved within a working day.")
    target = forms.FloatField(
        widget=forms.NumberInput(attrs={"step": "any"}), help_text="Shares in %, times in hours, counts in 4 weeks."
    )
    start = day_field("Start")
    due = day_field("Due")

    def measured(self, answers: dict[str, Any]) -> Metric | None:
        """The metric that the target is an amount of; None while it is not known."""
        raise NotImplementedError

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        in_order(self, answers, "start", "due", "It has to be due after it starts.")
        metric = self.measured(answers)
        if metric:
            in_unit(self, answers, metric)
        return answers


class KeyResultForm(_Promise, BaselineForm):
    """A metric in a scope, the days of its baseline, and where it shall be when."""

    def measured(self, answers: dict[str, Any]) -> Metric | None:
        return definitions.catalogue().metric(answers["metric"]) if answers.get("metric") else None


class KeyResultChangeForm(_Promise):
    """What a key result promises. What it measures stays: something else is another key result.

    ``after`` is the edition that was changed.
    """

    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, key_result: KeyResult, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.metric = definitions.catalogue().metric(key_result.metric)
        self.initial = {
            **self.initial,
            "title": key_result.title,
            "target": typed(self.metric, key_result.target),
            "start": key_result.start,
            "due": key_result.due,
            "after": key_result.edition,
        }
        self.fields["target"].help_text = f"In {unit_words(self.metric)}."

    def measured(self, answers: dict[str, Any]) -> Metric:
        return self.metric
