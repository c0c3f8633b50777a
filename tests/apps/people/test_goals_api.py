"""Goals by the API: seen by the sides they have, checked in on by the one who answers for them."""

from __future__ import annotations

import pytest
from django.test import Client

from hoshin.apps.accounts.models import Person
from hoshin.apps.rest.scopes import Area, Scope
from tests.apps.people.goals import agreed
from tests.apps.rest.test_authored import send
from tests.apps.rest.test_tokens import bearer, secret

pytestmark = pytest.mark.django_db


def test_a_personal_goal_is_told_to_its_sides_alone(
    client: Client, paul: Person, lena: Person, omar: Person, nora: Person, alice: Person
) -> None:
    goal = agreed(paul)
    for person, status, count in ((paul, 200, 1), (lena, 200, 1), (omar, 404, 0), (nora, 404, 0), (alice, 404, 0)):
        token = bearer(secret(person, Scope(Area.GOALS)))
        assert client.get("/api/v1/goals", headers=token).json()["count"] == count
        assert client.get(f"/api/v1/goals/{goal.pk}", headers=token).status_code == status


def test_only_the_one_who_answers_for_it_checks_in_and_once_a_day(client: Client, paul: Person, lena: Person) -> None:
    goal = agreed(paul)
    own = bearer(secret(paul, Scope(Area.GOALS, writing=True)))
    status, said = send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 7, "note": "Half done."}, own)
    assert (status, said["confidence"], said["note"]) == (201, 7, "Half done.")
    status, said = send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 8}, own)
    assert (status, "stays as it is" in said["detail"]) == (422, True)
    status, said = send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 11}, own)
    assert (status, said["errors"][0]["pointer"]) == (422, "/confidence")
    manager = bearer(secret(lena, Scope(Area.GOALS, writing=True)))
    assert send(client, "post", f"goals/{goal.pk}/check-ins", {"confidence": 8}, manager)[0] == 404
    assert len(client.get(f"/api/v1/goals/{goal.pk}", headers=manager).json()["check_ins"]) == 1
