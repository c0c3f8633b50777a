"""The addresses of the site, and what somebody is answered there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hoshin.apps.accounts.models import Person

OK, IN, FORBIDDEN, NONE = "ok", "in", "403", "404"
"""Answered, sent to sign in, refused in words, and told that there is no such thing."""


@dataclass(frozen=True)
class Address:
    """One address of a page, asked in one way, of one row; ``of`` names the row, empty where it is of none."""

    name: str
    method: str
    of: str

    def path(self, rows: dict[str, str]) -> str:
        """Where it is."""
        return reverse(self.name, args=rows[self.of].split())


def names() -> list[str]:
    """The name of each address that is no part of the API."""
    return sorted({name for name in _walk(get_resolver().url_patterns, "") if not name.startswith("api:")})


def _walk(patterns: list[URLPattern | URLResolver], space: str) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each.url_patterns, f"{space}{each.namespace}:" if each.namespace else space)
        else:
            yield f"{space}{each.name}"


def asked(address: Address, rows: dict[str, str], person: Person | None) -> HttpResponseBase:
    """What somebody is answered; whatever it wrote is undone."""
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person)
    with transaction.atomic():
        answer: HttpResponseBase = getattr(client, address.method)(address.path(rows))
        transaction.set_rollback(True)
    return answer


def outcome(answer: HttpResponseBase) -> str:
    """The answer as a line of the table says it; what is refused for its input alone was let in."""
    if answer.status_code == 302 and "/sign-in/" in answer.headers["Location"]:
        return IN
    return OK if answer.status_code in (200, 204, 302, 400) else str(answer.status_code)
