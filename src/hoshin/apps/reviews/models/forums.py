"""Forums: who meets, how often, about what, and who decides."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.strategy.models import Objective


class Forum(models.Model):
    """People who meet on a cadence to review and decide.

    ``rule`` is a recurrence rule of RFC 5545 without its beginning, which is ``first`` at ``time`` on the clocks of
    ``zone``; ``minutes`` is how long a meeting lasts. A confidential forum is seen by its members, its chair, its
    unit's head, administrators and auditors alone. Without ``objectives`` it answers for all of them. ``version``
    counts its changes.
    """

    name = models.CharField(max_length=120, unique=True)
    purpose = models.TextField()
    chair = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    rule = models.CharField(max_length=200)
    first = models.DateField()
    time = models.TimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    zone = models.CharField(max_length=80, default="UTC")
    room = models.CharField(max_length=200, blank=True)
    confidential = models.BooleanField(default=False)
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name="business unit"
    )
    objectives = models.ManyToManyField(Objective, blank=True, related_name="+")
    ended = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ForumMember(models.Model):
    """Somebody who belongs to a forum. Minutes and reminders go to ``address``, nowhere where it is empty."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    address = models.EmailField(blank=True)

    class Meta:
        ordering = ("person__name",)
        constraints = (models.UniqueConstraint(fields=("forum", "person"), name="one_seat_a_person"),)

    def __str__(self) -> str:
        return f"{self.person} in {self.forum}"


class DecisionRight(models.Model):
    """What a forum may decide, and who does: one person, or the forum together where it is None."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="rights")
    words = models.CharField(max_length=300)
    decides = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.words


class StandingItem(models.Model):
    """What is on the agenda of every meeting of a forum, in the order of ``place``."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="standing")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)

    class Meta:
        ordering = ("place", "id")

    def __str__(self) -> str:
        return self.title


class CalendarFeed(models.Model):
    """A person's own address of a forum's calendar. Whoever knows the secret reads it, so it can be made anew."""

    forum = models.ForeignKey(Forum, on_delete=models.CASCADE, related_name="feeds")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    secret = models.CharField(max_length=60, unique=True)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("forum", "person"), name="one_feed_a_person"),)

    def __str__(self) -> str:
        return f"{self.forum} for {self.person}"
