"""Files brought in by people, saved mappings, and the record of every import."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from hoshin.apps.accounts.models import Person


class SavedMapping(models.Model):
    """A mapping that somebody wants to use again, kept as the text of its file."""

    name = models.CharField(max_length=120, unique=True)
    desk = models.CharField(max_length=120)
    text = models.TextField()
    saved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Upload(models.Model):
    """A file given to the browser, kept under a name of ours in ``home.uploads`` until it is imported or discarded."""

    name = models.CharField(max_length=200)
    stored = models.CharField(max_length=100, unique=True)
    size = models.BigIntegerField()
    mapping = models.TextField(blank=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return self.name


class State(models.TextChoices):
    """Where an import stands. A run moves only downwards, but for one whose worker died: that one waits again."""

    WAITING = "waiting", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    REFUSED = "refused", "Refused"
    FAILED = "failed", "Failed"


class ImportRun(models.Model):
    """One import of one file, from the browser or from the command line: who, what, how far, and how it ended."""

    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    upload = models.ForeignKey(Upload, null=True, on_delete=models.SET_NULL, related_name="runs")
    file = models.CharField(max_length=200)
    desk = models.CharField(max_length=120)
    mapping = models.TextField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    task = models.CharField(max_length=40, blank=True)

    stage = models.CharField(max_length=60, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    bytes_done = models.BigIntegerField(default=0)
    bytes_total = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    rate = models.FloatField(default=0.0)
    seconds_left = models.FloatField(null=True)

    generation_before = models.CharField(max_length=40, blank=True)
    changed = models.BooleanField(null=True)
    batch = models.PositiveIntegerField(null=True)
    generation = models.CharField(max_length=40, blank=True)
    rejected = models.BigIntegerField(default=0)
    tickets = models.BigIntegerField(default=0)
    added = models.BigIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-id",)
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["state", "heartbeat"], name="sources_run_alive")]

    def __str__(self) -> str:
        return f"{self.file} ({self.get_state_display()})"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state in {State.DONE, State.REFUSED, State.FAILED}

    @property
    def percent(self) -> int:
        """How much of the present stage is done, 0 to 100."""
        return min(100, 100 * self.bytes_done // self.bytes_total) if self.bytes_total else 0
