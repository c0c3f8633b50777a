"""How often verdicts would be wrong here: what was asked, and what came of it."""

from __future__ import annotations

from django.db import models


class CheckState(models.TextChoices):
    """Where an error check stands."""

    WAITING = "waiting", "Being worked out"
    DONE = "done", "Worked out"
    REFUSED = "refused", "Cannot be worked out"
    FAILED = "failed", "Stopped"


class ErrorCheck(models.Model):
    """How often verdicts on a metric would be wrong on a desk: asked for, worked out by the worker, and kept.

    The first three fields say what is asked; ``desk`` is empty for all real desks. ``question`` is the SHA-256 of all
    that the answer depends on, so a kept answer is never out of date: new tickets are another question.
    ``definition`` is the hash of the metric's definition. ``done`` of ``most`` starts were judged when the worker last
    gave a sign of life, at ``beat``. ``why`` says why it is refused, or failed.

    Of ``judged`` starts at which nothing was begun, ``called`` were called an effect, ``before_after`` by comparing
    before with after; ``apart`` is how many separate starts they are worth. ``found`` is all of it as JSON (see
    ``error_checks.Found``), kept of the newest answer alone.
    """

    metric = models.CharField(max_length=60)
    dimension = models.CharField(max_length=40)
    desk = models.CharField(max_length=120, blank=True)
    question = models.CharField(max_length=64, unique=True)
    definition = models.CharField(max_length=64)
    generation = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=CheckState.choices, default=CheckState.WAITING)
    at = models.DateTimeField(auto_now_add=True)
    beat = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    most = models.PositiveIntegerField(default=0)
    why = models.TextField(blank=True)
    judged = models.PositiveIntegerField(default=0)
    called = models.PositiveIntegerField(default=0)
    before_after = models.PositiveIntegerField(default=0)
    apart = models.PositiveIntegerField(default=0)
    found = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("metric", "dimension", "desk"), name="checks_of_one_subject"),)

    def __str__(self) -> str:
        return f"{self.metric} by {self.dimension}: {self.get_state_display()}"
