"""Sealing what an initiative claims."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import integrity, sealing
from hoshin.apps.portfolios.actions.refusals import NoScope, NotAClaim, TooLate
from hoshin.apps.portfolios.models import Claim, Initiative, Towards
from hoshin.impact.guardrail import harm
from hoshin.reporting.wording import day


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
