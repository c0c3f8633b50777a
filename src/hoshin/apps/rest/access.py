"""Who may see and revoke tokens, and which token a request carries."""

from __future__ import annotations

from django.http import Http404

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.actions import digest
from hoshin.apps.rest.models import Token


def token(person: Person, pk: int) -> Token:
    """One's own token; administrators obtain everybody's. Raises Http404."""
    known = Token.objects.select_related("person").prefetch_related("scopes")
    found = known.filter(pk=pk).first()
    if found is None or (found.person_id != person.pk and not person.may_administer):
        raise Http404("There is no such token.")
    return found


def token_of(secret: str) -> Token | None:
    """The token with that secret, whether or not it still holds."""
    known = Token.objects.select_related("person__team__unit", "person__unit").prefetch_related("scopes")
    return known.filter(digest=digest(secret)).first()
