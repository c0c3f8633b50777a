"""Ideas: what anybody proposes, before it is a candidate."""

from __future__ import annotations

from django.db import models

from hoshin.apps.accounts.models import Person
from hoshin.apps.plans.models.candidates import Candidate
from hoshin.apps.portfolios.models import Category


class Idea(models.Model):
    """What somebody would begin, and which trouble it would end.

    Open until a leader takes it into a round as ``candidate``, or says why not (``declined``). ``version`` rises with
    every save.
    """

    title = models.CharField(max_length=160)
    trouble = models.TextField()
    hope = models.TextField(blank=True)
    category = models.CharField(max_length=20, choices=Category.choices, default=Category.PROCESS)
    proposer = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="ideas")
    at = models.DateTimeField()
    candidate = models.OneToOneField(Candidate, null=True, on_delete=models.SET_NULL, related_name="idea")
    declined = models.TextField(blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-at", "-id")

    def __str__(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        """Whether nobody has answered it yet."""
        return self.candidate_id is None and not self.declined
