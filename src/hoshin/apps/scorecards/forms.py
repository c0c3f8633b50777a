"""Forms of targets and baselines."""

from __future__ import annotations

from django import forms

from hoshin.apps.scorecards.reports.control import Course


class TargetForm(forms.Form):
    """Where the metric should be. Shares are written as per cent, times in hours; empty removes the target."""

    amount = forms.FloatField(required=False, widget=forms.NumberInput(attrs={"step": "any"}))

    def __init__(self, *args: object, unit: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.unit = unit
        self.fields["amount"].label = f"Target in {'%' if unit == 'share' else 'hours' if unit == 'h' else unit}"

    @classmethod
    def for_course(cls, course: Course) -> TargetForm:
        """The form with the target as it stands."""
        scale = 100 if course.metric.unit == "share" else 1
        amount = None if course.target is None else round(course.target * scale, 6)
        return cls(unit=course.metric.unit, initial={"amount": amount}, auto_id="id_target_%s")

    @property
    def in_unit(self) -> float | None:
        """The target in the metric's own unit."""
        given: float | None = self.cleaned_data["amount"]
        return given / 100 if given is not None and self.unit == "share" else given

    def clean_amount(self) -> float | None:
        given: float | None = self.cleaned_data["amount"]
        if given is not None and self.unit == "share" and not 0 <= given <= 100:
            raise forms.ValidationError("A share lies between 0 and 100 %.")
        return given


class BaselineForm(forms.Form):
    """The days to compare with, and why these."""

    first = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last = forms.DateField(label="To", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.CharField(max_length=300, label="Why these days")

    @classmethod
    def for_course(cls, course: Course) -> BaselineForm:
        """The form with the baseline in use."""
        initial: dict[str, object] = {}
        if course.baseline:
            initial = {"first": course.baseline.first, "last": course.baseline.last, "reason": course.baseline.reason}
        elif course.control.baseline:
            start, end = course.control.baseline
            initial = {"first": course.readings[start].period.first, "last": course.readings[end].period.last}
        return cls(initial=initial, auto_id="id_baseline_%s")

    def clean(self) -> dict[str, object]:
        answers: dict[str, object] = super().clean() or {}
        first, last = self.cleaned_data.get("first"), self.cleaned_data.get("last")
        if first and last and first > last:
            raise forms.ValidationError("The baseline ends before it begins: swap the days.")
        return answers
