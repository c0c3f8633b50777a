"""Issued board packs: who issued which edition, from what, and how far it is."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person


class State(models.TextChoices):
    """Where an edition stands."""

    WAITING = "waiting", "Being made"
    ISSUED = "issued", "Issued"
    FAILED = "failed", "Failed"


class Edition(models.Model):
    """One issue of the board pack. Its files and numbers lie in ``home.packs`` and never change."""

    title = models.CharField(max_length=160)
    desk = models.CharField(max_length=120, blank=True)
    as_of = models.DateField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    number = models.PositiveIntegerField(null=True, unique=True)
    snapshot = models.CharField("hash of the snapshot", max_length=64, blank=True)
    generation = models.CharField(max_length=40, blank=True)
    error = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.title} ({self.number or 'not issued'})"
