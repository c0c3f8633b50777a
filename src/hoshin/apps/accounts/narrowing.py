"""Long lists: the one way in which all apps search them and cut them into pages."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PAGE = 25
"""Rows on one page of a list whose rows are tall."""

MODEL = TypeVar("MODEL", bound=Model)


def words_of(request: HttpRequest) -> str:
    """What the search box of a list was given; empty where nothing."""
    return request.GET.get("words", "").strip()[:200]


def containing(found: QuerySet[MODEL], words: str, *fields: str) -> QuerySet[MODEL]:
    """The rows that hold each of the words, whatever its case, in one of the fields; all where no word is given."""
    for word in words.split():
        anywhere = Q()
        for field in fields:
            anywhere |= Q(**{f"{field}__icontains": word})
        found = found.filter(anywhere)
    return found


def page_of(request: HttpRequest, found: QuerySet[MODEL], size: int = PAGE) -> Page[MODEL]:
    """The page of a list that the address asks for; the nearest one where there is no such page."""
    return ByKey(found, size).get_page(request.GET.get("page"))


def first_of(found: QuerySet[MODEL], many: int) -> list[MODEL]:
    """The first rows of a list, sorted by their keys alone."""
    return _in_order(found, found.values_list("pk", flat=True)[:many])


class ByKey(Paginator[MODEL]):
    """Cuts a list by its keys, and reads whole the rows of one page alone.

    A database that sorts ten thousand rows sorts them as wide as they are asked for.
    """

    def __init__(self, found: QuerySet[MODEL], size: int) -> None:
        super().__init__(found, size)
        self._found = found

    def page(self, number: int | str) -> Page[MODEL]:
        """One page. Raises as Django's paginator does where there is none."""
        number = self.validate_number(number)
        keys = self._found.values_list("pk", flat=True)[(number - 1) * self.per_page : number * self.per_page]
        return Page(_in_order(self._found, keys), number, self)


def _in_order(found: QuerySet[MODEL], keys: Iterable[object]) -> list[MODEL]:
    order = list(keys)
    rows = {each.pk: each for each in found.filter(pk__in=order)}
    return [rows[key] for key in order if key in rows]
