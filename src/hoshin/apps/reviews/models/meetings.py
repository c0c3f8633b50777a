"""One meeting of a forum: its agenda, what was noted, and the minutes that were frozen when it was closed."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.models.forums import Forum
from hoshin.reporting.blocks import Tone


class Review(models.Model):
    """One meeting of a forum. Its agenda tells what happened after ``since``; it is open until ``closed_at``.

    It was set for ``first_on``, and may have been moved since: to ``on``, and to a ``time`` of its own (None is the
    forum's). ``sequence`` counts how often its members had to be told anew. One that was called off is closed without
    minutes, and ``why_off`` says why.
    """

    forum = models.ForeignKey(Forum, on_delete=models.PROTECT, related_name="reviews")
    on = models.DateField()
    first_on = models.DateField()
    time = models.TimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)
    why_off = models.CharField(max_length=300, blank=True)
    since = models.DateField()
    begun_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    present = models.ManyToManyField(Person, related_name="+")

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("forum", "on"), name="one_review_a_day", condition=models.Q(why_off="")),
        )

    def __str__(self) -> str:
        return f"{self.forum}, {self.on}"

    @property
    def is_open(self) -> bool:
        """Whether its minutes can still be written."""
        return self.closed_at is None

    @property
    def start(self) -> datetime:
        """When it begins."""
        return datetime.combine(self.on, self.time or self.forum.time, ZoneInfo(self.forum.zone))


class Source(models.TextChoices):
    """Where an agenda item comes from, in the order in which an agenda shows them."""

    STANDING = "standing", "Standing item"
    DECISION = "decision", "Decision to check"
    COMMITMENT = "commitment", "Late commitment"
    VERDICT = "verdict", "Verdict"
    SIGNAL = "signal", "Signal"
    KEY_RESULT = "key result", "Key result"
    INITIATIVE = "initiative", "Initiative"
    STATUS = "status", "Shown better than the rule says"
    RISK = "risk", "Risk"
    ADDED = "added", "Added item"


class AgendaItem(models.Model):
    """One thing to talk about, in words as they were when the agenda was made, and what was noted on it.

    ``subject`` tells what it is about, so that making the agenda again lists nothing twice. A dropped item stays, out
    of the way. ``notes`` is written by several people at once (``merging``); ``written`` counts its changes.
    ``minutes`` is the time that it gets, and ``talked`` says that it was talked about; ``carried_from`` is the day of
    the review that did not reach it.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="items")
    source = models.CharField(max_length=20, choices=Source.choices)
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    detail = models.TextField(blank=True)
    tone = models.CharField(max_length=10, choices=[(t.value, t.value) for t in Tone], default=Tone.NEUTRAL)
    word = models.CharField(max_length=60, blank=True)
    href = models.CharField(max_length=300, blank=True)
    place = models.PositiveIntegerField()
    dropped = models.BooleanField(default=False)
    notes = models.TextField(blank=True)
    written = models.PositiveIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=5)
    talked = models.BooleanField(default=False)
    carried_from = models.DateField(null=True)

    class Meta:
        ordering = ("place", "id")
        constraints = (models.UniqueConstraint(fields=("review", "subject"), name="an_agenda_names_a_subject_once"),)

    def __str__(self) -> str:
        return self.title


class Minutes(models.Model):
    """The minutes of a closed review, word for word. A row is added when it is closed, and never changed or removed.

    ``text`` is the frozen snapshot (see ``reporting.snapshot``) and ``identity`` the SHA-256 of it; page, DOCX and PDF
    are drawn from it.
    """

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="minutes")
    text = models.TextField()
    identity = models.CharField("hash of the text", max_length=64)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"minutes of {self.review}"
