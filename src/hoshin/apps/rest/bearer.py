"""Who asks: a token in the header ``Authorization: Bearer …`` (RFC 6750), and whether it may."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from hoshin.apps.rest import access
from hoshin.apps.rest.actions import note_use
from hoshin.apps.rest.models import Token
from hoshin.apps.rest.problems import Problem
from hoshin.apps.rest.scopes import Scope

UNASKED = "Send Authorization: Bearer and a token."


class TokenRequest(HttpRequest):
    """A request that carries a token that holds."""

    auth: Token


class Bearer(HttpBearer):
    """Admits tokens that hold and whose scopes cover ``scope``; without a scope, any that holds."""

    def __init__(self, scope: Scope | None = None) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> Token:
        """The token; raises ``Problem`` with what is wrong with it."""
        if not token:
            raise Problem(HTTPStatus.UNAUTHORIZED, UNASKED)
        now = timezone.now()
        found = access.token_of(token)
        if found is None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "No such token: make one under your name ▸ Tokens.")
        if found.revoked_at is not None:
            raise Problem(HTTPStatus.UNAUTHORIZED, "This token was revoked: make a new one.")
        if not found.holds(now):
            raise Problem(HTTPStatus.UNAUTHORIZED, "This token has expired, or its person may not sign in any more.")
        if self.scope is not None and not found.covers(self.scope):
            raise Problem(HTTPStatus.FORBIDDEN, f"This needs a token with the scope {self.scope}.")
        if self.scope is not None and self.scope.writing and found.person.only_reads:
            raise Problem(HTTPStatus.FORBIDDEN, "An auditor reads everything and writes nothing.")
        note_use(found, now=now)
        return found
