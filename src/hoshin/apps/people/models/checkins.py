"""Check-ins on goals, and what stands in the way."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.models.goals import Goal

SURE = 10
"""The most confident that somebody can be."""


class CheckIn(models.Model):
    """How a goal stands, as the person who answers for it says; never changed or removed but for its note.

    ``confidence`` runs from 0 (it will not be reached) to 10. Where the goal has a metric, ``value`` is its level over
    the four weeks up to ``until``, in the metric's unit (counts per four weeks), with the cases ``n``, the generation
    and the definition that it was read by. The note is emptied where the person is erased.
    """

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="check_ins")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    confidence = models.PositiveSmallIntegerField()
    note = models.TextField(blank=True)
    value = models.FloatField(null=True)
    until = models.DateField(null=True)
    n = models.PositiveIntegerField(null=True)
    generation = models.CharField(max_length=40, blank=True)
    definition = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("on", "id")
        constraints = (
            models.CheckConstraint(condition=models.Q(confidence__lte=SURE), name="confidence_is_at_most_ten"),
            models.UniqueConstraint(fields=("goal", "on"), name="one_check_in_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.confidence} of {SURE}"


class Blocker(models.Model):
    """What stands in the way of a goal, who is asked to remove it, and by when; solved once somebody says how."""

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="blockers")
    words = models.CharField(max_length=300)
    asked = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_on = models.DateField()
    due = models.DateField()
    solved_on = models.DateField(null=True)
    solved_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    solution = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.words
