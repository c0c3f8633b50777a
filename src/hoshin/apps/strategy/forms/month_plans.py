"""The form of a plan month by month: a cell a month, filled in like a column of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django import forms

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy.level import level_words, typed, unit_words, untyped
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.way import months, straight

DIGITS = 2
"""So many digits after the point are offered; nobody plans finer."""


@dataclass(frozen=True)
class Cell:
    """One row of the column: the month, its cell, and the straight way in words."""

    month: date
    field: forms.BoundField
    straight_words: str


class MonthPlanForm(forms.Form):
    """A number for each month but the last, which is the target. An empty cell is the straight way.

    ``after`` is the edition of the key result that was read.
    """

    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, key_result: KeyResult, plans: Mapping[date, float], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.key_result, self.metric = key_result, definitions.catalogue().metric(key_result.metric)
        self.initial.setdefault("after", key_result.edition)
        self.months = months(key_result.start, key_result.due)[:-1]
        for place, month in enumerate(self.months):
            self.initial[_name(month)] = self._typed(plans.get(month, straight(key_result, month)))
            self.fields[_name(month)] = forms.FloatField(
                required=False,
                label=f"{month:%B %Y}",
                widget=forms.NumberInput(attrs={"step": "any", "data-cell": place, "class": "form-control text-end"}),
            )

    @property
    def unit(self) -> str:
        """In which unit people type."""
        return unit_words(self.metric)

    @property
    def cells(self) -> Iterator[Cell]:
        """The column, month by month."""
        for month in self.months:
            words = level_words(self.metric, straight(self.key_result, month))
            yield Cell(month, self[_name(month)], words)

    @property
    def amounts(self) -> dict[date, float]:
        """What is planned otherwise than by the straight way, in the metric's unit; of a valid form."""
        given = {month: self.cleaned_data[_name(month)] for month in self.months}
        return {
            month: untyped(self.metric, amount)
            for month, amount in given.items()
            if amount is not None and amount != self._typed(straight(self.key_result, month))
        }

    def _typed(self, amount: float) -> float:
        return round(typed(self.metric, amount), DIGITS)


def _name(month: date) -> str:
    return f"month-{month:%Y-%m}"
