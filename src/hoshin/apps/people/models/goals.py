"""Goals of teams and people: each version of their terms, and who signed it."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.strategy.models import Objective


class Cadence(models.IntegerChoices):
    """How often a goal is checked in on, in days."""

    WEEKLY = 7, "Every week"
    FORTNIGHTLY = 14, "Every two weeks"
    MONTHLY = 28, "Every four weeks"


class Outcome(models.TextChoices):
    """How a goal ended."""

    OPEN = "", "Open"
    REACHED = "reached", "Reached"
    MISSED = "missed", "Not reached"
    DROPPED = "dropped", "Dropped"


class Goal(models.Model):
    """What a person or a team wants to reach; what it says stands in its terms.

    ``person`` answers for it. With a team it is the team's goal, which everybody sees; without one it is personal, and
    seen by the person, the manager and human resources unless it is ``shared``. It hangs below an objective or below
    another goal, or below neither. ``version`` counts its terms: whoever answers an older version is told.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="goals")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="goals")
    objective = models.ForeignKey(Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="goals")
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children")
    shared = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN, blank=True)
    closed_on = models.DateField(null=True)
    closing = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(objective__isnull=True) | models.Q(parent__isnull=True),
                name="a_goal_hangs_below_one_thing",
            ),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True, outcome="") | models.Q(closed_on__isnull=False),
                name="an_outcome_has_its_day",
            ),
        )

    def __str__(self) -> str:
        return f"goal {self.pk}"

    @property
    def newest(self) -> Terms:
        """The terms that were proposed last."""
        return list(self.terms.all())[-1]

    @property
    def in_force(self) -> Terms | None:
        """The newest terms that both sides have signed; None where there are none."""
        return next((each for each in reversed(self.terms.all()) if each.is_agreed), None)

    @property
    def shown(self) -> Terms:
        """What the goal says to readers: the terms in force, or those that were proposed last."""
        return self.in_force or self.newest

    def sides_of(self, person: Person) -> frozenset[str]:
        """For which sides a person speaks: for the one who answers for it, or for the manager of that one."""
        found = set()
        if person.pk == self.person_id:
            found.add(Side.PERSON.value)
        if person.pk == self.person.manager_id:
            found.add(Side.MANAGER.value)
        return frozenset(found)


class Terms(models.Model):
    """One version of what a goal says: proposed by one side, countered by the other, never changed.

    It is measured by a metric in a scope of services (``metric``, ``desk``, ``baseline``, ``target``: amounts in the
    metric's unit, counts per four weeks), or by words: then ``done_when`` says when it is done. ``reason`` says why an
    earlier version was not accepted. ``cadence`` is in days.
    """

    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="terms")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    done_when = models.TextField(blank=True)
    metric = models.CharField(max_length=60, blank=True)
    desk = models.CharField(max_length=120, blank=True)
    baseline = models.FloatField(null=True)
    target = models.FloatField(null=True)
    definition = models.CharField(max_length=64, blank=True)
    first = models.DateField("from")
    last = models.DateField("to")
    cadence = models.PositiveSmallIntegerField(choices=Cadence.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        verbose_name_plural = "terms"
        constraints = (models.UniqueConstraint(fields=("goal", "number"), name="one_version_a_number"),)

    def __str__(self) -> str:
        return self.title

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The scope as filters of a query."""
        pairs = [("desk", self.desk)] if self.desk else []
        return (*pairs, *((each.dimension, each.value) for each in self.scope.all()))

    @property
    def sides(self) -> frozenset[str]:
        """Which sides have signed this version."""
        return frozenset(each.side for each in self.signatures.all())

    @property
    def is_agreed(self) -> bool:
        """Whether both sides have signed this version."""
        return len(self.sides) == len(Side)


class TermsScope(models.Model):
    """One value of a dimension of services to which a goal's metric is narrowed."""

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="scope")
    dimension = models.CharField(max_length=40)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}"


class Side(models.TextChoices):
    """The two sides of a goal."""

    PERSON = "person", "Person"
    MANAGER = "manager", "Manager"


class Signature(models.Model):
    """One side's agreement to one version of a goal's terms; never changed or removed."""

    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("terms", "side"), name="each_side_signs_once"),)

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.person}"
