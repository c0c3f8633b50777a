"""Workbooks that wait to be confirmed."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person


class Workbook(models.Model):
    """A file with rows of direction that somebody gave and has still to confirm; only that person sees it.

    ``content`` is the file as it came: it goes with its row, so that none is left behind.
    """

    name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name
