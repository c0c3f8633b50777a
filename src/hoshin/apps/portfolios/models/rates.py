"""What an hour or a ticket is worth."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person


class Priced(models.TextChoices):
    """What a rate prices, as ``hoshin.impact.benefit.Per`` names it."""

    WAITING_HOUR = "waiting hour", "One hour that a ticket waits to be resolved"
    WORKING_HOUR = "working hour", "One hour of work that a ticket costs somebody"
    TICKET = "ticket", "One ticket"


class Rate(models.Model):
    """What one of something costs, who answers for it, and on which days it holds. Rows are added, never changed.

    ``last`` is None where no end is known. Where several hold on a day, the one added last counts. ``basis`` says in
    words how the amount was found. ``person`` added it; ``owner`` answers for it.
    """

    priced = models.CharField(max_length=20, choices=Priced.choices)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    first = models.DateField()
    last = models.DateField(null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    basis = models.CharField(max_length=300)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("priced", "-id")
        constraints = (
            models.CheckConstraint(condition=models.Q(amount__gt=0), name="a_rate_is_above_0"),
            models.CheckConstraint(
                condition=models.Q(last__isnull=True) | models.Q(last__gte=models.F("first")), name="a_rate_holds"
            ),
        )

    def __str__(self) -> str:
        return f"{self.amount} {self.currency} a {self.priced}"

    def holds(self, on: date) -> bool:
        """Whether it holds on a day."""
        return self.first <= on and (self.last is None or on <= self.last)
