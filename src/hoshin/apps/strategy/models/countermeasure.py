"""Countermeasures: what is done about a month that missed its plan."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models.key_result import KeyResult


class Countermeasure(models.Model):
    """What is done about one month of a key result that missed its plan; ``month`` is its first day.

    ``done_on`` and ``effect`` are empty until it is done. ``edition`` counts its saves.
    """

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="countermeasures")
    month = models.DateField()
    cause = models.TextField("what is behind it")
    action = models.TextField("what is done")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)
    effect = models.TextField("what came of it", blank=True)
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("month", "id")

    def __str__(self) -> str:
        return self.action[:80]

    def state(self, today: date) -> str:
        """Done, late or open."""
        if self.done_on:
            return "done"
        return "late" if self.due < today else "open"
