"""Objectives."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from hoshin.apps.accounts.models import Confidential, Person, Team
from hoshin.apps.strategy.models.vision import Theme, Vision

MOST_WEIGHT = 5
"""The weight of what decides its parent; 0 is no impact at all."""


class Level(models.TextChoices):
    """Whose objective it is, from the top down. Goals of a person are no objectives."""

    BUSINESS = "business", "The business"
    IT = "it", "IT"
    TEAM = "team", "A team"


class Objective(Confidential):
    """Where to go in a stretch of time, said in words; its key results say whether it is reached.

    ``vision`` is the version that it was written under, ``theme`` what it serves of it. ``parent`` is the objective
    that it contributes to, with a ``weight`` from 0 to 5: its impact there. ``edition`` counts its saves.
    """

    vision = models.ForeignKey(Vision, null=True, on_delete=models.PROTECT, related_name="objectives")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.PROTECT, related_name="objectives")
    level = models.CharField(max_length=20, choices=Level, default=Level.IT)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    weight = models.PositiveSmallIntegerField(
        "impact on the parent", default=3, validators=[MaxValueValidator(MOST_WEIGHT)]
    )
    title = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    owner = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    first = models.DateField("from")
    last = models.DateField("to")
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("first", "id")
        constraints = (
            models.CheckConstraint(condition=Q(weight__lte=MOST_WEIGHT), name="a_weight_is_at_most_five"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="no_objective_is_its_own_parent"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def weight_words(self) -> str:
        """The impact on the parent in a word."""
        return ("none", "slight", "some", "considerable", "strong", "decisive")[self.weight]

    @property
    def weight_marks(self) -> str:
        """The impact on the parent as five dots."""
        return "●" * self.weight + "○" * (MOST_WEIGHT - self.weight)
