"""Writes of tokens."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.models import Token, TokenScope
from hoshin.apps.rest.scopes import Scope

PREFIX = "hoshin_"
"""How every secret begins, so that a scanner of repositories finds one that was left behind."""
NOTED = timedelta(minutes=1)
"""How exactly it is kept when a token was used last."""


def digest(secret: str) -> str:
    """What is kept of a secret. It is 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make_token(
    person: Person, name: str, scopes: Iterable[Scope], *, now: datetime, lasts: timedelta
) -> tuple[Token, str]:
    """A new token and its secret, which is told this once."""
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person, name=name, digest=digest(secret), start=secret[:12], made_at=now, expires_at=now + lasts
    )
    given = sorted(set(scopes))
    TokenScope.objects.bulk_create(TokenScope(token=token, scope=str(scope)) for scope in given)
    record(person, "made a token", name, f"{', '.join(map(str, given))}; until {token.expires_at:%Y-%m-%d}")
    return token, secret


@transaction.atomic
def revoke_token(person: Person, token: Token, *, now: datetime) -> None:
    """From now on the token is refused; once revoked it stays so."""
    if token.revoked_at is None:
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        record(person, "revoked a token", token.name, f"of {token.person.name}")


def note_use(token: Token, *, now: datetime) -> None:
    """Keep when the token was used last, to the minute."""
    if token.used_at is None or now - token.used_at > NOTED:
        Token.objects.filter(pk=token.pk).update(used_at=now)
