"""Decisions: what was chosen among what, why, what is expected of it, and how that came out."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews.models.forums import Forum
from hoshin.apps.reviews.models.meetings import AgendaItem, Review
from hoshin.apps.strategy.models import KeyResult


class Decision(models.Model):
    """What a forum decided. ``due`` is the day on which it is checked next; None once that is settled.

    ``key_result`` or ``initiative`` tell later what came of it: a number, or the verdict on the sealed claim.
    ``person`` is who decided; None where the forum did together.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="decisions")
    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.SET_NULL, related_name="decisions")
    title = models.CharField(max_length=200)
    reason = models.TextField()
    expected = models.TextField()
    key_result = models.ForeignKey(KeyResult, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    due = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-on", "-id")

    def __str__(self) -> str:
        return self.title

    def is_due(self, today: date) -> bool:
        """Whether its day to be checked has come."""
        return self.due is not None and self.due <= today


class Amendment(models.Model):
    """A change of a decision after its review was closed, and why. Rows are added, never changed or removed.

    The minutes say what was decided then; the decision says what holds now.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="amendments")
    why = models.CharField(max_length=300)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.decision}: {self.why}"


class AmendedField(models.Model):
    """One field that an amendment changed: what stood there, and what stands there since."""

    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, related_name="fields")
    field = models.CharField(max_length=40)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.field}: {self.before} → {self.after}"


class DecisionOption(models.Model):
    """One of the ways that were open; exactly one is ``chosen``."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="options")
    words = models.CharField(max_length=300)
    chosen = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.words


class Result(models.TextChoices):
    """How a decision came out."""

    AS_EXPECTED = "as expected", "As expected"
    PARTLY = "partly", "Partly"
    NOT = "not", "Not as expected"
    CANNOT_TELL = "cannot tell", "Cannot tell"


class Outcome(models.Model):
    """What a forum found when it checked a decision. Rows are added, never changed or removed; the newest one holds.

    ``seen`` is what number or verdict said on that day. ``again`` is when it is looked at once more, if ever.
    """

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="outcomes")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="outcomes")
    result = models.CharField(max_length=20, choices=Result.choices)
    sentence = models.TextField()
    seen = models.TextField(blank=True)
    again = models.DateField(null=True, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.get_result_display()}: {self.sentence}"
