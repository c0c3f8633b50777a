"""Recognition with its reason, and who read what of a person."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.models.cycles import Evaluation
from hoshin.apps.portfolios.models import Initiative


class Recognition(models.Model):
    """Thanks to a person, for a behaviour that others can follow, for a proven result, or both; seen by all."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="recognitions")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    behaviour = models.CharField(max_length=160, blank=True)
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(behaviour="") | models.Q(initiative__isnull=False),
                name="recognition_has_its_ground",
            ),
        )

    def __str__(self) -> str:
        return f"{self.by} to {self.person}"


class Read(models.TextChoices):
    """What somebody else read of a person."""

    EVALUATION = "evaluation", "evaluation"
    SPREAD = "spread", "rating in the calibration meeting"
    GOAL = "goal", "personal goal"
    EXPORT = "export", "all that is kept"


class AccessLine(models.Model):
    """Somebody read what is kept of another person: one line for a reader, a thing and a day; never changed."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="access_lines")
    reader = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    read = models.CharField(max_length=12, choices=Read.choices)
    evaluation = models.ForeignKey(Evaluation, null=True, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        ordering = ("-on", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("evaluation", "person", "reader", "read", "on"),
                condition=models.Q(evaluation__isnull=False),
                name="an_evaluation_read_once_a_day",
            ),
            models.UniqueConstraint(
                fields=("person", "reader", "read", "on"),
                condition=models.Q(evaluation__isnull=True),
                name="read_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reader} read the {self.get_read_display()} of {self.person}"
