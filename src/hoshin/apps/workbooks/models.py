"""Workbooks that wait to be confirmed."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person


class Stage(models.TextChoices):
    """How far a workbook is. ``REST``: what could be taken is written, and the rejected rows can still be fetched."""

    WAITING = "waiting", "waits to be confirmed"
    HANDED_OVER = "handed over", "is being written"
    REFUSED = "refused", "was not written"
    REST = "rest", "is written but for rejected rows"
    WRITTEN = "written", "is written"


class Workbook(models.Model):
    """A file with rows of direction that somebody gave and has still to confirm; only that person sees it.

    ``content`` is the file as it came: it goes with its row, so that none is left behind. The worker writes a large one
    as it was ``seen`` (the digest of its plan): ``step`` says what it does, since ``beat``, and ``said`` what came of
    it.
    """

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    stage = models.CharField(max_length=12, choices=Stage.choices, default=Stage.WAITING)
    seen = models.CharField(max_length=64, blank=True)
    step = models.CharField(max_length=200, blank=True)
    beat = models.DateTimeField(null=True)
    said = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name
