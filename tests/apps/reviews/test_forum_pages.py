"""Forums as people write them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.models import Forum

pytestmark = pytest.mark.django_db
WRITTEN = {
    "name": "Change board",
    "purpose": "Changes do no harm.",
    "first": "2026-12-08",
    "cadence": "fortnightly",
    "time": "09:30",
    "minutes": "45",
    "zone": "Europe/Berlin",
    "standing": " What went wrong \n\nWhat is next",
    "version": "0",
}


def test_a_leader_writes_a_forum(client: Client, lena: Person, max_: Person) -> None:
    client.force_login(lena)
    client.post(reverse("reviews:new-forum"), WRITTEN | {"chair": max_.pk})
    found = Forum.objects.get()
    assert found.rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
    assert [each.title for each in found.standing.all()] == ["What went wrong", "What is next"]
    assert [each.person for each in found.members.all()] == [max_]
    page = client.get(reverse("reviews:forum", args=[found.pk])).content.decode()
    assert "Every two weeks on Tuesday" in page
    client.post(reverse("reviews:grant", args=[found.pk]), {"words": "Which change is stopped", "decides": max_.pk})
    client.post(reverse("reviews:seat", args=[found.pk]), {"person": lena.pk, "address": "lena@example.org"})
    again = client.post(reverse("reviews:seat", args=[found.pk]), {"person": lena.pk, "address": "lena@example.org"})
    assert "has a seat in Change board already" in again.content.decode()
    page = client.get(reverse("reviews:forum", args=[found.pk])).content.decode()
    assert "Which change is stopped" in page
    assert "lena@example.org" in page
    client.post(reverse("reviews:end-forum", args=[found.pk]))
    assert "This forum meets no more." in client.get(reverse("reviews:forum", args=[found.pk])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"cadence": "own", "rule": "each Tuesday"}, "rule"),
        ({"zone": "Berlin"}, "zone"),
        ({"purpose": ""}, "purpose"),
        ({"minutes": "0"}, "minutes"),
        ({"name": "Service review"}, "name"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    client: Client, forum: Forum, lena: Person, wrong: dict[str, str], field: str
) -> None:
    client.force_login(lena)
    page = client.post(reverse("reviews:new-forum"), WRITTEN | {"chair": lena.pk} | wrong)
    assert set(page.context["form"].errors) == {field}
    assert "What went wrong" in page.content.decode()
    assert Forum.objects.count() == 1


def test_what_a_cadence_means_is_said_while_it_is_chosen(client: Client, max_: Person) -> None:
    client.force_login(max_)

    def said(**chosen: str) -> str:
        return client.get(reverse("reviews:dates"), {"first": "2036-12-09", **chosen}).content.decode()

    monthly = said(cadence="monthly")
    assert "Every month on the second Tuesday." in monthly
    assert "Tue 9 Dec 2036 · Tue 13 Jan 2037 · Tue 10 Feb 2037" in monthly
    assert "Tue 9 Dec 2036 · Tue 23 Dec 2036 · Tue 13 Jan 2037" in said(
        cadence="own", rule="FREQ=MONTHLY;BYDAY=2TU,4TU"
    )
    assert "A rule begins with how often" in said(cadence="own", rule="each Tuesday")
    assert "required" in said(cadence="weekly", first="")


def test_the_rule_by_hand_is_folded_away_until_it_is_wanted(client: Client, forum: Forum, lena: Person) -> None:
    client.force_login(lena)
    new = client.get(reverse("reviews:new-forum"))
    assert '<details class="mb-3"><summary>A rarer rhythm' in new.content.decode()
    assert new.context["form"].initial["first"].weekday() < 5
    Forum.objects.filter(pk=forum.pk).update(rule="FREQ=MONTHLY;BYDAY=2TU,4TU")
    page = client.get(reverse("reviews:change-forum", args=[forum.pk])).content.decode()
    assert '<details class="mb-3" open><summary>A rarer rhythm' in page


def test_two_change_one_forum(client: Client, forum: Forum, lena: Person) -> None:
    client.force_login(lena)
    change = reverse("reviews:change-forum", args=[forum.pk])
    typed = WRITTEN | {"chair": lena.pk, "version": forum.version}
    assert client.post(change, typed | {"name": "First"}).status_code == 302
    page = client.post(change, typed | {"name": "Second", "purpose": "Mine."})
    text = page.content.decode()
    assert "Lena saved" in text
    assert "Changes do no harm." in text  # what it says now
    assert 'value="Second"' in text  # what was typed
    assert Forum.objects.get().name == "First"
    kept = {name: page.context["form"].data[name] for name in (*typed, "name")}
    assert client.post(change, kept).status_code == 302
    assert Forum.objects.get().name == "Second"
