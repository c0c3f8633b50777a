"""Own metrics: what people defined, each definition as it was said."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from hoshin.apps.accounts.models import Person


class OwnMetric(models.Model):
    """A metric that people of the installation defined. Its key is for ever; ``retired_at`` is None while in use."""

    key = models.CharField(max_length=60, unique=True)
    retired_at = models.DateTimeField(null=True)
    retired_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    retired_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class Definition(models.Model):
    """One definition of an own metric, as somebody said it. Rows are added, never changed or removed.

    ``version`` counts the definitions that make another number; a change of words alone keeps it. ``digest`` is the
    definition hash that goes with readings, ``said`` the SHA-256 of all that was said, words included. ``days`` and
    ``unit`` are those of ``hoshin.metrics.own.specification``.
    """

    own_metric = models.ForeignKey(OwnMetric, on_delete=models.PROTECT, related_name="definitions")
    position = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    question = models.CharField(max_length=160)
    measured = models.CharField(max_length=40)
    amount = models.CharField(max_length=60, blank=True)
    days = models.PositiveIntegerField(default=0)
    dating = models.CharField(max_length=40)
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=40)
    least = models.PositiveIntegerField(default=1)
    practice = models.CharField(max_length=80)
    owner_role = models.CharField(max_length=60)
    why = models.CharField(max_length=300, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64)
    said = models.CharField(max_length=64)

    class Meta:
        ordering = ("own_metric", "position")
        constraints = (
            models.UniqueConstraint(fields=("own_metric", "position"), name="one_definition_follows_another"),
        )

    def __str__(self) -> str:
        return f"{self.own_metric}, version {self.version}"


class Part(models.TextChoices):
    """What a condition is for."""

    FILTER = "filter", "which tickets"
    MET = "met", "what a share counts"


class DefinitionCondition(models.Model):
    """One condition of a definition: a field and how it is compared."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="conditions")
    part = models.CharField(max_length=10, choices=Part.choices)
    position = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=60)
    comparison = models.CharField(max_length=40)

    class Meta:
        ordering = ("part", "position")
        constraints = (
            models.UniqueConstraint(fields=("definition", "part", "position"), name="a_condition_has_its_place"),
        )

    def __str__(self) -> str:
        return f"{self.field} {self.comparison}"


class ConditionValue(models.Model):
    """One value that a condition compares with; several are alternatives."""

    condition = models.ForeignKey(DefinitionCondition, on_delete=models.PROTECT, related_name="values")
    position = models.PositiveSmallIntegerField()
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("condition", "position"), name="a_value_has_its_place"),)

    def __str__(self) -> str:
        return self.value


class CounterMetric(models.Model):
    """A metric beside which an own metric is read, so that nothing gets worse unseen."""

    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="counter_metrics")
    position = models.PositiveSmallIntegerField()
    metric = models.CharField(max_length=60)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("definition", "position"), name="a_counter_has_its_place"),)

    def __str__(self) -> str:
        return self.metric
