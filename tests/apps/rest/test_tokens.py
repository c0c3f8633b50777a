"""Tokens: made and shown once, held to their scopes, their person and their time, revoked for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.rest import actions
from hoshin.apps.rest.models import Token
from hoshin.apps.rest.scopes import SCOPES, Area, Scope, named

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def secret(person: Person, *scopes: Scope, lasts: timedelta = YEAR) -> str:
    """A new token's secret."""
    return actions.make_token(person, "a program", scopes or SCOPES, now=timezone.now(), lasts=lasts)[1]


def bearer(secret: str) -> dict[str, str]:
    """The header that carries it."""
    return {"Authorization": f"Bearer {secret}"}


def test_a_token_acts_for_its_person(client: Client, lena: Person) -> None:
    answer = client.get("/api/v1/me", headers=bearer(secret(lena, Scope(Area.NUMBERS))))
    assert answer.status_code == 200
    assert answer.json() | {"expires_at": ""} == {
        "id": lena.pk,
        "name": "Lena",
        "role": "leader",
        "team": None,
        "unit": None,
        "token": "a program",
        "scopes": ["numbers:read"],
        "expires_at": "",
    }
    assert Token.objects.get().used_at is not None


def test_the_secret_itself_is_kept_nowhere(lena: Person) -> None:
    told = secret(lena)
    row = Token.objects.values().get()
    assert told not in map(str, row.values())
    assert told.startswith(str(row["start"]))
    assert told not in "".join(AuditLine.objects.values_list("detail", flat=True))


@pytest.mark.parametrize("header", [{}, {"Authorization": "Basic x"}, {"Authorization": "Bearer "}])
def test_without_a_token_nothing_is_told(client: Client, lena: Person, header: dict[str, str]) -> None:
    client.force_login(lena)
    answer = client.get("/api/v1/me", headers=header)
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["detail"] == "Send Authorization: Bearer and a token."


def test_tokens_that_do_not_hold_are_refused_with_the_reason(client: Client, lena: Person, max_: Person) -> None:
    assert "No such token" in client.get("/api/v1/me", headers=bearer("hoshin_x")).json()["detail"]
    past = bearer(secret(lena, lasts=timedelta(seconds=-1)))
    assert "has expired" in client.get("/api/v1/me", headers=past).json()["detail"]
    held = bearer(secret(max_))
    assert client.get("/api/v1/me", headers=held).status_code == 200
    Person.objects.filter(pk=max_.pk).update(is_active=False)
    assert client.get("/api/v1/me", headers=held).status_code == 401
    told = secret(lena)
    actions.revoke_token(lena, Token.objects.latest("id"), now=timezone.now())
    assert "was revoked" in client.get("/api/v1/me", headers=bearer(told)).json()["detail"]


def test_a_token_may_only_what_its_scopes_say(client: Client, alice: Person) -> None:
    answer = client.get("/api/v1/people", headers=bearer(secret(alice, Scope(Area.NUMBERS, writing=True))))
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "This needs a token with the scope organisation:read.",
    )
    covering = bearer(secret(alice, Scope(Area.ORGANISATION, writing=True)))
    assert client.get("/api/v1/people", headers=covering).json()["items"][0]["name"] == "Alice"


def test_a_token_may_no_more_than_its_person(client: Client, vera: Person) -> None:
    answer = client.get("/api/v1/audit", headers=bearer(secret(vera)))
    assert (answer.status_code, answer.json()["title"]) == (403, "Forbidden")


def test_an_administrator_reads_the_trail(client: Client, alice: Person) -> None:
    token = bearer(secret(alice))
    found = client.get("/api/v1/audit?words=token", headers=token).json()
    assert [(each["number"], each["person"], each["action"]) for each in found["items"]] == [
        (1, "Alice", "made a token")
    ]


def test_scopes_cover_reading_by_writing_and_no_other_area() -> None:
    for scope in SCOPES:
        assert named(str(scope)) == scope
        assert scope.covers(scope)
        assert scope.covers(Scope(scope.area))
        assert scope.covers(Scope(scope.area, writing=True)) is scope.writing
        assert not any(scope.covers(other) for other in SCOPES if other.area is not scope.area)


def test_one_makes_and_revokes_a_token_in_the_browser(client: Client, max_: Person) -> None:
    client.force_login(max_)
    page = client.post(reverse("rest:tokens"), {"name": "export", "scopes": ["numbers:read"], "lasts": "30"})
    token, told = page.context["made"]
    assert told.encode() in page.content
    assert client.get("/api/v1/me", headers=bearer(told)).status_code == 200
    again = client.get(reverse("rest:tokens"))
    assert told.encode() not in again.content
    assert client.post(reverse("rest:revoke", args=[token.pk])).status_code == 302
    assert client.get("/api/v1/me", headers=bearer(told)).status_code == 401
    assert [*AuditLine.objects.values_list("action", flat=True)][::-1] == ["made a token", "revoked a token"]


def test_a_form_without_scopes_says_what_is_missing(client: Client, max_: Person) -> None:
    client.force_login(max_)
    page = client.post(reverse("rest:tokens"), {"name": "export", "lasts": "30"})
    assert (page.status_code, Token.objects.count()) == (400, 0)
    assert b"Choose at least one thing that it may do." in page.content
    assert b'value="export"' in page.content


def test_others_tokens_are_hidden_except_from_administrators(
    client: Client, lena: Person, alice: Person, max_: Person
) -> None:
    secret(lena)
    token = Token.objects.get()
    client.force_login(max_)
    assert client.post(reverse("rest:revoke", args=[token.pk])).status_code == 404
    assert list(client.get(reverse("rest:tokens")).context["rows"]) == []
    client.force_login(alice)
    assert len(client.get(reverse("rest:tokens")).context["rows"]) == 1
    assert client.post(reverse("rest:revoke", args=[token.pk])).status_code == 302
