"""Mails about a catchball or a countermeasure whose day has come, and how they went."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models.catchball import Catchball
from hoshin.apps.strategy.models.countermeasure import Countermeasure


class Reminder(models.Model):
    """One mail to one person about something that was to be done by ``due``, and what the mail server said.

    It is about a catchball or about a countermeasure. ``late`` marks the one that goes out once the day is over; the
    other one goes out a few days before.
    """

    catchball = models.ForeignKey(Catchball, null=True, on_delete=models.PROTECT, related_name="reminders")
    countermeasure = models.ForeignKey(Countermeasure, null=True, on_delete=models.CASCADE, related_name="reminders")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    due = models.DateField()
    late = models.BooleanField()
    at = models.DateTimeField()
    sent = models.BooleanField()
    said = models.CharField(max_length=300)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(catchball__isnull=False, countermeasure__isnull=True)
                | Q(catchball__isnull=True, countermeasure__isnull=False),
                name="a_reminder_is_about_one_thing",
            ),
            models.UniqueConstraint(fields=("catchball", "person", "due", "late"), name="reminded_of_a_catchball_once"),
            models.UniqueConstraint(
                fields=("countermeasure", "person", "due", "late"), name="reminded_of_a_countermeasure_once"
            ),
        )

    def __str__(self) -> str:
        return self.said
