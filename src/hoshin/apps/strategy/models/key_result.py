"""Key results."""

from __future__ import annotations

from django.db import models

from hoshin.apps.strategy.models.objective import Objective


class KeyResult(models.Model):
    """A metric in a scope, with the reading it starts from, the amount to reach, and the date.

    Amounts are in the metric's unit; counts are per four weeks. The baseline was measured, and keeps what is needed to
    measure it again. An empty desk means all real desks. ``edition`` counts the changes of what it promises.
    """

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="key_results")
    title = models.CharField(max_length=160)
    metric = models.CharField(max_length=60)
    desk = models.CharField(max_length=120, blank=True)
    target = models.FloatField()
    start = models.DateField()
    due = models.DateField()
    baseline = models.FloatField()
    baseline_n = models.PositiveIntegerField()
    baseline_first = models.DateField()
    baseline_last = models.DateField()
    baseline_generation = models.CharField(max_length=40)
    baseline_definition = models.CharField(max_length=64)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The scope as filters of a query."""
        pairs = [("desk", self.desk)] if self.desk else []
        return (*pairs, *((each.dimension, each.value) for each in self.scope.all()))


class KeyResultScope(models.Model):
    """One value of a dimension to which a key result is narrowed; values of one dimension are alternatives."""

    key_result = models.ForeignKey(KeyResult, on_delete=models.CASCADE, related_name="scope")
    dimension = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key_result", "dimension", "value"), name="a_scope_names_a_value_once"),
        )

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"
