"""Writes of what is planned month by month."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.strategy.level import level_words
from hoshin.apps.strategy.models import KeyResult, MonthPlan


@transaction.atomic
def plan_months(person: Person, key_result: KeyResult, amounts: Mapping[date, float], *, after: int) -> None:
    """Plan these months, by their first days, and all others by the straight way; amounts in the metric's unit.

    ``after`` is the edition of the key result that was read. Raises Meanwhile.
    """
    held(key_result, after, counter="edition")
    KeyResult.objects.filter(pk=key_result.pk).update(edition=after + 1)
    metric = definitions.catalogue().metric(key_result.metric)

    def said(plans: Mapping[date, float]) -> dict[str, object]:
        return {f"{month:%B %Y}": level_words(metric, plans[month]) for month in sorted(plans)}

    before = {each.month: each.amount for each in key_result.month_plans.all()}
    key_result.month_plans.all().delete()
    MonthPlan.objects.bulk_create(
        MonthPlan(key_result=key_result, month=month, amount=amount) for month, amount in sorted(amounts.items())
    )
    changes = changed(said(before), said(amounts))
    record(person, "planned months of a key result", key_result.title, changes=changes)
