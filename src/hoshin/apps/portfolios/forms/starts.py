"""Forms of who starts when, day by day or drawn by lot."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy.forms import day_field


class StartsForm(forms.Form):
    """A start of its own for each value of an initiative."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, found: Initiative, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.values, self.end = found.scope_values, found.end
        for place, value in enumerate(self.values):
            self.fields[f"start_{place}"] = day_field(value)
        self.initial = {**self.said(found), **self.initial}

    @staticmethod
    def said(found: Initiative) -> dict[str, object]:
        """What is stored of an initiative, by field."""
        known = dict(found.acting)
        starts = {f"start_{place}": known[value] for place, value in enumerate(found.scope_values)}
        return starts | {"version": found.version}

    @property
    def starts(self) -> dict[str, date]:
        """The answers by value."""
        return {value: self.cleaned_data[f"start_{place}"] for place, value in enumerate(self.values)}

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        starts = [name for name in self.fields if name != "version"]
        for name in starts:
            if self.end and name in answers and answers[name] >= self.end:
                self.add_error(name, f"The initiative ends on {self.end:%-d %b %Y}: choose an earlier day.")
        days = [answers.get(name) for name in starts]
        if None not in days and len(set(days)) == 1:
            self.add_error(f"start_{len(days) - 1}", "All would start on one day: choose another one for some of them.")
        return answers


class DrawForm(forms.Form):
    """What the lot needs: from when, how far apart, in how many waves."""

    first = day_field("The first start", help_text="A Monday: weeks are compared whole.")
    weeks = forms.IntegerField(label="Weeks to the next start", min_value=1, max_value=26)
    waves = forms.IntegerField(label="In how many starts", min_value=2)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, found: Initiative, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.many, self.today, self.end = len(found.scope_values), today, found.end
        made = list(found.draws.all())
        start = max(found.start, today + timedelta(days=1))
        self.initial = {
            "first": start + timedelta(days=-start.weekday() % 7),
            "weeks": made[-1].weeks if made else 4,
            "waves": min(made[-1].waves, self.many) if made else self.many,
            "version": found.version,
            **self.initial,
        }
        self.fields["waves"].help_text = f"At most {self.many}: then each starts alone."

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first.weekday():
            raise forms.ValidationError(f"That is a {first:%A}. Choose a Monday: weeks are compared whole.")
        if first <= self.today:
            raise forms.ValidationError("Choose a Monday after today: the claim has to be sealed before it.")
        return first

    def clean_waves(self) -> int:
        waves: int = self.cleaned_data["waves"]
        if waves > self.many:
            raise forms.ValidationError(f"There are only {self.many} to start: choose {self.many} or fewer.")
        return waves

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if self.end and {"first", "weeks", "waves"} <= answers.keys():
            last = answers["first"] + timedelta(weeks=answers["weeks"] * (answers["waves"] - 1))
            if last >= self.end:
                self.add_error(
                    "waves",
                    f"The last would start on {last:%-d %b %Y}, and the initiative ends on {self.end:%-d %b %Y}: "
                    "choose fewer starts, or fewer weeks between them.",
                )
        return answers
