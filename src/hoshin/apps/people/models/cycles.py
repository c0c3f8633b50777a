"""Evaluation cycles, evaluations, each step that was taken, and the evidence that lay before those who took them."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.machine import Act, Clock, Done, Stage, stage


class Rating(models.IntegerChoices):
    """How what was done compares with what was agreed."""

    FAR_BELOW = 1, "Far below what was agreed"
    BELOW = 2, "Below what was agreed"
    AS_AGREED = 3, "As agreed"
    ABOVE = 4, "Above what was agreed"
    FAR_ABOVE = 5, "Far above what was agreed"


class EvidenceKind(models.TextChoices):
    """All that can be evidence in an evaluation. Closed: a number of tickets is not among it, and never will be."""

    GOAL = "goal", "Goal"
    CHECK_IN = "check-in", "Check-in"
    RECOGNITION = "recognition", "Recognition"


class Cycle(models.Model):
    """A period that people are evaluated for, opened by human resources; ``self_by`` to ``final_by`` are its clocks."""

    title = models.CharField(max_length=120)
    first = models.DateField("from")
    last = models.DateField("to")
    self_by = models.DateField("self-evaluations until")
    manager_by = models.DateField("managers’ proposals until")
    calibration_on = models.DateField("calibration meeting on")
    final_by = models.DateField("final words until")
    appeal_days = models.PositiveSmallIntegerField(default=14)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-first", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def clock(self) -> Clock:
        """What the machine knows of its days."""
        return Clock(self.self_by, self.appeal_days)


class Evaluation(models.Model):
    """One person in one cycle, with the manager of the day on which it was opened. Its stage follows from its steps."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="evaluations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="evaluations")
    manager = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("person__name", "id")
        constraints = (models.UniqueConstraint(fields=("cycle", "person"), name="evaluated_once_in_a_cycle"),)

    def __str__(self) -> str:
        return f"evaluation {self.pk}"

    @property
    def done(self) -> list[Done]:
        """What was done so far, as the machine takes it."""
        return [Done(Act(each.act), each.on) for each in self.steps.all()]

    @property
    def stage(self) -> Stage:
        """What it waits for."""
        return stage(self.done)

    @property
    def rating(self) -> Rating | None:
        """The rating as it stands: that of the newest step that carries one."""
        rated = [each.rating for each in self.steps.all() if each.rating]
        return Rating(rated[-1]) if rated else None


class EvaluationStep(models.Model):
    """One act in an evaluation, with its words and, where it has one, the rating; only its words can be erased."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    act = models.CharField(max_length=12, choices=[(each.value, each.value) for each in Act])
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    words = models.TextField(blank=True)
    rating = models.PositiveSmallIntegerField(null=True, choices=Rating.choices)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("evaluation", "number"), name="one_step_a_number"),)

    def __str__(self) -> str:
        return f"{self.number}: {self.act}"


class EvidenceLine(models.Model):
    """One piece of evidence as it lay there when the final words were written; only its words can be erased."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind.choices)
    on = models.DateField()
    words = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind__in=EvidenceKind.values), name="evidence_is_of_a_known_kind"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.on}"
