"""Governance by the API: only what one may see, every change by the rules of the pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.reviews.actions import commitments
from hoshin.apps.reviews.models import Commitment, Decision, Forum, Review, StatusOverride
from hoshin.apps.strategy.models import Objective
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


def test_a_forum_and_its_review_from_agenda_to_minutes(client: Client, lena: Person, today: datetime) -> None:
    token = bearer(secret(lena, Scope(Area.REVIEWS, writing=True)))
    body = {
        "name": "Change board",
        "purpose": "Which changes go live?",
        "chair": lena.pk,
        "rule": "FREQ=WEEKLY;BYDAY=TU",
        "first": "2026-12-01",
        "time": "09:30",
        "zone": "Europe/Berlin",
        "minutes": 30,
        "standing": ["What went wrong"],
    }
    status, said = send(client, "post", "forums", body | {"rule": "now and then"}, token)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, ["/rule"])
    status, made = send(client, "post", "forums", body, token)
    assert (status, made["standing"], made["members"]) == (201, ["What went wrong"], ["Lena"])
    forum = f"forums/{made['id']}"
    mine = token | {"If-Match": client.get(f"/api/v1/{forum}", headers=token).headers["ETag"]}
    status, changed = send(client, "put", forum, body | {"minutes": 45}, mine)
    assert (status, changed["minutes"]) == (200, 45)
    assert send(client, "put", forum, body | {"minutes": 60}, mine)[0] == 412
    [ahead] = client.get("/api/v1/meetings", headers=token).json()["items"]
    assert (ahead["begins"], ahead["review"]) == ("2026-12-01T09:30:00+01:00", None)

    status, review = send(client, "post", f"{forum}/reviews", {"on": "2026-12-01"}, token)
    assert (status, [each["title"] for each in review["items"]]) == (201, ["What went wrong"])
    here = f"reviews/{review['id']}"
    assert send(client, "post", f"{here}/move", {"on": "2026-12-02", "time": "10:00"}, token)[1]["on"] == "2026-12-02"
    _, item = send(client, "post", f"{here}/items", {"title": "New scanners"}, token)
    send(client, "post", f"agenda-items/{item['id']}/notes", {"base": "", "notes": "In May."}, token)
    status, ticked = send(client, "post", f"agenda-items/{item['id']}/talked", {"talked": True}, token)
    assert (ticked["talked"], ticked["notes"]) == (True, "In May.")

    words = {"title": "Buy them", "reason": "Old ones fail.", "expected": "None fails.", "others": ["Repair them"]}
    status, said = send(client, "post", f"{here}/decisions", words, token)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, ["/due"])
    status, decided = send(client, "post", f"{here}/decisions", words | {"due": "2027-03-01"}, token)
    assert (status, decided["others"]) == (201, ["Repair them"])
    its = f"decisions/{decided['id']}"
    status, corrected = send(client, "put", its, words | {"due": "2027-04-01"}, token | {"If-Match": "*"})
    assert (status, corrected["due"], corrected["amendments"]) == (200, "2027-04-01", [])
    assert client.get(f"/api/v1/{here}/minutes", headers=token).status_code == 404
    status, closed = send(client, "post", f"{here}/close", {}, token)
    frozen = client.get(f"/api/v1/{here}/minutes", headers=token).json()
    assert (status, closed["identity"]) == (200, frozen["identity"])

    later = words | {"due": "2027-05-01", "why": "They come late."}
    status, said = send(client, "put", its, later | {"why": ""}, token | {"If-Match": "*"})
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, ["/why"])
    status, amended = send(client, "put", its, later, token | {"If-Match": "*"})
    assert [each["changes"] for each in amended["amendments"]] == [[["checked on", "2027-04-01", "2027-05-01"]]]
    assert client.get(f"/api/v1/{here}/minutes", headers=token).json() == frozen
    outcome = {"result": "partly", "sentence": "Half of them came."}
    status, settled = send(client, "post", f"{its}/outcomes", outcome, token)
    assert (status, settled["due"], settled["outcomes"]) == (201, None, [outcome])
    found = client.get("/api/v1/decisions", {"words": "half", "result": "partly"}, headers=token).json()
    assert [each["id"] for each in found["items"]] == [Decision.objects.get().pk]
    assert client.get("/api/v1/reviews", headers=token).json()["items"][0]["identity"] == frozen["identity"]
    assert Review.objects.get().closed_at


def test_risks_and_overrides(client: Client, forum: Forum, lena: Person, max_: Person, today: datetime) -> None:
    token, member = (bearer(secret(each, Scope(Area.REVIEWS, writing=True))) for each in (lena, max_))
    risk = {
        "forum": forum.pk,
        "title": "A line breaks",
        "words": "Two depots hang on it.",
        "answer": "A second line is ordered.",
        "owner": max_.pk,
        "likelihood": 3,
        "impact": 5,
        "expires": "2027-01-10",
    }
    status, said = send(client, "post", "risks", risk | {"impact": 6}, token)
    assert (status, [each["pointer"] for each in said["errors"]]) == (422, ["/impact"])
    status, made = send(client, "post", "risks", risk, member)
    assert (status, made["kind"], made["owner"]) == (201, "risk", "Max")
    its = f"risks/{made['id']}"
    mine = token | {"If-Match": client.get(f"/api/v1/{its}", headers=token).headers["ETag"]}
    assert send(client, "put", its, risk | {"likelihood": 2}, mine)[1]["likelihood"] == 2
    assert send(client, "put", its, risk, mine)[0] == 412
    status, over = send(client, "post", f"{its}/close", {"reason": "Two lines."}, token | {"If-Match": "*"})
    assert (status, over["closed_on"]) == (200, str(today.date()))

    objective = Objective.objects.create(
        title="Nobody waits", owner=lena, first=date(2026, 1, 1), last=date(2026, 12, 31)
    )
    address = f"standing/objective/{objective.pk}/overrides"
    body = {"shown": "on track", "reason": "We know.", "until": "2026-12-20"}
    assert send(client, "post", address, body, member)[0] == 403
    assert send(client, "post", "standing/objective/999/overrides", body, token)[0] == 404
    status, stands = send(client, "post", address, body, token)
    assert (status, stands["status"], stands["shown"]["by"]) == (201, "unknown", "Lena")
    status, said = send(client, "post", address, body | {"until": "2028-01-01"}, token)
    assert (status, "a quarter" in said["detail"]) == (422, True)
    assert StatusOverride.objects.count() == 1
    Forum.objects.update(confidential=True)
    outside = bearer(secret(Person.objects.create_person("vic", "x" * 12, name="Vic", role=max_.role)))
    assert client.get(f"/api/v1/{its}", headers=outside).status_code == 404
