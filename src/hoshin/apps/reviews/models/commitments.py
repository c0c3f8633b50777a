"""Commitments: who promised what until when, how often it was moved, and how it ended."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews import ladder
from hoshin.apps.reviews.models.decisions import Decision
from hoshin.apps.reviews.models.forums import Forum
from hoshin.apps.reviews.models.meetings import AgendaItem, Minutes, Review
from hoshin.apps.strategy.models import Objective


class Commitment(models.Model):
    """What somebody promised a forum to do by ``due``. ``first_due`` is the day that was promised at first.

    While it is late, ``objective`` and ``initiative`` are held up by it. It ends as kept or as withdrawn. ``version``
    counts its changes.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="commitments")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="commitments")
    item = models.ForeignKey(AgendaItem, null=True, on_delete=models.SET_NULL, related_name="commitments")
    decision = models.ForeignKey(Decision, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments")
    words = models.CharField(max_length=300)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    promised_on = models.DateField()
    first_due = models.DateField()
    due = models.DateField()
    kept_on = models.DateField(null=True)
    withdrawn_on = models.DateField(null=True)
    why_withdrawn = models.CharField(max_length=300, blank=True)
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due", "id")

    def __str__(self) -> str:
        return self.words

    @property
    def is_open(self) -> bool:
        """Whether it is neither kept nor withdrawn."""
        return self.kept_on is None and self.withdrawn_on is None

    def is_late(self, today: date) -> bool:
        """Whether it should have been kept before ``today``."""
        return self.is_open and self.due < today


class CommitmentMove(models.Model):
    """One move of a commitment's day, and why. Rows are added, never changed or removed."""

    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="moves")
    before = models.DateField()
    after = models.DateField()
    reason = models.CharField(max_length=300)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.before} to {self.after}: {self.reason}"


class Reminder(models.Model):
    """One step of the ladder that a late commitment was taken up: once a step and promised day."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="reminders")
    due = models.DateField()
    rung = models.CharField(max_length=10, choices=[(r.value, r.value) for r in ladder.Rung])
    on = models.DateField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("commitment", "due", "rung"), name="a_step_is_taken_once"),)

    def __str__(self) -> str:
        return f"{self.rung} on {self.on}"


class LetterState(models.TextChoices):
    """How far a letter is."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


class Letter(models.Model):
    """One mail of a forum, word for word: minutes, a reminder, or an invitation. ``said`` is what the last try came to.

    An invitation encloses ``calendar``, as iCalendar with its ``method``. ``next_at`` is when it is tried next; it is
    None once it is sent or given up.
    """

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    minutes = models.ForeignKey(Minutes, null=True, on_delete=models.PROTECT, related_name="letters")
    commitment = models.ForeignKey(Commitment, null=True, on_delete=models.CASCADE, related_name="letters")
    review = models.ForeignKey(Review, null=True, on_delete=models.PROTECT, related_name="letters")
    calendar = models.TextField(blank=True)
    method = models.CharField(max_length=10, blank=True)
    state = models.CharField(max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.subject} to {self.address}"
