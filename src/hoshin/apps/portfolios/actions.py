"""Writes of initiatives and claims."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.text import slugify

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import integrity, sealing
from hoshin.apps.portfolios.models import Claim, Draw, Initiative, InitiativeValue, Priced, Rate, Towards
from hoshin.apps.strategy.models import KeyResult
from hoshin.eventlog.refused import Refused
from hoshin.eventlog.schema import DIMENSIONS
from hoshin.impact.guardrail import harm
from hoshin.reporting.wording import day


class Sealed(Refused):
    """Scope, start and end of an initiative cannot change once its claim is sealed."""


class TooLate(Refused):
    """A claim is sealed before the start, or not at all."""


class NotAClaim(Refused):
    """The claim names no change that could be checked."""


class NotARate(Refused):
    """The rate prices nothing."""


class NotARollOut(Refused):
    """The groups cannot start one after the other in this way."""


class NoScope(Refused):
    """The initiative does not say where it acts."""


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
) -> Initiative:
    """Draft an initiative, or change ``initiative``.

    With ``starts`` its values start one after the other, each on its day, and the first of these is the start; without,
    all start on ``start``. Raises Sealed where a sealed scope, start or end would change, NoScope, and NotARollOut
    where ``starts`` names other values, or a day after the end. An end that was open when the claim was
    sealed is set by ``stop``.
    """
    found = Initiative.objects.select_for_update().get(pk=initiative.pk) if initiative else Initiative()
    wanted = tuple(sorted(set(values)))
    if dimension not in DIMENSIONS or dimension == "desk" or not wanted:
        raise NoScope(f"'{title}' has to act somewhere: name values of one dimension, such as two groups.")
    own = tuple(sorted(starts.items())) if starts else ()
    if own and tuple(value for value, _ in own) != wanted:
        raise NotARollOut(f"'{title}' starts one after the other: name a day for each of {', '.join(wanted)}.")
    _before_the_end(title, own, end)
    start = min((on for _, on in own), default=start)
    if found.pk and found.sealed:
        before = (found.desk, found.dimension, found.scope_values, found.start, found.end, found.starts)
        if before != (desk, dimension, wanted, start, end, own):
            raise Sealed(
                f"The claim of '{found.title}' is sealed, so its scope, start and end stay as they are. "
                "Start a new initiative."
            )
    new = not found.pk
    found.slug = found.slug or _free_slug(title)
    found.title, found.description, found.owner, found.key_result = title, description, owner, key_result
    found.desk, found.dimension, found.start, found.end = desk, dimension, start, end
    found.save()
    if (wanted, own) != (found.scope_values, found.starts):
        _say_where(found, wanted, dict(own))
    in_turn = f", one after the other ({_in_turn(own)})" if own else ""
    detail = f"{dimension}: {', '.join(wanted)}; from {start}{f' to {end}' if end else ''}{in_turn}"
    record(person, "drafted an initiative" if new else "changed an initiative", title, detail)
    return found


def _say_where(found: Initiative, values: Iterable[str], starts: Mapping[str, date]) -> None:
    found.values.all().delete()
    InitiativeValue.objects.bulk_create(
        InitiativeValue(initiative=found, value=value, start=starts.get(value)) for value in values
    )


def _before_the_end(title: str, starts: Iterable[tuple[str, date]], end: date | None) -> None:
    late = [f"{value} on {day(on)}" for value, on in starts if end and on >= end]
    if end and late:
        raise NotARollOut(f"'{title}' ends on {day(end)}, before all have started: {', '.join(late)}.")


def _in_turn(starts: Iterable[tuple[str, date]]) -> str:
    return ", ".join(f"{value} {on}" for value, on in sorted(starts, key=lambda each: (each[1], each[0])))


@transaction.atomic
def plan_starts(person: Person | None, initiative: Initiative, starts: Mapping[str, date]) -> Initiative:
    """Have the values of a draft start one after the other, each on its day.

    Raises Sealed, and NotARollOut where not every value has a day or all have the same.
    """
    found = _draft(initiative)
    if set(starts) != set(found.scope_values):
        raise NotARollOut(f"Name a day for each of {', '.join(found.scope_values)}, and for nothing else.")
    if len(set(starts.values())) < 2:
        raise NotARollOut(
            f"All of '{found.title}' would start on one day. Choose another day for some, or let all start together."
        )
    _set_starts(found, tuple(starts.items()))
    record(person, "planned who starts when", found.title, _in_turn(starts.items()))
    return found


@transaction.atomic
def draw_starts(
    person: Person | None, initiative: Initiative, *, first: date, weeks: int, waves: int, now: datetime
) -> Draw:
    """Draw by lot who of a draft starts when: in so many waves, so many weeks apart, the first on ``first``.

    The seed is made here, so that nobody can choose it. Each draw stays, with its seed, in the audit trail and with the
    initiative, so that everybody sees how often it was drawn. Raises Sealed and NotARollOut.
    """
    found = _draft(initiative)
    many = len(found.scope_values)
    if not 2 <= waves <= many:
        raise NotARollOut(f"'{found.title}' has {many} to start, in {waves} waves: choose from 2 to {many} waves.")
    if weeks < 1:
        raise NotARollOut("From one start to the next it takes at least one week.")
    if first.weekday() or first <= now.date():
        raise NotARollOut(f"{day(first)} cannot be the first start: choose a Monday after today.")
    drawn = Draw.objects.create(
        initiative=found,
        seed=secrets.token_hex(16),
        first=first,
        weeks=weeks,
        waves=waves,
        person=person,
        at=now.astimezone(UTC).replace(microsecond=0),
    )
    order = drawn.order(found.scope_values)
    _set_starts(found, order)
    times = Draw.objects.filter(initiative=found).count()
    again = f"draw {times}; " if times > 1 else ""
    record(person, "drew who starts when", found.title, f"{again}seed: {drawn.seed}; {_in_turn(order)}")
    return drawn


def _draft(initiative: Initiative) -> Initiative:
    """The initiative as it is stored, to be changed. Raises Sealed."""
    found = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if found.sealed:
        raise Sealed(f"The claim of '{found.title}' is sealed, so who starts when stays as it is.")
    return found


def _set_starts(found: Initiative, starts: tuple[tuple[str, date], ...]) -> None:
    _before_the_end(found.title, starts, found.end)
    found.start = min(on for _, on in starts)
    found.save(update_fields=["start"])
    _say_where(found, [value for value, _ in starts], dict(starts))


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
    found.end = end
    found.save(update_fields=["end"])
    record(person, "stopped an initiative", found.title, f"end: {end}")


@transaction.atomic
def discard(person: Person, initiative: Initiative) -> None:
    """Remove a draft. Raises Sealed for all others."""
    if Claim.objects.filter(initiative=initiative).exists():
        raise Sealed(f"The claim of '{initiative.title}' is sealed, so it stays, whatever came of it.")
    record(person, "discarded a draft", initiative.title, initiative.description)
    initiative.delete()


def _free_slug(title: str) -> str:
    """A short name that nobody has yet. ``new`` is the address of a form."""
    stem = slugify(title)[:70].strip("-") or "initiative"
    taken = {"new", *Initiative.objects.filter(slug__startswith=stem).values_list("slug", flat=True)}
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
    guardrails: Iterable[str] = (),
    design: Iterable[tuple[str, str]] = (),
    demonstration: bool = False,
) -> Claim:
    """Seal what the initiative claims, or supersede the claim that holds. Raises TooLate from the start day on.

    The metric's counter-metrics are guardrails, and so are the metrics named in ``guardrails``. ``design`` is how the
    claim will be judged, as names and values of ``sealing.DESIGN``.

    ``now`` is when; only demonstration data may carry another time than the present, and says so for ever.
    """
    found = Initiative.objects.select_for_update().get(pk=initiative.pk)
    if now.astimezone(UTC).date() >= found.start:
        raise TooLate(
            f"'{found.title}' starts on {day(found.start)}: a claim is sealed on the day before at the latest. "
            "What is claimed afterwards would be a description."
        )
    if not 0 < size < 10:
        raise NotAClaim(f"The claimed change is {size:.0%}: it has to lie above 0 and below 1000 %.")
    if not found.scope_values:
        raise NoScope(f"'{found.title}' does not say where it acts, so nothing could be compared.")
    before = Claim.objects.filter(initiative=found).order_by("id").last()
    catalogue = definitions.catalogue()
    measured = catalogue.metric(metric)
    claim = Claim(
        initiative=found,
        supersedes=before,
        metric=measured.key,
        towards=Towards(towards),
        size=size,
        person=person,
        at=now.astimezone(UTC).replace(microsecond=0),
        demonstration=demonstration,
    )
    guarded = {each.key: each for each in map(catalogue.metric, guardrails)}
    aimless = [each.title for each in guarded.values() if harm(each) is None]
    if aimless:
        raise NotAClaim(f"{', '.join(aimless)}: neither more nor less of it is worse, so it cannot be a guardrail.")
    guarded |= {key: catalogue.metric(key) for key in integrity.counter_metrics(measured, catalogue)}
    guarded.pop(measured.key, None)
    sealed = [(each.key, each.digest) for each in guarded.values()]
    claim.text = integrity.words(found, claim, measured.digest, sealed, design)
    claim.seal = sealing.seal(claim.text)
    claim.save(force_insert=True)
    record(person, "superseded a claim" if before else "sealed a claim", found.title, f"seal: {claim.seal}")
    return claim


@transaction.atomic
def add_rate(
    person: Person | None,
    *,
    priced: str,
    amount: Decimal,
    currency: str,
    first: date,
    owner: Person,
    basis: str,
    now: datetime,
    last: date | None = None,
) -> Rate:
    """Say what one of something costs from ``first`` on. An earlier rate of the same kind stays readable.

    Raises NotARate where it is not above 0, ends before it begins, or is in another currency than the others: amounts
    of two currencies cannot be added up.
    """
    if amount <= 0:
        raise NotARate(f"The amount is {amount}: it has to lie above 0.")
    if last and last < first:
        raise NotARate(f"It would end on {day(last)}, before it begins on {day(first)}.")
    code = currency.strip().upper()
    if len(code) != 3 or not code.isalpha():
        raise NotARate(f"'{currency}' is no currency: write its three letters, such as EUR.")
    other = Rate.objects.exclude(currency=code).first()
    if other:
        raise NotARate(f"The other rates are in {other.currency}: amounts in {code} could not be added to them.")
    rate = Rate.objects.create(
        priced=Priced(priced),
        amount=amount,
        currency=code,
        first=first,
        last=last,
        owner=owner,
        basis=basis,
        person=person,
        at=now,
    )
    record(person, "added a rate", rate.get_priced_display(), f"{amount} {code} from {first}; {owner.name} answers")
    return rate
