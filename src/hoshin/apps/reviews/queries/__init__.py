"""Reads of forums, reviews and what comes of them."""

from __future__ import annotations

from collections.abc import Iterable

from hoshin.apps.accounts.confidence import Eyes, Onlooker
from hoshin.apps.reviews.models import Forum
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective


def objectives_named(forums: Iterable[Forum]) -> dict[int, set[int]]:
    """The numbers of the objectives that each forum names, by its number; none where it answers for all."""
    found: dict[int, set[int]] = {each.pk: set() for each in forums}
    for forum, objective in Forum.objectives.through.objects.filter(forum__in=found).values_list("forum", "objective"):
        found[forum].add(objective)
    return found


def objectives_of(forum: Forum, onlooker: Onlooker = Eyes.EVERYBODY) -> list[Objective]:
    """The objectives that a forum answers for and that are seen: those it names, else all."""
    named = set(forum.objectives.values_list("pk", flat=True))
    return [each for each in strategy.objectives(onlooker) if not named or each.pk in named]
