"""What people were reminded of, and how that went."""

from __future__ import annotations

from django.db import models

from hoshin.apps.people.models.goals import Goal


class Reminder(models.Model):
    """One mail about a check-in that was due on ``due``: when it was tried last, and what the mail server said.

    ``late`` marks the second one, which is sent when the goal has become silent.
    """

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="reminders")
    due = models.DateField()
    late = models.BooleanField()
    at = models.DateTimeField()
    sent = models.BooleanField()
    said = models.CharField(max_length=300)

    class Meta:
        ordering = ("-id",)
        constraints = (models.UniqueConstraint(fields=("goal", "due", "late"), name="reminded_of_a_day_once"),)

    def __str__(self) -> str:
        return self.said
