"""Writes of targets and chosen baselines."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.models import Person
from hoshin.apps.scorecards.models import Baseline, Target


@transaction.atomic
def set_target(
    person: Person | None, metric: str, amount: float | None, *, desk: str = "", dimension: str = "", value: str = ""
) -> None:
    """Set, change or (with None) remove the target of a metric in a scope; ``amount`` in the metric's unit."""
    scope = {"metric": metric, "desk": desk, "dimension": dimension, "value": value}
    before = Target.objects.filter(**scope).first()
    if amount is None:
        Target.objects.filter(**scope).delete()
    else:
        Target.objects.update_or_create(
            metric=metric, desk=desk, dimension=dimension, value=value, defaults={"amount": amount, "person": person}
        )
    record(
        person,
        "set a target",
        metric,
        ", ".join(filter(None, (desk, value))),
        changes=changed({"target": before.amount if before else None}, {"target": amount}),
    )


@transaction.atomic
def choose_baseline(
    person: Person | None,
    metric: str,
    first: date,
    last: date,
    reason: str,
    *,
    desk: str = "",
    dimension: str = "",
    value: str = "",
) -> None:
    """Take centre and limits of the metric's control chart from these days, both included."""
    scope = {"metric": metric, "desk": desk, "dimension": dimension, "value": value}
    before = _told(Baseline.objects.filter(**scope).first())
    found, _ = Baseline.objects.update_or_create(
        metric=metric,
        desk=desk,
        dimension=dimension,
        value=value,
        defaults={"first": first, "last": last, "reason": reason, "person": person},
    )
    record(
        person,
        "chose a baseline",
        metric,
        ", ".join(filter(None, (desk, value))),
        changes=changed(before, _told(found)),
    )


@transaction.atomic
def drop_baseline(person: Person | None, metric: str, *, desk: str = "", dimension: str = "", value: str = "") -> None:
    """Return to the baseline that Hoshin proposes."""
    chosen = Baseline.objects.filter(metric=metric, desk=desk, dimension=dimension, value=value)
    before = _told(chosen.first())
    chosen.delete()
    record(person, "dropped the chosen baseline", metric, changes=changed(before, {}))


def _told(found: Baseline | None) -> dict[str, object]:
    return {"first day": found.first, "last day": found.last, "reason": found.reason} if found else {}
