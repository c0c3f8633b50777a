"""Writes of who works on what runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models import Allocation
from hoshin.apps.portfolios.models import Initiative


@transaction.atomic
def write_allocation(
    person: Person | None,
    initiative: Initiative,
    people: Mapping[Team, Sequence[float]],
    *,
    seen: Mapping[str, str] | None = None,
) -> None:
    """Say how many people of each team work on an initiative in its quarters, the first being that of its start.

    Raises Meanwhile where it is not any more what was ``seen`` (``allocated``).
    """
    Initiative.objects.select_for_update().get(pk=initiative.pk)
    before = allocated(initiative)
    if seen is not None and dict(seen) != before:
        said = "; ".join(f"{team}: {row}" for team, row in before.items()) or "nobody"
        raise Meanwhile(
            initiative.title,
            0,
            f"Somebody else said meanwhile who works on “{initiative.title}”: {said}. What you typed "
            "still stands here: compare, then save again.",
        )
    initiative.allocations.all().delete()
    Allocation.objects.bulk_create(
        Allocation(initiative=initiative, team=team, place=place, people=each)
        for team, row in people.items()
        for place, each in enumerate(row)
        if each > 0
    )
    after = allocated(initiative)
    if before != after:
        record(person, "said who works on an initiative", initiative.title, changes=changed(before, after))


def allocated(initiative: Initiative) -> dict[str, str]:
    """The people of each team, quarter by quarter, as people type them."""
    rows: dict[str, list[Allocation]] = {}
    for each in Allocation.objects.filter(initiative=initiative).select_related("team"):
        rows.setdefault(each.team.name, []).append(each)
    found = {}
    for team, row in rows.items():
        people = {each.place: each.people for each in row}
        found[team] = " ".join(f"{people.get(place, 0.0):g}" for place in range(max(people) + 1))
    return found
