"""What a key result plans for single months, where that is not the straight way to its target."""

from __future__ import annotations

from django.db import models

from hoshin.apps.strategy.models.key_result import KeyResult


class MonthPlan(models.Model):
    """The amount that is planned for the end of a month; ``month`` is its first day.

    It is in the metric's unit, of a count per four weeks. A month without a row is planned by the straight way.
    """

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="month_plans")
    month = models.DateField()
    amount = models.FloatField()

    class Meta:
        ordering = ("month",)
        constraints = (models.UniqueConstraint(fields=("key_result", "month"), name="a_month_is_planned_once"),)

    def __str__(self) -> str:
        return f"{self.month:%B %Y}: {self.amount:g}"
