"""Candidates: what might be begun, with what it is expected to bring and to take."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models.rounds import PlanningRound
from hoshin.apps.portfolios.models import Initiative


class Category(models.TextChoices):
    """What kind of initiative it is: past claims teach the next estimates by kind."""

    AUTOMATION = "automation", "Automation"
    KNOWLEDGE = "knowledge", "Knowledge and self-service"
    PROCESS = "process", "Practice and process"
    PLATFORM = "platform", "Platform and tools"
    PEOPLE = "people", "People and skills"
    COMPLIANCE = "compliance", "Compliance and risk"


class Candidate(models.Model):
    """Something that may be begun in a round.

    Benefit is money a quarter, cost money in all, probability in per cent; each as least, likeliest, most. Ratings go
    from 1 to 10. It takes ``quarters`` quarters, begins in ``earliest`` or later, is finished by the end of ``latest``
    (quarters of the round, the first being 1; None for any). ``mandatory`` is why it has to be in, or empty.
    ``reach`` counts the people who notice it in a quarter. ``version`` rises with every save.
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
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("title", "id")
        constraints = (models.UniqueConstraint(fields=("round", "title"), name="a_round_names_a_candidate_once"),)

    def __str__(self) -> str:
        return self.title


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
