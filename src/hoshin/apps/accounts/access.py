"""Who may do what. Pages obtain a signed-in person here, and never ask for a role afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from hoshin.apps.accounts.models import Person, Role


class SignedInRequest(HttpRequest):
    """A request whose person is known: what every page behind the sign-in receives."""

    user: Person


Arguments = ParamSpec("Arguments")
Page = Callable[Concatenate[SignedInRequest, Arguments], HttpResponseBase]


def at_least(role: Role) -> Callable[[Page[Arguments]], Page[Arguments]]:
    """Let only people whose role covers ``role`` reach the page; others are told whom to ask."""

    def admit(page: Page[Arguments]) -> Page[Arguments]:
        @wraps(page)
        def guarded(request: SignedInRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            require(request.user, role)
            return page(request, *args, **kwargs)

        return guarded

    return admit


def require(person: Person, role: Role) -> None:
    """Raise ``PermissionDenied`` with a sentence that says which role is needed."""
    if not person.at_least(role):
        raise PermissionDenied(f"This needs the role {role.label.lower()}; yours is {Role(person.role).label.lower()}.")
