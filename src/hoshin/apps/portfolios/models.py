"""Initiatives and their sealed claims. Verdicts are not stored: they follow from claim and tickets."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models import KeyResult


class Initiative(models.Model):
    """Something done to reach a key result: where (values of one dimension), and from which day.

    Scope and start can change until a claim is sealed; from then on the database refuses it.
    """

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    key_result = models.ForeignKey(
        KeyResult, null=True, blank=True, on_delete=models.SET_NULL, related_name="initiatives"
    )
    desk = models.CharField(max_length=120, blank=True)
    dimension = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-start", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def scope_values(self) -> tuple[str, ...]:
        """The values of the dimension in which it acts."""
        return tuple(each.value for each in self.values.all())

    @property
    def claim(self) -> Claim | None:
        """The claim that holds: the newest sealed one."""
        sealed = list(self.claims.all())
        return sealed[-1] if sealed else None

    @property
    def sealed(self) -> bool:
        """Whether what it will do has been fixed."""
        return self.claim is not None

    def phase(self, today: date) -> str:
        """Draft, sealed, running or ended."""
        if not self.sealed:
            return "draft"
        if today < self.start:
            return "sealed"
        return "ended" if self.end and self.end < today else "running"


class InitiativeValue(models.Model):
    """One value of the initiative's dimension, such as one support group."""

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="values")
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ("value",)
        constraints = (
            models.UniqueConstraint(fields=("initiative", "value"), name="an_initiative_names_a_value_once"),
        )

    def __str__(self) -> str:
        return self.value


class Towards(models.TextChoices):
    """Which way the metric is claimed to move."""

    UP = "up", "rises"
    DOWN = "down", "falls"


class Claim(models.Model):
    """What the initiative says it will do, sealed before its start. Rows are added, never changed or removed.

    ``text`` is what was sealed, word for word; ``seal`` is the SHA-256 of it, and ``text`` holds the seal of the claim
    that this one supersedes. ``size`` is a relative change above 0.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="claims")
    supersedes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="superseded_by")
    metric = models.CharField(max_length=60)
    towards = models.CharField(max_length=4, choices=Towards.choices)
    size = models.FloatField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    demonstration = models.BooleanField(default=False)
    text = models.TextField()
    seal = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.metric} {self.get_towards_display()} by {self.size:.0%}"
