"""Vision, objectives and key results."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from hoshin.apps.accounts.models import Person, Team


class Vision(models.Model):
    """Where the organisation wants its services to be. A new text is a new version; the old ones stay."""

    statement = models.TextField()
    horizon = models.CharField("by when", max_length=80)
    success = models.TextField("what success means")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.statement[:80]


class Objective(models.Model):
    """Where to go in a stretch of time, said in words; its key results say whether it is reached.

    ``vision`` is the version that it was written under. Without a team it is the whole organisation's.
    """

    vision = models.ForeignKey(Vision, null=True, on_delete=models.PROTECT, related_name="objectives")
    title = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    first = models.DateField("from")
    last = models.DateField("to")

    class Meta:
        ordering = ("first", "id")

    def __str__(self) -> str:
        return self.title


class KeyResult(models.Model):
    """A metric in a scope, with the reading it starts from, the amount to reach, and the date.

    Amounts are in the metric's unit; counts are per four weeks. The baseline was measured, and keeps what is needed to
    measure it again. An empty desk means all real desks.
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
