"""The form of a planning round."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from hoshin.apps.accounts.models import Team
from hoshin.apps.plans.forms.figures import AmountsField, PeopleField
from hoshin.apps.plans.models import PlanningRound
from hoshin.apps.plans.models.rounds import OWN, formulas
from hoshin.apps.strategy.forms.days import day_field
from hoshin.portfolio.scoring import Figure

FIELDS = ("title", "first", "quarters", "counted", "budget", "currency", "formula", "learns", "cadence")


class RoundForm(forms.Form):
    """Which quarters, with how much money and how many people, and by which score initiatives are ranked."""

    title = forms.CharField(max_length=120, label="What is planned", help_text="Such as: 2027.")
    first = day_field("From", help_text="The first day of a quarter.")
    quarters = forms.IntegerField(min_value=1, max_value=12, initial=4, label="Quarters to plan")
    counted = forms.IntegerField(
        min_value=1,
        max_value=40,
        initial=8,
        label="Quarters in which benefits count",
        help_text="From the same day. More than you plan, so that what ends late is worth something.",
    )
    budget = forms.DecimalField(
        min_value=0, max_digits=14, decimal_places=2, required=False, help_text="Empty: no limit."
    )
    by_quarter = AmountsField(
        label="Budget by quarter",
        help_text="One amount for each quarter, such as 90000 90000 60000 60000, or one for all. Empty: no limit.",
    )
    currency = forms.CharField(max_length=3, min_length=3, initial="EUR")
    formula = forms.ChoiceField(choices=formulas, label="Ranked by")
    learns = forms.BooleanField(
        required=False,
        label="Past claims correct the estimates",
        help_text="Benefits count by what came true of earlier claims of the same kind.",
    )
    cadence = forms.IntegerField(
        min_value=1,
        max_value=26,
        initial=4,
        label="Silent after",
        help_text="Weeks in which nobody says how running work stands.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, found: PlanningRound | None = None, **kwargs: Any) -> None:  # noqa: ANN401 Django's
        self.teams = list(Team.objects.all())
        if found:
            kwargs.setdefault("initial", _initial(found))
        super().__init__(*args, **kwargs)
        for team in self.teams:
            self.fields[f"team_{team.pk}"] = PeopleField(label=team.name)
        for figure in Figure:
            self.fields[f"weight_{figure.name}"] = forms.FloatField(
                required=False,
                min_value=0,
                max_value=100,
                label=f"{figure.value.capitalize()}{' (less is better)' if figure.better == 'lower' else ''}",
                widget=forms.NumberInput(attrs={"step": "any"}),
            )

    def clean_first(self) -> date:
        """A quarter begins in January, April, July or October."""
        first: date = self.cleaned_data["first"]
        if first.day != 1 or first.month not in (1, 4, 7, 10):
            raise forms.ValidationError(
                f"{first} does not begin a quarter: choose the first of January, April, July or October."
            )
        return first

    def clean(self) -> dict[str, Any]:
        """Every row of people has one number, or one for each quarter."""
        given = super().clean() or {}
        quarters = given.get("quarters")
        for team in self.teams:
            said = given.get(f"team_{team.pk}", [])
            if quarters and len(said) not in (0, 1, quarters):
                self.add_error(
                    f"team_{team.pk}",
                    f"There are {len(said)} numbers for {quarters} quarters: write one for each, or one for all.",
                )
        amounts = given.get("by_quarter", [])
        if quarters and len(amounts) not in (0, 1, quarters):
            self.add_error(
                "by_quarter",
                f"There are {len(amounts)} amounts for {quarters} quarters: write one for each, or one for all.",
            )
        if given.get("counted") and quarters and given["counted"] < quarters:
            self.add_error("counted", f"Fewer than the {quarters} quarters planned: count at least those.")
        if given.get("formula") == OWN and not any(self.weights.values()):
            self.add_error("formula", "Your own weights are all empty: give at least one figure a weight above 0.")
        return given

    @property
    def weights(self) -> dict[str, float]:
        """The weights by figure."""
        return {each.value: self.cleaned_data.get(f"weight_{each.name}") or 0.0 for each in Figure}

    @property
    def budgets(self) -> list[Decimal]:
        """The money of each quarter; empty for no limit."""
        said = [Decimal(str(each)) for each in self.cleaned_data["by_quarter"]]
        return said * self.cleaned_data["quarters"] if len(said) == 1 else said

    @property
    def capacity(self) -> dict[Team, list[float]]:
        """The people by team and quarter."""
        quarters = self.cleaned_data["quarters"]
        said = {team: self.cleaned_data[f"team_{team.pk}"] for team in self.teams}
        return {team: each * quarters if len(each) == 1 else each for team, each in said.items() if each}

    @property
    def team_fields(self) -> list[forms.BoundField]:
        """The rows of people."""
        return [self[f"team_{team.pk}"] for team in self.teams]

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        """The weights."""
        return [self[f"weight_{each.name}"] for each in Figure]


def _initial(found: PlanningRound) -> dict[str, object]:
    initial: dict[str, object] = {name: getattr(found, name) for name in (*FIELDS, "version")}
    people: dict[int, list[str]] = {}
    for each in found.capacities.all():
        people.setdefault(each.team_id, []).append(f"{each.people:g}")
    initial["by_quarter"] = " ".join(f"{each.amount:.0f}" for each in found.budgets.all())
    initial |= {f"team_{team}": " ".join(row) for team, row in people.items()}
    return initial | {f"weight_{Figure(each.figure).name}": each.weight for each in found.weights.all()}
