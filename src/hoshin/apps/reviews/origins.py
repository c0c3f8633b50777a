"""What of reviews can move a vision: closed reviews and their decisions, of the forums that somebody sees."""

from __future__ import annotations

from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews import access
from hoshin.apps.reviews.models import Decision, Review
from hoshin.reporting.wording import day

MANY = 40
"""So many of each are offered; older ones are named by their address."""


def reviews(person: Person) -> tuple[str, list[tuple[str, str]]]:
    """Closed reviews, the newest first."""
    found = Review.objects.filter(forum__in=access.forums(person), closed_at__isnull=False).select_related("forum")
    newest = found.order_by("-on", "-id")[:MANY]
    return "Review", [(f"{each.forum}, {day(each.on)}", reverse("reviews:review", args=[each.pk])) for each in newest]


def decisions(person: Person) -> tuple[str, list[tuple[str, str]]]:
    """Decisions, the newest first."""
    newest = Decision.objects.filter(forum__in=access.forums(person)).order_by("-on", "-id")[:MANY]
    return "Decision", [(each.title, reverse("reviews:decision", args=[each.pk])) for each in newest]
