"""Catchball: how a key result's target was negotiated, proposal by proposal, until both sides signed."""

from __future__ import annotations

from datetime import date

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.models.key_result import KeyResult


class Side(models.TextChoices):
    """The two sides of a catchball."""

    ASKING = "asking", "asks"
    ANSWERING = "answering", "answers"


class Catchball(models.Model):
    """One negotiation of a key result's target and date between who asks and who answers, to be closed ``until`` a day.

    It is open until both have signed the same proposal, or somebody takes it back (``withdrawn_at``, and why).
    """

    key_result = models.ForeignKey(KeyResult, on_delete=models.PROTECT, related_name="catchballs")
    asking = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answering = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    until = models.DateField()
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"catchball on {self.key_result}"

    def side(self, person: Person) -> Side | None:
        """On which side a person is; None for everybody else."""
        return next((side for side in Side if self.person_of(side).pk == person.pk), None)

    def person_of(self, side: str) -> Person:
        """Who speaks for a side: whoever took it over last, or who began."""
        taken = [each.person for each in self.take_overs.all() if each.side == side]
        return taken[-1] if taken else self.asking if side == Side.ASKING else self.answering

    @property
    def names(self) -> str:
        """The two who speak for the sides."""
        return " and ".join(self.person_of(side).name for side in Side)

    @property
    def latest(self) -> Proposal:
        """The proposal that lies on the table."""
        return list(self.proposals.all())[-1]

    @property
    def agreed(self) -> Proposal | None:
        """The proposal that both sides have signed; None before that."""
        return self.latest if len(self.latest.signatures.all()) == len(Side) else None

    @property
    def open(self) -> bool:
        """Whether it is still to be closed."""
        return self.withdrawn_at is None and self.agreed is None

    @property
    def turn(self) -> Side:
        """Whose turn it is: the side that has not answered the latest proposal, by words or by signature."""
        signed = {each.side for each in self.latest.signatures.all()}
        other = Side.ANSWERING if self.latest.side == Side.ASKING else Side.ASKING
        return Side(self.latest.side) if other in signed else other

    def days_left(self, today: date) -> int:
        """Until its time is over; below 0 it is."""
        return (self.until - today).days


class Proposal(models.Model):
    """One throw of the ball: a target and a date with their reason. Rows are added, never changed or removed.

    ``target`` is in the metric's unit, of a count per four weeks. ``forecast`` is the probability, 0 to 1, that was
    forecast for this target by this date when it was written, by ``generation``; None where there was no forecast, and
    ``evidence`` says in words what was forecast, or why nothing was.
    """

    catchball = models.ForeignKey(Catchball, on_delete=models.PROTECT, related_name="proposals")
    number = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    target = models.FloatField()
    due = models.DateField()
    reason = models.TextField("why this target")
    resources = models.TextField("what it takes", blank=True)
    forecast = models.FloatField(null=True)
    evidence = models.CharField(max_length=300, blank=True)
    generation = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ("catchball", "number")
        constraints = (
            models.UniqueConstraint(fields=("catchball", "number"), name="a_catchball_counts_its_proposals"),
        )

    def __str__(self) -> str:
        return f"proposal {self.number}"


class ProposalCapacity(models.Model):
    """What the plans said of a team's people in one quarter when a proposal was written.

    ``there`` and ``asked`` are people full time: how many there are for initiatives, and how many what is approved asks
    for. Rows are added, never changed or removed.
    """

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="capacities")
    team = models.CharField(max_length=120)
    quarter = models.CharField(max_length=10)
    there = models.FloatField()
    asked = models.FloatField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.team}, {self.quarter}: {self.asked:.3g} of {self.there:.3g}"

    @property
    def over(self) -> bool:
        """Whether more people are asked for than there are."""
        return self.asked > self.there


class TakeOver(models.Model):
    """Somebody else speaks for a side of a catchball from now on, and why. Rows are added, never changed or removed."""

    catchball = models.ForeignKey(Catchball, on_delete=models.PROTECT, related_name="take_overs")
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    why = models.CharField(max_length=300)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.person} {self.get_side_display()} in {self.catchball}"


class Signature(models.Model):
    """A side agrees to a proposal. Rows are added, never changed or removed."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        constraints = (models.UniqueConstraint(fields=("proposal", "side"), name="a_side_signs_a_proposal_once"),)

    def __str__(self) -> str:
        return f"{self.person} on {self.proposal}"
