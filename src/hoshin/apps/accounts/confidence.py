"""Who may see what is confidential, said once: as a filter over rows, and of one row.

What is confidential is seen by its owner, those it names, its unit's head, the leaders in its team, administrators and
auditors, and by nobody else. All else is seen by whoever may sign in. A test holds filter and predicate together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Protocol, TypeVar

from django.db.models import Model, Q, QuerySet

from hoshin.apps.accounts.models import Person


class Eyes(Enum):
    """Who looks where it is no single person."""

    EVERYBODY = "everybody"
    """Whoever may sign in: what a pack, minutes or a mail may tell. Nothing confidential."""
    MACHINE = "machine"
    """The worker and the command line, which count everything and show it to nobody who may not see it."""


Onlooker = Person | Eyes
"""For whom something is read."""

Row = TypeVar("Row", bound=Model)


class Kept(Protocol):
    """A row that may be confidential."""

    confidential: bool


@dataclass(frozen=True)
class Belonging:
    """Which fields of a model say to whom a row of it belongs; ``team`` and ``unit`` are empty where it has none.

    ``named`` leads to the people that a row names: a many-to-many field, or rows of its own and their foreign key.
    """

    owner: str = "owner"
    named: str = "named"
    team: str = "team"
    unit: str = "unit"


USUAL = Belonging()


def seen(rows: QuerySet[Row], onlooker: Onlooker, by: Belonging = USUAL) -> QuerySet[Row]:
    """Those of the rows that somebody may see."""
    if onlooker is Eyes.MACHINE:
        return rows
    if onlooker is Eyes.EVERYBODY:
        return rows.filter(confidential=False)
    if not onlooker.is_active:
        return rows.none()
    if onlooker.may_audit:
        return rows
    # A sub-select, for a join would give a row once for each person that it names.
    naming = rows.model._default_manager.filter(**{by.named: onlooker}).values("pk")
    found = Q(confidential=False) | Q(**{by.owner: onlooker}) | Q(pk__in=naming)
    if by.unit:
        found |= Q(**{f"{by.unit}__head": onlooker})
    if by.team and onlooker.may_lead and onlooker.team_id:
        found |= Q(**{f"{by.team}_id": onlooker.team_id})
    return rows.filter(found)


def sees(onlooker: Onlooker, row: Kept, by: Belonging = USUAL) -> bool:
    """Whether somebody may see one row; asks the database only of what is confidential."""
    if onlooker is Eyes.MACHINE:
        return True
    if onlooker is Eyes.EVERYBODY:
        return not row.confidential
    if not onlooker.is_active:
        return False
    if not row.confidential or onlooker.may_audit or getattr(row, f"{by.owner}_id") == onlooker.pk:
        return True
    unit = getattr(row, by.unit) if by.unit else None
    if unit is not None and unit.head_id == onlooker.pk:
        return True
    team = getattr(row, f"{by.team}_id") if by.team else None
    if onlooker.may_lead and team is not None and team == onlooker.team_id:
        return True
    return onlooker.pk in set(_named(row, by.named))


def _named(row: Kept, path: str) -> Iterable[int]:
    first, _, then = path.partition("__")
    return (getattr(each, f"{then}_id") if then else each.pk for each in getattr(row, first).all())
