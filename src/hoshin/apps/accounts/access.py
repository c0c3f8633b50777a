"""Who may do what. Pages obtain a signed-in person here, and never ask for a role afterwards."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from hoshin.apps.accounts.models import Person, Role, Team, Unit


class SignedInRequest(HttpRequest):
    """A request whose person is known: what every page behind the sign-in receives."""

    user: Person


Arguments = ParamSpec("Arguments")
Page = Callable[Concatenate[SignedInRequest, Arguments], HttpResponseBase]


def at_least(role: Role, *, audited: bool = False) -> Callable[[Page[Arguments]], Page[Arguments]]:
    """Let only people whose role covers ``role`` reach the page; others are told whom to ask.

    ``audited`` is a page that auditors read as well.
    """

    def admit(page: Page[Arguments]) -> Page[Arguments]:
        @wraps(page)
        def guarded(request: SignedInRequest, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponseBase:
            if not (audited and request.user.may_audit):
                require(request.user, role)
            return page(request, *args, **kwargs)

        return guarded

    return admit


def require(person: Person, role: Role) -> None:
    """Raise ``PermissionDenied`` with a sentence that says which role is needed."""
    if not person.at_least(role):
        raise PermissionDenied(f"This needs the role {role.label.lower()}; yours is {Role(person.role).label.lower()}.")


def may_audit(person: Person) -> None:
    """Let only administrators and auditors pass. Raises PermissionDenied."""
    if not person.may_audit:
        raise PermissionDenied("The audit trail is read by administrators and auditors.")


def person(by: Person, pk: int) -> Person:
    """Somebody, to be changed by administrators. Raises PermissionDenied and Http404."""
    require(by, Role.ADMINISTRATOR)
    found = Person.objects.select_related("team", "unit", "manager").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such person.")
    return found


def team(by: Person, pk: int) -> Team:
    """A team, to be changed by administrators. Raises PermissionDenied and Http404."""
    require(by, Role.ADMINISTRATOR)
    found = Team.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such team.")
    return found


def unit(by: Person, pk: int) -> Unit:
    """A unit, to be changed by administrators. Raises PermissionDenied and Http404."""
    require(by, Role.ADMINISTRATOR)
    found = Unit.objects.select_related("parent", "head").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such unit.")
    return found


class OnlyReading:
    """Middleware: whoever only reads is refused every request that could write, but for signing out."""

    ALLOWED = frozenset({"GET", "HEAD", "OPTIONS"})

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, page: object, args: object, kwargs: object) -> None:
        """Raise PermissionDenied where an auditor would write."""
        found = request.user
        signing_out = request.resolver_match is not None and request.resolver_match.view_name == "accounts:sign-out"
        if isinstance(found, Person) and found.only_reads and request.method not in self.ALLOWED and not signing_out:
            raise PermissionDenied("An auditor reads everything and writes nothing.")
