"""What people say beside a derived status, what may go wrong, and who answers for what."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.models.decisions import Decision
from hoshin.apps.reviews.models.forums import Forum
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.status import SHOWABLE


class StatusOverride(models.Model):
    """What somebody shows beside the derived status of an objective or an initiative, why, and until when.

    Rows are added, never changed or removed; the newest one holds, and ends by itself after ``until``. An empty
    ``shown`` lifts the one before.
    """

    objective = models.ForeignKey(Objective, null=True, on_delete=models.PROTECT, related_name="+")
    initiative = models.ForeignKey(Initiative, null=True, on_delete=models.PROTECT, related_name="+")
    shown = models.CharField(max_length=20, blank=True, choices=[(s.value, s.value) for s in SHOWABLE])
    reason = models.CharField(max_length=300)
    until = models.DateField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(objective__isnull=False, initiative__isnull=True)
                | models.Q(objective__isnull=True, initiative__isnull=False),
                name="an_override_is_of_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.shown or 'as derived'} until {self.until}"


class RiskKind(models.TextChoices):
    """What is written down: something that may happen, or a rule that somebody need not keep."""

    RISK = "risk", "Risk"
    EXCEPTION = "exception", "Exception"


class Risk(models.Model):
    """Something that may go wrong, or an exception from a rule. It holds until ``expires``, and is then looked at.

    ``likelihood`` and ``impact`` go from 1 (little) to 5. ``answer`` is what is done about it. ``version`` counts its
    changes.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="risks")
    kind = models.CharField(max_length=10, choices=RiskKind.choices, default=RiskKind.RISK)
    title = models.CharField(max_length=200)
    words = models.TextField()
    answer = models.TextField()
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="business unit"
    )
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    likelihood = models.PositiveSmallIntegerField()
    impact = models.PositiveSmallIntegerField()
    expires = models.DateField()
    closed_on = models.DateField(null=True)
    why_closed = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("expires", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(likelihood__range=(1, 5), impact__range=(1, 5)), name="a_risk_lies_on_the_map"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def weight(self) -> int:
        """Likelihood times impact, 1 to 25: for the order of a list, not for sums."""
        return self.likelihood * self.impact

    def has_expired(self, today: date) -> bool:
        """Whether it should have been looked at before ``today``."""
        return self.closed_on is None and self.expires < today


class Part(models.TextChoices):
    """What somebody has to do with a thing (RACI)."""

    ACCOUNTABLE = "A", "Accountable"
    RESPONSIBLE = "R", "Responsible"
    CONSULTED = "C", "Consulted"
    INFORMED = "I", "Informed"


class Responsibility(models.Model):
    """Somebody's part in one practice, objective or decision; of the three exactly one is named."""

    practice = models.CharField(max_length=60, blank=True)
    objective = models.ForeignKey(Objective, null=True, on_delete=models.CASCADE, related_name="+")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    part = models.CharField(max_length=1, choices=Part.choices)

    class Meta:
        ordering = ("person__name", "part")
        verbose_name_plural = "responsibilities"
        constraints = (
            models.CheckConstraint(
                condition=models.Q(objective__isnull=False, decision__isnull=True, practice="")
                | models.Q(objective__isnull=True, decision__isnull=False, practice="")
                | (models.Q(objective__isnull=True, decision__isnull=True) & ~models.Q(practice="")),
                name="a_responsibility_is_for_one_thing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_part_display()}"
