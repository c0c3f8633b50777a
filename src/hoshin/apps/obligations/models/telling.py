"""Who is told what fired, and each telling with how it went."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.obligations.models.register import Obligation
from hoshin.apps.scorecards.selection import Selection


class Channel(models.TextChoices):
    """How somebody is told."""

    MAIL = "mail", "Mail"
    WEBHOOK = "webhook", "Webhook"


class Subscription(models.Model):
    """Somebody, or some other system, that is told what fires: of all, of one metric, of one scope, or of both.

    ``address`` is a mail address or a URL. ``secret`` signs what a webhook gets. ``private`` lets it reach addresses of
    the own network. An empty metric means all of them, an empty dimension and desk all scopes.
    """

    channel = models.CharField(max_length=10, choices=Channel.choices)
    address = models.CharField(max_length=500)
    secret = models.CharField(max_length=100, blank=True)
    private = models.BooleanField(default=False)
    metric = models.CharField(max_length=60, blank=True)
    desk = models.CharField(max_length=120, blank=True)
    dimension = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    ended = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.channel} to {self.address}"

    @property
    def selection(self) -> Selection:
        """The scope that it is about."""
        return Selection(desk=self.desk, dimension=self.dimension, value=self.value)

    def is_about(self, obligation: Obligation) -> bool:
        """Whether it is told of this one."""
        watch = obligation.watch
        return (
            self.metric in ("", watch.metric)
            and self.desk in ("", watch.desk)
            and (not self.dimension or (self.dimension, self.value) == (watch.dimension, watch.value))
        )


class Progress(models.TextChoices):
    """How far a delivery is."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Given up"


class Delivery(models.Model):
    """One message to one subscription, word for word as it is sent, however often that is tried.

    ``next_at`` is when it is tried next; it is None once it is sent or given up.
    """

    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="deliveries")
    subject = models.CharField(max_length=200)
    body = models.TextField()
    at = models.DateTimeField()
    progress = models.CharField(max_length=10, choices=Progress.choices, default=Progress.WAITING)
    next_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        verbose_name_plural = "deliveries"

    def __str__(self) -> str:
        return f"{self.subject} by {self.subscription}"


class Attempt(models.Model):
    """One try at a delivery, and what the other side said."""

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    sent = models.BooleanField()
    said = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.said
