"""Decisions that are corrected, amended, searched, and read beside their number then and now."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.reviews.actions import closing, decisions
from hoshin.apps.reviews.models import Amendment, Decision, Forum, Minutes, Review
from hoshin.apps.reviews.queries import outcomes
from hoshin.apps.reviews.reports import came_of_it, minutes
from hoshin.pipeline.read import Reader
from tests.apps.reviews.test_review_pages import decide
from tests.apps.small_desk import TODAY
from tests.apps.strategy import written

pytestmark = pytest.mark.django_db


def typed(found: Decision, **said: object) -> dict[str, object]:
    """What the form sends where nothing but ``said`` is changed."""
    usual = {
        "title": found.title,
        "others": "",
        "reason": found.reason,
        "expected": found.expected,
        "due": str(found.due),
        "version": found.version,
    }
    return usual | said


def closed(review: Review, lena: Person, now: datetime) -> Minutes:
    return closing.close(lena, review, lambda found: minutes.compose(minutes.gather(found, found.on)), now)


def test_a_decision_is_corrected_while_its_review_is_open(
    client: Client, review: Review, lena: Person, today: datetime
) -> None:
    found = decide(review, others=["Keep it"])
    client.force_login(lena)
    page = reverse("reviews:change-decision", args=[found.pk])
    assert "Keep it" in client.get(page).content.decode()
    early = client.post(page, typed(found, due="2026-12-01", expected="Twenty hours.")).content.decode()
    assert "Check it after 8 Dec 2026" in early
    assert "Twenty hours." in early
    client.post(page, typed(found, title="Take the board off", others="Keep it\nKeep half of it"))
    now = Decision.objects.get()
    assert (now.title, now.version) == ("Take the board off", 2)
    assert [each.words for each in now.options.all()] == ["Take the board off", "Keep it", "Keep half of it"]
    line = AuditLine.objects.get(action="corrected a decision")
    assert ("decided", "Stop the triage board", "Take the board off") in [
        (each.field, each.before, each.after) for each in line.changes.all()
    ]
    assert not Amendment.objects.exists()
    # The second of two editors is told what the first one did, and may then save all the same.
    second = client.post(page, typed(found, expected="Depots are quick.")).content.decode()
    assert "Lena saved &#x27;Take the board off&#x27;" in second
    assert "Depots are quick." in second
    assert 'value="2"' in second


def test_after_the_close_it_is_amended_and_the_minutes_stay(
    client: Client, review: Review, lena: Person, vera: Person, today: datetime
) -> None:
    found = decide(review)
    frozen = closed(review, lena, today)
    page = reverse("reviews:change-decision", args=[found.pk])
    client.force_login(vera)
    assert client.get(page).status_code == 403
    client.force_login(lena)
    assert "Say why it is amended" in client.post(page, typed(found, title="Stop it")).content.decode()
    same = client.post(page, typed(found, why="Because.")).content.decode()
    assert "Nothing is different yet" in same
    client.post(page, typed(found, title="Stop the board in May", why="Scanners come late."))
    amendment = Amendment.objects.get()
    assert [(e.field, e.before, e.after) for e in amendment.fields.all()] == [
        ("decided", "Stop the triage board", "Stop the board in May")
    ]
    text = client.get(reverse("reviews:minutes", args=[review.pk])).content.decode()
    assert all(words in text for words in ("Scanners come late.", "Stop the board in May", "Amended since"))
    kept = Minutes.objects.get()
    assert (kept.identity, kept.text) == (frozen.identity, frozen.text)
    assert "Stop the triage board" in kept.text
    for rows, field in ((Amendment.objects, "why"), (amendment.fields, "after")):
        with pytest.raises(IntegrityError, match="amendment of a decision"), transaction.atomic():
            rows.update(**{field: "Nothing happened."})


def test_decisions_are_found_by_words_forum_and_result(
    client: Client, forum: Forum, review: Review, lena: Person, vera: Person, today: datetime
) -> None:
    board = decide(review, title="Take the board off", others=["Keep it at two depots"])
    phones = decide(review, title="Buy phones", reason="Drivers wait.", expected="Nobody waits.")
    decisions.settle(lena, phones, result="partly", sentence="Half of them came.", seen="", now=today)

    def found(**asked: str) -> set[str]:
        page = client.get(reverse("reviews:decisions"), asked)
        return {each.title for each, _ in page.context["rows"]}

    client.force_login(vera)
    assert found(words="depots board") == {board.title}
    assert found(words="half CAME") == {phones.title}
    assert found(words="wait") == {board.title, phones.title}
    assert found(words="wait", result="partly") == {phones.title}
    assert found(result="open") == {board.title}
    assert found(forum=str(forum.pk)) == {board.title, phones.title}
    assert found(words="nothing of the sort") == set()
    page = client.get(reverse("reviews:decisions"), {"words": "sort"}).content.decode()
    assert "look at all of them" in page
    forum.confidential = True
    forum.save()
    assert outcomes.search(outcomes.decisions(vera), "board").count() == 0


def test_it_comes_back_with_its_number_then_and_now(
    client: Client, forum: Forum, review: Review, reader: Reader, lena: Person, today: datetime
) -> None:
    served = written.key_result(reader, lena, written.objective(lena))
    found = decide(review, key_result=served)
    Decision.objects.update(on=date(2026, 6, 1), due=TODAY)
    found.refresh_from_db()
    gathered = came_of_it.gather(reader, found, TODAY)
    course = came_of_it.course(gathered)
    assert course
    assert gathered.then
    assert gathered.then.period.last == found.on - timedelta(days=1)
    # The same as asking for those days.
    query = gathered.standing.query  # type: ignore[union-attr]
    assert query
    assert gathered.then.period.last - gathered.then.period.first == timedelta(days=27)
    assert course.then != course.now
    assert f"{course.then} when it was decided" in came_of_it.words(came_of_it.compose(gathered))
    client.force_login(lena)
    page = client.get(reverse("reviews:decision", args=[found.pk])).content.decode()
    assert course.then in page
    assert "When decided" in page
