"""Long lists: the one way in which all apps search them and cut them into pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, overload

from django.core.paginator import Page, Paginator
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest

PAGE = 25
"""Rows on one page of a list whose rows are tall."""

MODEL = TypeVar("MODEL", bound=Model)
ROW = TypeVar("ROW")


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


def matching(found: Iterable[ROW], words: str, said: Callable[[ROW], str]) -> list[ROW]:
    """Those rows, read already, whose text ``said`` holds each of the words, whatever its case."""
    wanted = words.lower().split()
    return [each for each in found if all(word in said(each).lower() for word in wanted)]


@overload
def page_of(request: HttpRequest, found: QuerySet[MODEL], size: int = PAGE) -> Page[MODEL]: ...


@overload
def page_of(request: HttpRequest, found: Sequence[ROW], size: int = PAGE) -> Page[ROW]: ...


def page_of(request: HttpRequest, found: QuerySet[MODEL] | Sequence[ROW], size: int = PAGE) -> Page[MODEL] | Page[ROW]:
    """The page of a list that the address asks for; the nearest one where there is no such page.

    A page with several lists cuts them one after the other, as one: it then shows those parts that lie on the page.
    """
    return Paginator(found, size).get_page(request.GET.get("page"))  # type: ignore[return-value]
