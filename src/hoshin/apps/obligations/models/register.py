"""What is watched, what fired, and how it was answered."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.obligations import clock
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.scorecards.selection import Selection
from hoshin.signals.control_chart import Meaning
from hoshin.signals.kind import Kind


class Deadline(models.Model):
    """How long the organisation gives itself to answer for a signal; one row at most."""

    working_days = models.PositiveSmallIntegerField(default=clock.USUAL)

    def __str__(self) -> str:
        return f"{self.working_days} working days"


class Origin(models.TextChoices):
    """Why a metric is watched in a scope."""

    USUAL = "usual", "is on the scorecard"
    TARGET = "target", "has a target"
    KEY_RESULT = "key result", "has a key result"
    ADDED = "added", "was added by a leader"


class Watch(models.Model):
    """A metric in a scope that is judged week by week, whenever new tickets are published.

    An empty desk means all real desks, an empty dimension the whole of them. ``judged_to`` is the last day judged,
    None where there has been no number to judge yet.
    """

    metric = models.CharField(max_length=60)
    desk = models.CharField(max_length=120, blank=True)
    dimension = models.CharField(max_length=40, blank=True)
    value = models.CharField(max_length=200, blank=True)
    origin = models.CharField(max_length=20, choices=Origin.choices)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    judged_to = models.DateField(null=True)
    ended = models.BooleanField(default=False)

    class Meta:
        ordering = ("id",)
        verbose_name_plural = "watches"
        constraints = (
            models.UniqueConstraint(
                fields=("metric", "desk", "dimension", "value"), name="one_watch_a_metric_and_scope"
            ),
        )

    def __str__(self) -> str:
        return f"{self.metric} {self.selection.words}".strip()

    @property
    def selection(self) -> Selection:
        """The scope as the scorecard takes it, by week."""
        return Selection(desk=self.desk, dimension=self.dimension, value=self.value)


class Threshold(models.Model):
    """What a watched number is to keep to, in the metric's unit; a bound that is None is open."""

    watch = models.OneToOneField(Watch, on_delete=models.CASCADE, related_name="threshold")
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.lower} to {self.upper}"


class Mute(models.Model):
    """A stretch of days in which a watch raises no alarm, both included, and why. It ends by itself, or is lifted."""

    watch = models.ForeignKey(Watch, on_delete=models.CASCADE, related_name="mutes")
    since = models.DateField()
    until = models.DateField()
    reason = models.CharField(max_length=300)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    lifted_on = models.DateField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"until {self.until}: {self.reason}"


class State(models.TextChoices):
    """Where an obligation stands. Overdue is derived: open, and its day has passed."""

    OPEN = "open", "Unexplained"
    EXPLAINED = "explained", "Explained"
    LINKED = "cause linked", "Cause linked"
    RESET = "baseline reset", "Baseline reset"
    HELD = "held back", "Held back"
    MUTED = "muted", "Muted"


SILENT = (State.HELD, State.MUTED)
"""States of what raised no alarm."""


class Obligation(models.Model):
    """One thing that fired, with a clock: somebody says what is behind it, by ``due``.

    It stands for a stretch of weeks from ``began`` (its first day) to ``newest_last``; the same stretch seen a week
    later is the same obligation. What was held back raised no alarm and has no clock; ``held`` says why. ``amount`` is
    that of the newest week, in ``unit``; ``bound`` the threshold or target that was crossed. ``opened_for`` is the
    first day of the week that was the newest one on ``opened_on``; None where nobody knows any more.
    """

    watch = models.ForeignKey(Watch, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in Kind])
    higher = models.BooleanField()
    meaning = models.CharField(max_length=20, choices=[(m.value, m.value) for m in Meaning])
    began = models.DateField()
    newest_first = models.DateField()
    newest_last = models.DateField()
    weeks = models.PositiveSmallIntegerField()
    words = models.TextField()
    bound = models.FloatField(null=True)
    amount = models.FloatField()
    n = models.PositiveIntegerField()
    unit = models.CharField(max_length=20)
    generation = models.CharField(max_length=40)
    definition = models.CharField(max_length=64)
    opened_on = models.DateField()
    opened_for = models.DateField(null=True)
    due = models.DateField(null=True)
    state = models.CharField(max_length=20, choices=State.choices, default=State.OPEN)
    held = models.CharField(max_length=300, blank=True)
    reminded = models.BooleanField(default=False)

    class Meta:
        ordering = ("-opened_on", "-id")
        constraints = (
            models.UniqueConstraint(fields=("watch", "kind", "higher", "began"), name="a_stretch_fires_once"),
        )
        # Every page counts what is open of what is still watched: the index alone tells it.
        indexes = (models.Index(fields=("state", "due", "watch"), name="obligations_by_state_and_day"),)

    def __str__(self) -> str:
        return f"{self.watch}: {self.words}"

    def is_overdue(self, today: date) -> bool:
        """Whether it should have been answered before ``today``."""
        return self.state == State.OPEN and self.due is not None and self.due < today


class Cause(models.TextChoices):
    """What an answer says is behind a signal."""

    EXPLANATION = "explanation", "An explanation"
    CHANGE = "change", "A change"
    INITIATIVE = "initiative", "An initiative"
    DATA_DEFECT = "data defect", "A defect of the data"
    SEASON = "season", "The season"
    NEW_LEVEL = "new level", "A new level: the baseline is reset"


ANSWERED = {
    Cause.EXPLANATION: State.EXPLAINED,
    Cause.CHANGE: State.LINKED,
    Cause.INITIATIVE: State.LINKED,
    Cause.DATA_DEFECT: State.LINKED,
    Cause.SEASON: State.LINKED,
    Cause.NEW_LEVEL: State.RESET,
}
"""The state to which each answer leads; a change that the log does not hold explains, and links nothing."""


class Answer(models.Model):
    """What somebody said is behind a signal. Rows are added, never changed or removed; the newest one holds.

    ``change`` is the number of a change, in the log or not. ``first`` and ``last`` are the days of a new baseline.
    """

    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="answers")
    cause = models.CharField(max_length=20, choices=Cause.choices)
    sentence = models.TextField()
    change = models.CharField(max_length=80, blank=True)
    initiative = models.ForeignKey(Initiative, null=True, on_delete=models.PROTECT, related_name="+")
    first = models.DateField(null=True)
    last = models.DateField(null=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.get_cause_display()}: {self.sentence}"


class Check(models.Model):
    """One look at all that is watched: when, at which generation, up to which day, and what came of it."""

    at = models.DateTimeField()
    generation = models.CharField(max_length=40)
    judged_to = models.DateField(null=True)
    watches = models.PositiveIntegerField()
    opened = models.PositiveIntegerField()
    held = models.PositiveIntegerField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.generation} at {self.at:%Y-%m-%d %H:%M}"
