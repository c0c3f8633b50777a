"""What of initiatives can move a vision: those that were sealed, and so have a verdict or will have one."""

from __future__ import annotations

from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import queries


def verdicts(person: Person) -> tuple[str, list[tuple[str, str]]]:
    """The sealed initiatives that a person sees, the newest first."""
    sealed = sorted(queries.sealed(person), key=lambda each: each.start, reverse=True)
    return "Verdict", [(each.title, reverse("portfolios:initiative", args=[each.slug])) for each in sealed]
