"""Allocations: who works on what runs, quarter by quarter."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Team
from hoshin.apps.portfolios.models import Initiative


class Allocation(models.Model):
    """The people of a team, full time, in a quarter of an initiative: 0 is the one in which it starts.

    An approved plan writes them; whoever leads changes them since. Where the start moves, they move with it.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.CASCADE, related_name="allocations")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    people = models.FloatField()

    class Meta:
        ordering = ("team__name", "place")
        constraints = (
            models.UniqueConstraint(fields=("initiative", "team", "place"), name="one_allocation_a_team_and_quarter"),
        )

    def __str__(self) -> str:
        return f"{self.initiative}, {self.team} {self.place + 1}: {self.people:g}"
