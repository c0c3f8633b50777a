"""Forms of vision, objectives and key results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.strategy.models import Objective, Vision
from hoshin.metrics.registry import METRICS
from hoshin.metrics.registry import metric as metric_named


def day_field(label: str) -> forms.DateField:
    """A calendar day with the browser's own picker."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class VisionForm(forms.ModelForm[Vision]):
    """The vision's text."""

    class Meta:
        model = Vision
        fields = ("statement", "horizon", "success")
        widgets: ClassVar[dict[str, forms.Widget]] = {
            "statement": forms.Textarea(attrs={"rows": 3}),
            "success": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts: ClassVar[dict[str, str]] = {
            "statement": "Where should our services be? Two sentences that everybody can repeat.",
            "horizon": "A year, or a date.",
            "success": "How will we know that we are there?",
        }


class ObjectiveForm(forms.Form):
    """An objective in words."""

    title = forms.CharField(max_length=160, help_text="What shall be better, and for whom?")
    why = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    owner = forms.ModelChoiceField(Person.objects.filter(is_active=True), empty_label="Choose a person")
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="The whole organisation")
    first = day_field("From")
    last = day_field("To")

    @classmethod
    def of(cls, objective: Objective) -> ObjectiveForm:
        """The form with the objective as it stands."""
        return cls(
            initial={
                "title": objective.title,
                "why": objective.why,
                "owner": objective.owner,
                "team": objective.team,
                "first": objective.first,
                "last": objective.last,
            }
        )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("first") and answers.get("last") and answers["first"] >= answers["last"]:
            self.add_error("last", "It has to end after it begins.")
        return answers


class KeyResultForm(forms.Form):
    """A metric in a scope, the days of its baseline, and where it shall be when.

    Shares are written as per cent and times in hours; ``cleaned_data["target"]`` is in the metric's unit.
    """

    title = forms.CharField(max_length=160, help_text="Such as: incidents are resolved within a working day.")
    metric = forms.ChoiceField(choices=lambda: [(key, each.title) for key, each in METRICS.items()])
    desk = forms.ChoiceField(required=False)
    scope = forms.ChoiceField(required=False, help_text="Which part of the tickets it is about.")
    baseline_first = day_field("Baseline from")
    baseline_last = day_field("Baseline to")
    target = forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}), help_text="Shares in %, times in hours.")
    start = day_field("Start")
    due = day_field("Due")

    def __init__(
        self, *args: object, desks: Iterable[str], scopes: Iterable[tuple[str, Iterable[str]]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        desk, scope = self.fields["desk"], self.fields["scope"]
        assert isinstance(desk, forms.ChoiceField)
        assert isinstance(scope, forms.ChoiceField)
        desk.choices = [("", "All real desks"), *((name, name) for name in desks)]
        scope.choices = [
            ("", "Whole desk"),
            *((d.capitalize(), [(f"{d}={v}", v) for v in values]) for d, values in scopes),
        ]

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The scope as filters, without the desk."""
        dimension, _, value = self.cleaned_data["scope"].partition("=")
        return ((dimension, value),) if value else ()

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        for begin, end in (("baseline_first", "baseline_last"), ("start", "due")):
            if answers.get(begin) and answers.get(end) and answers[begin] >= answers[end]:
                self.add_error(end, "It has to lie after the day before it.")
        if "target" in answers and "metric" in answers and metric_named(answers["metric"]).unit == "share":
            if 0 <= answers["target"] <= 100:
                answers["target"] /= 100
            else:
                self.add_error("target", "A share lies between 0 and 100 %.")
        return answers
