"""Writes of what an hour or a ticket is worth."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.actions.refusals import NotARate
from hoshin.apps.portfolios.models import Priced, Rate
from hoshin.reporting.wording import day


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
