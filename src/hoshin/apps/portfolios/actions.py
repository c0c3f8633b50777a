"""Writes of initiatives and claims."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils.text import slugify

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import sealing
from hoshin.apps.portfolios.models import Claim, Initiative, InitiativeValue, Towards
from hoshin.apps.strategy.models import KeyResult
from hoshin.eventlog.refused import Refused
from hoshin.metrics.registry import metric as metric_named


class Sealed(Refused):
    """Scope and start of an initiative cannot change once its claim is sealed."""


class TooLate(Refused):
    """A claim is sealed before the start, or not at all."""


class NotAClaim(Refused):
    """The claim names no change that could be checked."""


@transaction.atomic
def write_initiative(
    person: Person | None,
    *,
    title: str,
    description: str,
    owner: Person | None,
    dimension: str,
    values: Iterable[str],
    start: date,
    end: date | None = None,
    desk: str = "",
    key_result: KeyResult | None = None,
    initiative: Initiative | None = None,
) -> Initiative:
    """Draft an initiative, or change ``initiative``. Raises Sealed where a sealed scope or start would change."""
    found, new = initiative or Initiative(slug=_free_slug(title)), initiative is None
    wanted = tuple(sorted(set(values)))
    fixed = (desk, dimension, start, wanted)
    if initiative and initiative.sealed and fixed != (found.desk, found.dimension, found.start, found.scope_values):
        raise Sealed(
            f"The claim of '{found.title}' is sealed, so its scope and start stay as they are. Start a new initiative."
        )
    found.title, found.description, found.owner, found.key_result, found.end = (
        title,
        description,
        owner,
        key_result,
        end,
    )
    if new or not found.sealed:
        found.desk, found.dimension, found.start = desk, dimension, start
        found.save()
        found.values.all().delete()
        InitiativeValue.objects.bulk_create(InitiativeValue(initiative=found, value=value) for value in wanted)
    else:
        found.save(update_fields=["title", "description", "owner", "key_result", "end"])
    record(
        person, "drafted an initiative" if new else "changed an initiative", title, f"{dimension}: {', '.join(wanted)}"
    )
    return found


def _free_slug(title: str) -> str:
    """A short name that nobody has yet."""
    stem = slugify(title)[:70] or "initiative"
    taken = set(Initiative.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if slug not in taken)


@transaction.atomic
def seal(
    person: Person | None,
    initiative: Initiative,
    *,
    metric: str,
    towards: str,
    size: float,
    now: datetime,
    demonstration: bool = False,
) -> Claim:
    """Seal what the initiative claims, or supersede the claim that holds. Raises TooLate from the start day on.

    ``now`` is when; only demonstration data may carry another time than the present, and says so for ever.
    """
    if now.date() >= initiative.start:
        raise TooLate(
            f"'{initiative.title}' starts on {initiative.start}: a claim is sealed on the day before at the latest. "
            "What is claimed afterwards would be a description."
        )
    if not 0 < size < 10:
        raise NotAClaim(f"The claimed change is {size:.0%}: it has to lie above 0 and below 1000 %.")
    before = Claim.objects.filter(initiative=initiative).order_by("id").last()
    at = now.astimezone(UTC).replace(microsecond=0)
    words = sealing.text(
        initiative=initiative.slug,
        desk=initiative.desk,
        dimension=initiative.dimension,
        values=[each.value for each in initiative.values.all()],
        start=initiative.start,
        metric=metric,
        definition=metric_named(metric).digest,
        towards=Towards(towards).value,
        size=size,
        person=person.username if person else "",
        at=at,
        supersedes=before.seal if before else "",
    )
    claim = Claim.objects.create(
        initiative=initiative,
        supersedes=before,
        metric=metric,
        towards=towards,
        size=size,
        person=person,
        at=at,
        demonstration=demonstration,
        text=words,
        seal=sealing.seal(words),
    )
    record(person, "superseded a claim" if before else "sealed a claim", initiative.title, f"seal: {claim.seal}")
    return claim
