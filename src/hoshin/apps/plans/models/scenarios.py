"""Scenarios: plans that the worker works out from a round, side by side, and the one that is approved."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.plans.models.rounds import PlanningRound
from hoshin.apps.portfolios.models import Initiative
from hoshin.portfolio.value import Stance


class ScenarioState(models.TextChoices):
    """Where a scenario stands."""

    WAITING = "waiting", "Being worked out"
    DONE = "done", "Worked out"
    REFUSED = "refused", "Not possible"
    FAILED = "failed", "Stopped"


class Scenario(models.Model):
    """One way to plan a round: what it maximises, under which money, with how much capacity kept free.

    ``budget`` takes the place of the round's where it is given; ``reserve`` is the share of every team, in per cent,
    that stays free. The worker fills in the rest: money in the round's currency, as it was when ``question``, the
    SHA-256 of all that the plan depends on, was asked. No plan is worth more than ``bound``. ``ranked`` is what going
    down the list by score would bring, None where that leaves out what is mandatory.
    """

    round = models.ForeignKey(PlanningRound, on_delete=models.CASCADE, related_name="scenarios")
    title = models.CharField(max_length=80)
    stance = models.CharField(
        max_length=10,
        choices=((Stance.EXPECTED.value, "Expected benefit"), (Stance.CAUTIOUS.value, "Cautious benefit")),
        default=Stance.EXPECTED.value,
    )
    budget = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    reserve = models.PositiveSmallIntegerField(default=0)
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=ScenarioState.choices, default=ScenarioState.WAITING)
    why = models.TextField(blank=True)
    step = models.CharField(max_length=80, blank=True)
    beat = models.DateTimeField()
    question = models.CharField(max_length=64, blank=True)
    expected = models.FloatField(null=True)
    cautious = models.FloatField(null=True)
    value = models.FloatField(null=True)
    bound = models.FloatField(null=True)
    cost = models.FloatField(null=True)
    ranked = models.FloatField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("round", "title"), name="a_round_names_a_scenario_once"),)

    def __str__(self) -> str:
        return self.title

    @property
    def gap(self) -> float:
        """By which share of its value a better plan could be better at most; 0 where it is proven the best."""
        if not self.value or self.bound is None or self.bound <= self.value * (1 + 1e-6):
            return 0.0
        return (self.bound - self.value) / self.value


class ScenarioPlace(models.Model):
    """Where a candidate stands in a scenario: the quarter in which it begins, the first being 0, or None: left out.

    ``by_rank`` is where going down the list by score puts it. ``words`` say why it is in, or what it would need. Its
    title, quarters and figures are those of then; money in the round's currency.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="places")
    candidate = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    start = models.PositiveSmallIntegerField(null=True)
    by_rank = models.PositiveSmallIntegerField(null=True)
    quarters = models.PositiveSmallIntegerField()
    expected = models.FloatField()
    cost = models.FloatField()
    mandatory = models.CharField(max_length=200, blank=True)
    words = models.TextField(blank=True)

    class Meta:
        ordering = ("start", "title")

    def __str__(self) -> str:
        return self.title


class ScenarioLoad(models.Model):
    """The people that a scenario asks of a team in a quarter, and how many there are.

    One more person there would be worth ``least`` to ``most``; None where nobody worked it out.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="loads")
    team = models.CharField(max_length=120)
    quarter = models.PositiveSmallIntegerField()
    asked = models.FloatField()
    there = models.FloatField()
    least = models.FloatField(null=True)
    most = models.FloatField(null=True)

    class Meta:
        ordering = ("team", "quarter")

    def __str__(self) -> str:
        return f"{self.team} {self.quarter + 1}: {self.asked:g} of {self.there:g}"


class ScenarioCorrection(models.Model):
    """How much of a claim of one kind a scenario counted on, as it was known then: see ``learning.Correction``."""

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="corrections")
    category = models.CharField(max_length=20)
    n = models.PositiveSmallIntegerField()
    raw = models.FloatField(null=True)
    share = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.category}: {self.share:.0%}"


class Approval(models.Model):
    """Somebody decided that a scenario is the plan of its round. Rows are added, never changed: the newest holds."""

    scenario = models.ForeignKey(Scenario, on_delete=models.PROTECT, related_name="approvals")
    decision = models.TextField()
    on = models.DateField()
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.scenario} on {self.on}"


class PlannedInitiative(models.Model):
    """What an approval began: the initiative that it drafted or took over, and when it was to be worked on.

    ``start`` counts from the round's first quarter, 0. Rows are added, never changed; only ``initiative`` becomes None
    where the draft was discarded.
    """

    approval = models.ForeignKey(Approval, on_delete=models.PROTECT, related_name="planned")
    candidate = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    start = models.PositiveSmallIntegerField()
    quarters = models.PositiveSmallIntegerField()
    drafted = models.BooleanField()
    initiative = models.ForeignKey(Initiative, null=True, on_delete=models.SET_NULL, related_name="planned")

    class Meta:
        ordering = ("start", "title")
        constraints = (models.UniqueConstraint(fields=("approval", "candidate"), name="an_approval_plans_it_once"),)

    def __str__(self) -> str:
        return self.title
