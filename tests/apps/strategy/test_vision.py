"""The vision: drafts, versions with their reasons, themes, and who has read it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.accounts.models import AuditLine, Person, Team
from hoshin.apps.reviews.models import Forum, Review
from hoshin.apps.strategy import actions, queries
from hoshin.apps.strategy.actions import ThemeWords
from hoshin.apps.strategy.models import Acknowledgement, Source, Theme, Vision
from hoshin.apps.strategy.reports import vision as report

FIRST: dict[str, Any] = {"statement": "Nobody waits for IT.", "horizon": "2027", "success": "Half a day."}
BEGUN = datetime(2026, 9, 1, 9, tzinfo=UTC)
THEMES = (ThemeWords("Fast", "Back within the shift."), ThemeWords("Lasting", "Repairs hold."))


def published(person: Person, **words: str) -> Vision:
    return actions.publish_vision(person, **{**FIRST, **words}, themes=THEMES)


def answers(**given: str) -> dict[str, str]:
    """What the page sends: the vision, one theme, and which edition was changed."""
    return {
        **FIRST,
        "source": "feedback",
        "why": "",
        "link": "",
        "after": "0",
        "themes-TOTAL_FORMS": "1",
        "themes-INITIAL_FORMS": "0",
        "themes-0-name": "Fast",
        "themes-0-meaning": "",
        "themes-0-continues": "",
        **given,
    }


def test_a_draft_is_for_leaders_alone(client: Client, lena: Person, vera: Person) -> None:
    published(lena)
    draft = actions.draft_vision(lena, statement="Nobody calls.", horizon="2028", success="None.")
    assert queries.vision() != draft
    assert (draft.number, draft.published) == (2, False)
    for person, seen in ((lena, True), (vera, False)):
        client.force_login(person)
        assert (b"Go on with the draft" in client.get(reverse("strategy:vision")).content) is seen
        assert client.get(reverse("strategy:vision-version", args=[2])).status_code == 404
        assert (client.get(reverse("strategy:write-vision")).status_code == 200) is seen
    actions.discard_draft(lena, draft)
    assert AuditLine.objects.latest("id").subject == "Nobody calls."


def test_the_second_save_of_a_draft_is_refused_and_loses_nothing(client: Client, lena: Person, alice: Person) -> None:
    client.force_login(lena)
    client.post(reverse("strategy:write-vision"), answers())
    actions.draft_vision(alice, **FIRST | {"statement": "Alice was here."}, after=1)
    mine = answers(statement="Lena's own words.", after="1")
    response = client.post(reverse("strategy:write-vision"), mine)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "Alice saved" in shown
    assert "Lena&#x27;s own words." in shown
    assert "Alice was here." in shown
    assert 'name="after" value="2"' in shown
    [draft] = Vision.objects.all()
    assert draft.statement == "Alice was here."
    with pytest.raises(Meanwhile):
        actions.draft_vision(lena, **FIRST)


def test_a_next_version_says_why(client: Client, lena: Person) -> None:
    published(lena)
    client.force_login(lena)
    response = client.post(reverse("strategy:write-vision"), answers(statement="Nobody calls.", publish="1"))
    assert b"Say what changed and why" in response.content
    assert queries.vision().number == 1  # type: ignore[union-attr]
    assert queries.draft() is None
    given = answers(
        statement="Nobody waits for IT anywhere.",
        source="verdict",
        why="The triage harmed depots.",
        link="http://somewhere.example/ledger/?x=1",
        publish="1",
    )
    assert client.post(reverse("strategy:write-vision"), given).status_code == 302
    found = queries.vision()
    assert found is not None
    assert (found.number, found.source, found.link) == (2, Source.VERDICT, "/ledger/?x=1")
    shown = client.get(reverse("strategy:vision")).content.decode()
    assert "A verdict on an initiative:" in shown
    assert 'href="/ledger/?x=1"' in shown
    assert "new: </span> anywhere</ins>" in shown
    assert "Nobody waits for IT" in client.get(reverse("strategy:vision-version", args=[1])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"link": "/no/such/page/"}, "Hoshin has no page at this address"),
        ({"link": "javascript:alert(1)"}, "Hoshin has no page at this address"),
        ({"source": "review"}, "Say which one"),
        ({"origin": "/initiatives/none/"}, "Select a valid choice"),
        ({"themes-0-name": "", "themes-0-meaning": "Back soon."}, "Give the theme a name"),
        ({"themes-TOTAL_FORMS": "2", "themes-1-name": "fast"}, "give this one another name"),
        ({"statement": ""}, "required"),
    ],
)
def test_wrong_answers_are_told_beside_and_kept(
    client: Client, lena: Person, wrong: dict[str, str], because: str
) -> None:
    published(lena)
    client.force_login(lena)
    shown = client.post(reverse("strategy:write-vision"), answers(why="Typed with care.", **wrong)).content.decode()
    assert because in shown
    assert "Typed with care." in shown
    assert queries.draft() is None


def test_themes_are_carried_on_under_another_name(lena: Person) -> None:
    first = published(lena)
    fast, lasting = first.themes.all()
    second = actions.publish_vision(
        lena,
        **FIRST,
        themes=(ThemeWords("Fast everywhere", continues=fast.pk), ThemeWords("Fair"), ThemeWords("Lasting")),
        why="Asia waits longest.",
    )
    assert [each.continues for each in second.themes.all()] == [fast, None, lasting]
    [now, _] = report.gather(queries.published())
    assert [line.title for line in now.changes] == ["Theme 1", "Theme 2", "Theme 3"]


def test_reading_is_acknowledged_once_by_each(client: Client, lena: Person, vera: Person, max_: Person) -> None:
    found = published(lena)
    Person.objects.filter(pk=vera.pk).update(team=Team.objects.create(name="Desk"))
    for _ in range(2):
        client.force_login(vera)
        client.post(reverse("strategy:acknowledge-vision", args=[1]))
    assert Acknowledgement.objects.count() == 1
    assert AuditLine.objects.filter(action="acknowledged the vision").count() == 1
    reach = queries.reach(found)
    assert (reach.read, reach.people, reach.percent) == (1, 3, 33)
    assert [(each.name, each.read, each.people) for each in reach.teams] == [("Desk", 1, 1), ("", 0, 2)]
    assert "You acknowledged this version" in client.get(reverse("strategy:vision")).content.decode()
    client.force_login(max_)
    assert "I have read it" in client.get(reverse("strategy:vision")).content.decode()
    Person.objects.filter(pk=max_.pk).update(is_active=False)
    assert queries.reach(found).people == 2


def test_a_version_that_was_replaced_is_not_acknowledged(client: Client, lena: Person, vera: Person) -> None:
    published(lena)
    published(lena, statement="Nobody calls.", why="They call.")
    client.force_login(vera)
    response = client.post(reverse("strategy:acknowledge-vision", args=[1]), follow=True)
    assert "Version 2 was published in the meantime" in response.content.decode()
    assert not Acknowledgement.objects.exists()
    assert client.post(reverse("strategy:acknowledge-vision", args=[9])).status_code == 404


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Vision.objects.update(statement="Something else."),
        lambda: Vision.objects.filter(number=1).update(at=None),
        lambda: Theme.objects.update(name="Cheap"),
        lambda: Theme.objects.all()._raw_delete("default"),
        lambda: Theme.objects.create(vision=Vision.objects.get(number=1), place=9, name="Late"),
        lambda: Acknowledgement.objects.update(at="2020-01-01T00:00Z"),
        lambda: Acknowledgement.objects.all().delete(),
    ],
)
def test_the_database_keeps_what_was_published_and_read(lena: Person, attempt: object) -> None:
    actions.acknowledge(lena, published(lena))
    with pytest.raises(DatabaseError, match="cannot be changed or removed"), transaction.atomic():
        attempt()  # type: ignore[operator]
    assert (Vision.objects.count(), Theme.objects.count(), Acknowledgement.objects.count()) == (1, 2, 1)


def test_an_empty_home_asks_for_the_vision(client: Client, lena: Person, vera: Person) -> None:
    client.force_login(lena)
    assert reverse("strategy:write-vision") in client.get(reverse("strategy:vision")).content.decode()
    client.force_login(vera)
    assert "A leader has still to write" in client.get(reverse("strategy:vision")).content.decode()


def test_what_moved_it_is_chosen_of_what_the_reader_may_see(client: Client, lena: Person, vera: Person) -> None:
    """A review of a confidential forum is offered to its chair, and named to nobody else."""
    published(lena)
    forum = Forum.objects.create(
        name="Steering", chair=lena, confidential=True, first=date(2026, 1, 1), time=time(9), rule="FREQ=MONTHLY"
    )
    met = Review.objects.create(
        forum=forum,
        on=date(2026, 9, 1),
        first_on=date(2026, 9, 1),
        since=date(2026, 8, 1),
        begun_at=BEGUN,
        closed_at=BEGUN,
    )
    address = reverse("reviews:review", args=[met.pk])
    client.force_login(lena)
    assert "Steering, 1 Sep 2026" in client.get(reverse("strategy:write-vision")).content.decode()
    said = answers(source="review", why="The steering group asked.", origin=address, publish="1")
    assert client.post(reverse("strategy:write-vision"), said).status_code == 302
    found = queries.vision()
    assert found is not None
    assert (found.source, found.link) == (Source.REVIEW, address)
    page = reverse("strategy:vision-version", args=[2])
    assert "Review: Steering, 1 Sep 2026</a>" in client.get(page).content.decode()
    client.force_login(vera)
    shown = client.get(page).content.decode()
    assert "Steering" not in shown
    assert f'href="{address}">Read of it</a>' in shown
