"""Candidates: what might be begun, with what it is expected to bring and to take."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models.rounds import PlanningRound
from hoshin.apps.portfolios.models import Category, Initiative


class Undertaking(models.Model):
    """Candidates that are the phases of one thing, done in their order; with ``whole`` all of them or none.

    ``version`` rises with every save.
    """

    round = models.ForeignKey(PlanningRound, on_delete=models.CASCADE, related_name="undertakings")
    name = models.CharField(max_length=120)
    whole = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("name", "id")
        constraints = (models.UniqueConstraint(fields=("round", "name"), name="a_round_names_an_undertaking_once"),)

    def __str__(self) -> str:
        return self.name


class Candidate(models.Model):
    """Something that may be begun in a round.

    Benefit is money a quarter, cost money in all, probability in per cent; each as least, likeliest, most. Ratings go
    from 1 to 10. It takes ``quarters`` quarters, begins in ``earliest`` or later, is finished by the end of ``latest``
    (quarters of the round, the first being 1; None for any). ``mandatory`` is why it has to be in, or empty.
    ``reach`` counts the people who notice it in a quarter. ``phase`` is its place in its ``undertaking``, from 1.
    ``version`` rises with every save.
    """

    round = models.ForeignKey(PlanningRound, on_delete=models.CASCADE, related_name="candidates")
    title = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    category = models.CharField(max_length=20, choices=Category.choices, default=Category.PROCESS)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    initiative = models.ForeignKey(Initiative, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    quarters = models.PositiveSmallIntegerField(default=1)
    benefit_low = models.FloatField(default=0)
    benefit_likely = models.FloatField(default=0)
    benefit_high = models.FloatField(default=0)
    probability_low = models.FloatField(default=50)
    probability_likely = models.FloatField(default=70)
    probability_high = models.FloatField(default=90)
    cost_low = models.FloatField(default=0)
    cost_likely = models.FloatField(default=0)
    cost_high = models.FloatField(default=0)
    impact = models.FloatField(default=5)
    feasibility = models.FloatField(default=5)
    urgency = models.FloatField(default=5)
    risk_reduction = models.FloatField(default=1)
    reach = models.PositiveIntegerField(default=0)
    earliest = models.PositiveSmallIntegerField(null=True, blank=True)
    latest = models.PositiveSmallIntegerField(null=True, blank=True)
    mandatory = models.CharField(max_length=200, blank=True)
    undertaking = models.ForeignKey(
        Undertaking, null=True, blank=True, on_delete=models.SET_NULL, related_name="members"
    )
    phase = models.PositiveSmallIntegerField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("title", "id")
        constraints = (models.UniqueConstraint(fields=("round", "title"), name="a_round_names_a_candidate_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def estimated(self) -> bool:
        """Whether somebody said what it brings and what it takes."""
        brings = self.benefit_high > 0 or bool(self.mandatory)
        return brings and (self.cost_high > 0 or bool(self.efforts.all()))


class CandidateEffort(models.Model):
    """The people, full time, that a candidate asks of a team in one of its quarters, the first being 0."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="efforts")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    quarter = models.PositiveSmallIntegerField()
    low = models.FloatField()
    likely = models.FloatField()
    high = models.FloatField()

    class Meta:
        ordering = ("team__name", "quarter")
        constraints = (
            models.UniqueConstraint(fields=("candidate", "team", "quarter"), name="one_effort_a_team_and_quarter"),
        )

    def __str__(self) -> str:
        return f"{self.team} {self.quarter + 1}: {self.likely:g}"


class TieKind(models.TextChoices):
    """How two candidates are tied."""

    NEEDS = "needs", "needs first"
    EXCLUDES = "excludes", "excludes"


class Tie(models.Model):
    """``candidate`` begins only when ``other`` is finished, or cannot be in beside it."""

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="ties")
    other = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="tied")
    kind = models.CharField(max_length=10, choices=TieKind.choices)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("candidate", "other", "kind"), name="a_tie_is_said_once"),)

    def __str__(self) -> str:
        return f"{self.candidate} {self.get_kind_display()} {self.other}"
