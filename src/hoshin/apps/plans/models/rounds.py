"""Planning rounds: the quarters that are planned, with which people and money."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Team
from hoshin.portfolio.scoring import READY, Figure

OWN = "own"


def formulas() -> list[tuple[str, str]]:
    """The formulas to choose from."""
    return [*((name, f"{name}: {each.words}") for name, each in READY.items()), (OWN, "Our own weights")]


def figures() -> list[tuple[str, str]]:
    """The figures that an own formula may weigh."""
    return [(each.value, each.value.capitalize()) for each in Figure]


class PlanningRound(models.Model):
    """So many quarters from ``first`` on, planned together.

    Benefits count in ``counted`` quarters from ``first``; money is in ``currency``. ``budget`` is for the whole round,
    None for no limit. Where it ``learns``, what past claims came to scales the benefits by kind. Work that nobody spoke
    of for ``cadence`` weeks is silent. ``version`` rises with every save, so that nobody overwrites what they did not
    see.
    """

    title = models.CharField(max_length=120)
    first = models.DateField()
    quarters = models.PositiveSmallIntegerField(default=4)
    counted = models.PositiveSmallIntegerField(default=8)
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="EUR")
    formula = models.CharField(max_length=10, choices=formulas, default="WSJF")
    learns = models.BooleanField(default=False)
    cadence = models.PositiveSmallIntegerField(default=4)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-first", "-id")

    def __str__(self) -> str:
        return self.title

    def quarter(self, place: int) -> str:
        """The name of a quarter, the first being 0: 2027 Q1."""
        months = self.first.month - 1 + 3 * place
        return f"{self.first.year + months // 12} Q{months % 12 // 3 + 1}"

    @property
    def quarter_names(self) -> tuple[str, ...]:
        """The names of all quarters."""
        return tuple(self.quarter(place) for place in range(self.quarters))

    @property
    def counted_to(self) -> str:
        """The name of the last quarter in which benefits count."""
        return self.quarter(max(self.counted, self.quarters) - 1)

    def begins(self, place: int) -> date:
        """The first day of a quarter."""
        months = self.first.month - 1 + 3 * place
        return date(self.first.year + months // 12, months % 12 + 1, 1)

    def place_of(self, day: date) -> int:
        """The quarter in which a day lies, the first being 0; below 0 before the round."""
        return ((day.year - self.first.year) * 12 + day.month - self.first.month) // 3


class RoundBudget(models.Model):
    """The money that may be spent in a quarter of a round, the first being 0, in the round's currency."""

    round = models.ForeignKey(PlanningRound, on_delete=models.CASCADE, related_name="budgets")
    quarter = models.PositiveSmallIntegerField()
    amount = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        ordering = ("quarter",)
        constraints = (models.UniqueConstraint(fields=("round", "quarter"), name="one_budget_a_quarter"),)

    def __str__(self) -> str:
        return f"{self.quarter + 1}: {self.amount:,.0f}"


class TeamCapacity(models.Model):
    """How many people of a team, full time, there are for initiatives in a quarter of a round, the first being 0."""

    round = models.ForeignKey(PlanningRound, on_delete=models.CASCADE, related_name="capacities")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    quarter = models.PositiveSmallIntegerField()
    people = models.FloatField()

    class Meta:
        ordering = ("team__name", "quarter")
        constraints = (
            models.UniqueConstraint(fields=("round", "team", "quarter"), name="one_capacity_a_team_and_quarter"),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.quarter + 1}: {self.people:g}"


class FormulaWeight(models.Model):
    """How much a figure counts in the round's own formula."""

    round = models.ForeignKey(PlanningRound, on_delete=models.CASCADE, related_name="weights")
    figure = models.CharField(max_length=20, choices=figures)
    weight = models.FloatField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("round", "figure"), name="a_formula_weighs_a_figure_once"),)

    def __str__(self) -> str:
        return f"{self.weight:g} {self.figure}"
