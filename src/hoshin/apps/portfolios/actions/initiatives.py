"""Writes of initiatives: drafting, changing, stopping, discarding."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import transaction
from django.utils.text import slugify

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.keeping import keep, told
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.portfolios.actions.refusals import NoScope, NotARollOut, Sealed
from hoshin.apps.portfolios.actions.starts import before_the_end, in_words, say_where
from hoshin.apps.portfolios.models import Claim, Initiative
from hoshin.apps.portfolios.queries.listing import OF_INITIATIVES
from hoshin.apps.strategy.models import KeyResult
from hoshin.eventlog.schema import DIMENSIONS
from hoshin.reporting.wording import day


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
    starts: Mapping[str, date] | None = None,
    unit: Unit | None = None,
    confidential: bool | None = None,
    named: Iterable[Person] = (),
    version: int | None = None,
    category: str | None = None,
) -> Initiative:
    """Draft an initiative, or change ``initiative`` as it was seen in ``version``.

    Without ``confidential``, unit and who may see it stay as they are.

    A draft of a plan may go on without values. A ``category`` of None leaves its kind as it is. With ``starts`` its
    values start one after the other, each on its day, and the first of these is the start; without, all start on
    ``start``. Raises Sealed where a sealed scope, start or end would change, NoScope, NotARollOut where ``starts``
    names other values, or a day after the end, and Meanwhile. An end that was open when the claim was sealed is set by
    ``stop``.
    """
    found = held(initiative, version) if initiative else Initiative(version=0)
    wanted = tuple(sorted(set(values)))
    unscoped = bool(found.pk) and not found.scope_values
    if dimension not in DIMENSIONS or dimension == "desk" or not (wanted or unscoped):
        raise NoScope(f"'{title}' has to act somewhere: name values of one dimension, such as two groups.")
    own = tuple(sorted(starts.items())) if starts else ()
    if own and tuple(value for value, _ in own) != wanted:
        raise NotARollOut(f"'{title}' starts one after the other: name a day for each of {', '.join(wanted)}.")
    before_the_end(title, own, end)
    start = min((on for _, on in own), default=start)
    if found.pk and found.sealed:
        before = (found.desk, found.dimension, found.scope_values, found.start, found.end, found.starts)
        if before != (desk, dimension, wanted, start, end, own):
            raise Sealed(
                f"The claim of '{found.title}' is sealed, so its scope, start and end stay as they are. "
                "Start a new initiative."
            )
    new = not found.pk
    was = {} if new else _told(Initiative.objects.get(pk=found.pk))
    found.slug = found.slug or _free_slug(title)
    found.title, found.description, found.owner, found.key_result = title, description, owner, key_result
    found.category = found.category if category is None else category
    found.desk, found.dimension, found.start, found.end = desk, dimension, start, end
    found.version += 1
    found.save()
    if confidential is not None:
        keep(person, found, unit=unit, confidential=confidential, named=named, belonging=OF_INITIATIVES)
    if (wanted, own) != (found.scope_values, found.starts):
        say_where(found, wanted, dict(own))
    if not new:
        stored = Initiative.objects.get(pk=found.pk)
        record(person, "changed an initiative", title, changes=changed(was, _told(stored)))
        return found
    in_turn = f", one after the other ({in_words(own)})" if own else ""
    detail = f"{dimension}: {', '.join(wanted)}; from {start}{f' to {end}' if end else ''}{in_turn}"
    record(person, "drafted an initiative", title, detail)
    return found


@transaction.atomic
def draft_planned(
    person: Person | None,
    *,
    title: str,
    description: str,
    owner: Person | None,
    category: str,
    start: date,
    plan: str,
) -> Initiative:
    """Draft what an approved ``plan`` begins.

    It does not say yet where it acts; until it does, nothing can be sealed.
    """
    found = Initiative.objects.create(
        slug=_free_slug(title),
        title=title,
        description=description,
        owner=owner,
        category=category,
        dimension="group",
        start=start,
    )
    record(person, "drafted an initiative", title, f"by the plan: {plan}; from {start}")
    return found


def _told(found: Initiative) -> dict[str, object]:
    return {
        "title": found.title,
        "description": found.description,
        "kind": found.get_category_display() or None,
        "owner": found.owner,
        "serves": found.key_result,
        "desk": found.desk,
        found.dimension: ", ".join(found.scope_values),
        "start": found.start,
        "end": found.end,
        "one after the other": in_words(found.starts) or None,
        **told(found),
    }


@transaction.atomic
def stop(person: Person, initiative: Initiative, *, end: date, today: date) -> None:
    """Say that an initiative ends. Raises Sealed where its end stands already, or would be set in the past.

    The verdict counts the time up to the end, so the end must not be chosen by how the verdict looks without it.
    """
    found = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if found.end:
        raise Sealed(f"'{found.title}' ends on {day(found.end)}, and that stays.")
    if end < today or end < found.start:
        raise Sealed(
            f"'{found.title}' cannot end on {day(end)}: choose today or a later day, not before its start. A verdict "
            "counts the time up to the end, and no end may be chosen by how the numbers looked afterwards."
        )
    found.end, found.version = end, found.version + 1
    found.save(update_fields=["end", "version"])
    record(person, "stopped an initiative", found.title, changes=changed({"end": None}, {"end": end}))


@transaction.atomic
def discard(person: Person, initiative: Initiative) -> None:
    """Remove a draft. Raises Sealed for all others."""
    if Claim.objects.filter(initiative=initiative).exists():
        raise Sealed(f"The claim of '{initiative.title}' is sealed, so it stays, whatever came of it.")
    if initiative.check_ins.exists():
        raise Sealed(f"“{initiative.title}” was spoken of while it ran, so it stays: say that it is done, or stop it.")
    record(person, "discarded a draft", initiative.title, initiative.description)
    initiative.delete()


def _free_slug(title: str) -> str:
    """A short name that nobody has yet. ``new`` is the address of a form."""
    stem = slugify(title)[:70].strip("-") or "initiative"
    taken = {"new", *Initiative.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if slug not in taken)
