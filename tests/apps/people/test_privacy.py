"""What is kept of a person: handed out whole, and erased but for what others signed."""

from __future__ import annotations

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.actions import LastAdministrator
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.actions.erasure import NotOneself, erase
from hoshin.apps.people.actions.recognition import recognise
from hoshin.apps.people.machine import Act
from hoshin.apps.people.models import AccessLine, Evaluation, Rating, Terms
from tests.apps.people.evaluating import opened, walked
from tests.apps.people.goals import agreed

pytestmark = pytest.mark.django_db
SECRET = "a word that only Paul's rows hold"


@pytest.fixture
def lived(paul: Person, lena: Person, nora: Person) -> Person:
    """Paul, after a year: goal, check-in, blocker, thanks, evaluation."""
    goal = agreed(paul, title="Cards for scanners")
    checkins.check_in(paul, goal, checkins.Said(6, SECRET, SECRET), date(2026, 9, 15))
    recognise(lena, paul, date(2026, 9, 20), reason=SECRET, behaviour="Asks first")
    evaluation = opened(nora, paul).evaluations.get()
    walked(evaluation, nora, Act.ANSWERED)
    return paul


def test_a_person_takes_everything_away(client: Client, lived: Person) -> None:
    client.force_login(lived)
    answer = client.get(reverse("people:export"))
    kept = json.loads(answer.content)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert kept["account"][0]["sign_in_name"] == "paul"
    assert kept["goals"][0]["title"] == "Cards for scanners"
    assert kept["goals"][0]["signed_by"] == "Paul, Lena"
    assert kept["check_ins"][0]["note"] == SECRET
    assert kept["recognition"][0]["reason"] == SECRET
    assert [each["rating"] for each in kept["evaluations"] if each["rating"]][-1] == Rating(4).label
    page = client.get(reverse("people:privacy")).content.decode()
    assert "Cards for scanners" in page


def test_what_has_not_been_told_is_not_handed_out(client: Client, nora: Person, paul: Person) -> None:
    walked(opened(nora, paul).evaluations.get(), nora, Act.CALIBRATED)
    client.force_login(paul)
    kept = json.loads(client.get(reverse("people:export")).content)
    assert [each["what"] for each in kept["evaluations"]] == ["Self-evaluation"]


def test_every_row_that_names_a_person_is_exported_or_explained(lived: Person) -> None:
    """Whoever adds a table with a person in it has to say here what the export does with it."""
    known = {
        "people_goal", "people_terms", "people_signature", "people_checkin", "people_blocker", "people_cycle",
        "people_evaluation", "people_evaluationstep", "people_recognition", "people_accessline",
        "people_stepdraft", "people_succession",
    }  # fmt: skip
    with connection.cursor() as cursor:
        tables = [each for each in connection.introspection.table_names(cursor) if each.startswith("people_")]
        naming = {
            table
            for table in tables
            if any(
                other == "accounts_person"
                for _, other in connection.introspection.get_relations(cursor, table).values()
            )
        }
    assert naming == known


def test_that_human_resources_looked_is_shown(client: Client, lived: Person, nora: Person) -> None:
    client.force_login(nora)
    assert client.get(reverse("people:privacy-of", args=[lived.pk])).status_code == 200
    assert AccessLine.objects.filter(person=lived, reader=nora, read="export").count() == 1
    client.force_login(lived)
    assert "all that is kept" in client.get(reverse("people:privacy")).content.decode()


def test_an_erased_person_is_a_number_everywhere(client: Client, lived: Person, nora: Person, alice: Person) -> None:
    client.force_login(nora)
    page = client.get(reverse("people:erase", args=[lived.pk])).content.decode()
    assert "What stays, and why" in page
    assert Person.objects.get(pk=lived.pk).name == "Paul"
    page = client.post(reverse("people:erase", args=[lived.pk]), {"username": "pual"}).content.decode()
    assert "signs in as" in page
    client.post(reverse("people:erase", args=[lived.pk]), {"username": "paul"})
    found = Person.objects.get(pk=lived.pk)
    assert found.name == f"Former colleague {lived.pk}"
    assert not found.is_active
    assert not found.has_usable_password()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table.startswith("people_"):
                cursor.execute(f"SELECT * FROM {table}")
                assert not [row for row in cursor.fetchall() if SECRET in row or "Paul" in str(row)], table
    # What another one signed stays, and so does what the meeting has to see.
    assert Terms.objects.get().title == "Cards for scanners"
    assert Evaluation.objects.get().rating == Rating(4)
    client.force_login(alice)
    assert client.get(reverse("accounts:people")).status_code == 200


def test_an_erased_person_is_signed_out(client: Client, paul: Person, nora: Person) -> None:
    client.force_login(paul)
    erase(nora, paul)
    assert client.get(reverse("people:mine")).status_code == 302


def test_nobody_erases_themselves_or_the_last_administrator(nora: Person, alice: Person) -> None:
    with pytest.raises(NotOneself):
        erase(nora, nora)
    with pytest.raises(LastAdministrator):
        erase(nora, alice)
    assert Person.objects.get(pk=alice.pk).name == "Alice"
