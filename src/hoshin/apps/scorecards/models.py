"""What people add to the numbers: targets, and the baselines they chose for a control chart."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person


class _OfMetric(models.Model):
    """A metric in a scope. An empty desk means all real desks; an empty dimension means the whole of them."""

    metric = models.CharField(max_length=60)
    desk = models.CharField(max_length=120, blank=True)
    dimension = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class Target(_OfMetric):
    """Where the metric should be, in its own unit."""

    amount = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("metric", "desk", "dimension", "value"), name="one_target_a_metric_and_scope"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric}: {self.amount}"


class Baseline(_OfMetric):
    """The days from which the control chart takes its centre and limits, and why these."""

    first = models.DateField()
    last = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("metric", "desk", "dimension", "value"), name="one_baseline_a_metric_and_scope"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric}: {self.first} to {self.last}"
