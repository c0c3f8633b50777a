"""What people say of an initiative while it runs."""

from __future__ import annotations

from django.core.validators import MaxValueValidator
from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models.initiatives import Initiative


class InitiativeCheckIn(models.Model):
    """How the work of an initiative stands, as somebody says: how sure they are, and why. Added, never changed.

    ``confidence`` goes from 0 to 10: how sure that it is done when it was planned. ``done`` says that the work is over;
    what came of it is for the verdict to say.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="check_ins")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confidence = models.PositiveSmallIntegerField(validators=[MaxValueValidator(10)])
    done = models.BooleanField(default=False)
    note = models.TextField()

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return f"{self.initiative} on {self.at:%Y-%m-%d}: {self.confidence}"
