"""What belongs to an evaluation beside its steps: drafts that nobody else reads, and who went on as its manager."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.machine import Act
from hoshin.apps.people.models.cycles import Evaluation, Rating


class StepDraft(models.Model):
    """Words for a step that were kept and not sent; seen by whoever writes them alone. ``edition`` counts its saves."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Act])
    words = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True, choices=Rating.choices)
    at = models.DateTimeField()
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("evaluation", "person", "act"), name="one_draft_for_a_step"),)

    def __str__(self) -> str:
        return f"draft of {self.act}"


class Succession(models.Model):
    """An evaluation goes on with another manager. Rows are added; only the words why can be erased."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="successions")
    before = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.manager} for {self.before} in {self.evaluation}"
