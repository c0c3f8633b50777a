"""Reads of tokens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest import scopes
from hoshin.apps.rest.models import Token
from hoshin.reporting.blocks import Tone


@dataclass(frozen=True)
class Row:
    """A token as a list shows it: how it stands in a word, and what it may in words."""

    token: Token
    word: str
    tone: Tone
    may: tuple[str, ...]


def tokens(person: Person, now: datetime) -> list[Row]:
    """One's own tokens, newest first; an administrator's list holds everybody's."""
    known = Token.objects.select_related("person").prefetch_related("scopes")
    found = known if person.may_administer else known.filter(person=person)
    return [_row(each, now) for each in found]


def _row(token: Token, now: datetime) -> Row:
    may = tuple(scopes.named(each.scope).words for each in token.scopes.all())
    if token.revoked_at is not None:
        return Row(token, "revoked", Tone.NEUTRAL, may)
    if not token.holds(now):
        return Row(token, "expired", Tone.NEUTRAL, may)
    return Row(token, "holds", Tone.GOOD, may)
