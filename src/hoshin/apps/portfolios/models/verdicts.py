"""What the tickets said of a claim, and what its pictures are drawn from."""

from __future__ import annotations

from django.db import models

from hoshin.apps.portfolios.models.initiatives import Claim


class Verdict(models.Model):
    """What one generation of tickets said of a claim. Rows are added when a question is asked for the first time.

    All of it follows from claim and tickets and could be worked out again; it is kept so that pages are quick and so
    that people can read how a verdict came about. ``question`` is the SHA-256 of all that it depends on. ``as_of`` is
    the last day that was judged. Relative changes are shares of what would have been; absolute ones are in the
    metric's unit. ``reason`` says why it cannot be told; it is empty where it can. ``tickets`` were counted by the
    metric in the scope from the start to ``as_of``.

    ``guardrail`` is the key of the metric that must not get worse, where this is the verdict on one; ``months`` says
    how many months after the start it was read again. Of the verdict on the claim by all tickets they are empty and 0.
    """

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="verdicts")
    question = models.CharField(max_length=64, unique=True)
    generation = models.CharField(max_length=40)
    as_of = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    guardrail = models.CharField(max_length=60, blank=True)
    months = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=20)
    sentence = models.TextField()
    reason = models.CharField(max_length=200, blank=True)
    detail = models.TextField(blank=True)
    grain = models.CharField(max_length=10)
    p_value = models.FloatField(null=True)
    relative = models.FloatField(null=True)
    relative_low = models.FloatField(null=True)
    relative_high = models.FloatField(null=True)
    absolute = models.FloatField(null=True)
    absolute_low = models.FloatField(null=True)
    absolute_high = models.FloatField(null=True)
    tickets = models.PositiveIntegerField(default=0)
    estimator = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.kind} by generation {self.generation}"


class VerdictPeriod(models.Model):
    """One period of a verdict's chart: what was observed, what would have been, and the usual variation."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="periods")
    first = models.DateField()
    observed = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)

    class Meta:
        ordering = ("first",)

    def __str__(self) -> str:
        return f"{self.first}: {self.observed}"


class VerdictPlacebo(models.Model):
    """A relative change that was found at a time or in a group where nothing was started."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="placebos")
    change = models.FloatField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.change:+.0%}"


class VerdictGroup(models.Model):
    """One group of a roll-out that started: the relative change of all that started with it, None where unknown."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="groups")
    name = models.CharField(max_length=200)
    change = models.FloatField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class VerdictSince(models.Model):
    """The relative change of a roll-out's groups in one period since their own start; the first period is 0."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="since")
    period = models.PositiveSmallIntegerField()
    change = models.FloatField()

    class Meta:
        ordering = ("period",)

    def __str__(self) -> str:
        return f"{self.period}: {self.change:+.0%}"


class ComparisonGroup(models.Model):
    """A group outside the scope that a verdict compared with, or left out: then ``why`` is not empty."""

    verdict = models.ForeignKey(Verdict, on_delete=models.CASCADE, related_name="comparison_groups")
    name = models.CharField(max_length=200)
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name
