"""Governance by the API: only what one may see, every change by the rules of the pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.reviews.actions import commitments
from hoshin.apps.reviews.models import Commitment, Forum
from tests.apps.rest.test_authored import send
from tests.apps.rest.test_tokens import bearer, secret

pytestmark = pytest.mark.django_db


@pytest.fixture
def token(max_: Person) -> dict[str, str]:
    """The header of a token with which Max may write in reviews."""
    return bearer(secret(max_, Scope(Area.REVIEWS, writing=True)))


def test_a_commitment_from_promise_to_kept(
    client: Client, forum: Forum, max_: Person, token: dict[str, str], today: datetime
) -> None:
    due = today.date() + timedelta(days=14)
    body = {"words": "Count which answers are opened", "owner": max_.pk, "due": str(due)}
    status, made = send(client, "post", f"forums/{forum.pk}/commitments", body, token)
    assert (status, made["owner"], made["due"], made["late"]) == (201, "Max", str(due), False)
    read = client.get(f"/api/v1/commitments/{made['id']}", headers=token)
    mine = token | {"If-Match": read.headers["ETag"]}
    later = {"to": str(due + timedelta(days=7)), "reason": "The export came late."}
    status, moved = send(client, "post", f"commitments/{made['id']}/move", later, mine)
    assert (status, moved["first_due"], len(moved["moves"])) == (200, str(due), 1)
    assert send(client, "post", f"commitments/{made['id']}/keep", {"on": str(due)}, mine)[0] == 412
    now = token | {"If-Match": "*"}
    status, kept = send(client, "post", f"commitments/{made['id']}/keep", {"on": str(today.date())}, now)
    assert (status, kept["kept_on"]) == (200, str(today.date()))
    status, said = send(client, "post", f"commitments/{made['id']}/withdraw", {"reason": "No."}, now)
    assert (status, "kept on" in said["detail"]) == (422, True)


def test_a_move_to_an_earlier_day_is_refused(
    client: Client, forum: Forum, max_: Person, token: dict[str, str], today: datetime
) -> None:
    made = commitments.promise(max_, forum, words="Write it down", owner=max_, due=date(2027, 1, 10), on=today.date())
    earlier = {"to": "2026-12-24", "reason": "Sooner."}
    status, said = send(client, "post", f"commitments/{made.pk}/move", earlier, token | {"If-Match": "*"})
    assert (status, "a later day" in said["detail"]) == (422, True)
    assert Commitment.objects.get().due == date(2027, 1, 10)


def test_a_confidential_forum_is_for_its_members(
    client: Client, forum: Forum, lena: Person, max_: Person, vera: Person, today: datetime
) -> None:
    Forum.objects.update(confidential=True)
    made = commitments.promise(lena, forum, words="Quietly", owner=lena, due=date(2027, 1, 10), on=timezone.localdate())
    inside, outside = bearer(secret(max_)), bearer(secret(vera))
    for address in ("forums", "commitments"):
        assert client.get(f"/api/v1/{address}", headers=inside).json()["count"] == 1
        assert client.get(f"/api/v1/{address}", headers=outside).json()["count"] == 0
    assert client.get(f"/api/v1/commitments/{made.pk}", headers=inside).status_code == 200
    assert client.get(f"/api/v1/commitments/{made.pk}", headers=outside).status_code == 404
    body = {"words": "Mine", "owner": vera.pk, "due": "2027-01-10"}
    assert send(client, "post", f"forums/{forum.pk}/commitments", body, outside)[0] == 404
    assert client.get("/api/v1/decisions", headers=inside).json() == {"items": [], "count": 0}
    assert client.get("/api/v1/risks", headers=inside).json() == {"items": [], "count": 0}
