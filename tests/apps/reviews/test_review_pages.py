"""A review from its agenda to its minutes, by the pages that people use."""

from __future__ import annotations

import io
from datetime import date, datetime

import docx
import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.obligations import checking
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.reviews import documents
from hoshin.apps.reviews.actions import decisions, meetings
from hoshin.apps.reviews.models import Commitment, Decision, Forum, Minutes, Review, Source
from hoshin.pipeline.read import Reader
from tests.apps import small_desk

pytestmark = pytest.mark.django_db


def address(name: str, *args: object) -> str:
    return reverse(f"reviews:{name}", args=args)


def decide(review: Review, **given: object) -> Decision:
    said = {
        "title": "Stop the triage board",
        "reason": "Depots wait longer than before.",
        "expected": "Depots are back at twenty hours.",
        "due": date(2027, 3, 1),
    }
    return decisions.decide(None, review, **(said | given))  # type: ignore[arg-type]


def test_an_empty_installation_says_what_to_do(client: Client, lena: Person, vera: Person) -> None:
    client.force_login(lena)
    assert "Make the first forum" in client.get(address("reviews")).content.decode()
    client.force_login(vera)
    assert "A leader has still to say" in client.get(address("reviews")).content.decode()
    for name in ("decisions", "commitments"):
        assert client.get(address(name)).status_code == 200


def test_from_the_agenda_to_the_minutes(
    client: Client, forum: Forum, max_: Person, reader: Reader, today: datetime
) -> None:
    checking.check(reader, today)
    portfolios.write_initiative(
        max_,
        title="Begun without a claim",
        description="",
        owner=max_,
        dimension="group",
        values=[small_desk.HELPED],
        start=date(2026, 11, 2),
        desk=small_desk.DESK,
    )
    client.force_login(max_)
    answer = client.post(address("begin", forum.pk), {"on": "2026-12-08"})
    review = Review.objects.get()
    assert answer["Location"] == address("review", review.pk)
    items = list(review.items.all())
    assert [each.title for each in items[:2]] == ["Safety first", "Word from the depots"]
    assert {each.source for each in items} == {Source.STANDING, Source.SIGNAL, Source.INITIATIVE}
    page = client.get(address("review", review.pk)).content.decode()
    assert all(each.title.partition(":")[0] in page for each in items)

    client.post(address("note", items[0].pk), {"base": "", "notes": "Nobody was hurt."})
    client.post(address("add-item", review.pk), {"title": "The new depot"})
    client.post(address("attend", review.pk), {"present": [max_.pk]})
    client.post(
        address("decide", review.pk),
        {
            "title": "Freeze the roll-out",
            "others": "Go on\nStop it",
            "reason": "Too many tickets.",
            "expected": "Fewer tickets by spring.",
            "due": "2027-03-09",
            "item": items[0].pk,
        },
    )
    client.post(address("promise", review.pk), {"words": "Tell the depots", "owner": max_.pk, "due": "2026-12-15"})
    client.post(address("close", review.pk))

    minutes = Minutes.objects.get()
    text = client.get(address("minutes", review.pk)).content.decode()
    for words in ("Nobody was hurt.", "Freeze the roll-out", "Go on; Stop it", "Tell the depots", "The new depot"):
        assert words in text
    assert "There were Max." in text
    assert client.get(address("review", review.pk))["Location"] == address("minutes", review.pk)
    written = docx.Document(io.BytesIO(client.get(address("minutes-file", review.pk, "docx")).content))
    cells = [cell.text for table in written.tables for row in table.rows for cell in row.cells]
    assert {"Freeze the roll-out", "Tell the depots"} <= set(cells)
    assert "Nobody was hurt." in [each.text for each in written.paragraphs]
    assert written.core_properties.keywords == f"hoshin-snapshot-{minutes.identity}"
    pdf = PdfReader(io.BytesIO(client.get(address("minutes-file", review.pk, "pdf")).content))
    read = " ".join(page.extract_text() for page in pdf.pages)
    assert "Freeze the roll-out" in read
    assert "hoshin pack verify" not in read
    assert minutes.identity[:40] in read.replace("\n", "")


def test_the_same_minutes_are_the_same_bytes(review: Review, lena: Person, client: Client) -> None:
    client.force_login(lena)
    client.post(address("close", review.pk))
    minutes = Minutes.objects.get()
    for form in documents.TYPES:
        assert documents.file(minutes, form) == documents.file(minutes, form)


def test_frozen_minutes_are_refused_a_change(client: Client, lena: Person, review: Review) -> None:
    item = meetings.add_item(lena, review, "Anything else")
    client.force_login(lena)
    client.post(address("close", review.pk))
    minutes = Minutes.objects.get()
    minutes.text = minutes.text.replace("Anything else", "Nothing")
    with pytest.raises(IntegrityError, match="minutes cannot be changed"), transaction.atomic():
        minutes.save()
    with pytest.raises(IntegrityError, match="minutes cannot be changed"), transaction.atomic():
        minutes.delete()
    late = client.post(address("note", item.pk), {"base": "", "notes": "late"}, headers={"Accept": "application/json"})
    assert late.status_code == 409
    assert "frozen" in late.json()["refusal"]
    assert client.post(address("decide", review.pk), {"title": "x"}).status_code in (200, 400)
    assert not Decision.objects.exists()
    # Somebody with the database in hand is found out by the hash.
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER minutes_stay_update")
        cursor.execute("UPDATE reviews_minutes SET text = replace(text, 'Anything else', 'Nothing')")
    page = client.get(address("minutes", review.pk)).content.decode()
    assert "not what was frozen" in page
    assert client.get(address("minutes-file", review.pk, "pdf")).status_code == 400


def test_two_write_notes_and_nothing_is_lost(client: Client, review: Review, lena: Person, max_: Person) -> None:
    item = meetings.add_item(lena, review, "The new depot")
    json = {"Accept": "application/json"}
    client.force_login(lena)
    client.post(address("note", item.pk), {"base": "", "notes": "Opens in May."}, headers=json)
    client.force_login(max_)
    said = client.post(address("note", item.pk), {"base": "", "notes": "Needs scanners."}, headers=json)
    assert said.json() == {"notes": "Opens in May.\nNeeds scanners."}
    assert AuditLine.objects.filter(action="noted on an item", changes__before__contains="Opens in May.").exists()


def test_an_agenda_is_ordered_and_thinned(client: Client, review: Review, lena: Person) -> None:
    one, two, three = (meetings.add_item(lena, review, title) for title in ("one", "two", "three"))
    client.force_login(lena)
    client.post(address("move-item", three.pk), {"to": "up"})
    client.post(address("move-item", one.pk), {"to": "up"})
    client.post(address("drop-item", two.pk), {"dropped": "1"})
    assert [e.title for e in review.items.filter(dropped=False)] == ["one", "three"]
    client.post(address("drop-item", two.pk), {"dropped": "0"})
    assert [e.title for e in review.items.all()] == ["one", "three", "two"]


def test_looking_again_adds_what_is_new_and_keeps_the_rest(
    client: Client, forum: Forum, lena: Person, max_: Person, review: Review
) -> None:
    client.force_login(lena)
    client.post(address("refresh", review.pk))
    assert review.items.count() == 2  # the standing items
    meetings.drop_item(lena, review.items.get(title="Safety first"), dropped=True)
    Commitment.objects.create(
        forum=forum,
        words="Count the scanners",
        owner=max_,
        promised_on=forum.first,
        first_due=forum.first,
        due=forum.first,
    )
    client.post(address("refresh", review.pk))
    client.post(address("refresh", review.pk))
    assert review.items.count() == 3
    late = review.items.get(source=Source.COMMITMENT)
    assert (late.title, late.word) == ("Count the scanners", "91 days late")
    assert review.items.get(title="Safety first").dropped


def test_one_review_is_open_at_a_time(client: Client, review: Review, lena: Person) -> None:
    client.force_login(lena)
    page = client.post(address("begin", review.forum_id), {"on": "2027-01-12"}, follow=True)
    assert "is still open" in page.content.decode()
    assert Review.objects.count() == 1


def test_a_decision_without_an_expectation_is_refused_beside_its_field(
    client: Client, review: Review, lena: Person
) -> None:
    client.force_login(lena)
    typed = {"title": "Go on", "reason": "It works.", "due": "2026-12-01"}
    page = client.post(address("decide", review.pk), typed)
    assert page.context["decision_form"].errors["expected"]
    assert 'value="Go on"' in page.content.decode()
    page = client.post(address("decide", review.pk), typed | {"expected": "More of it."})
    assert "Check it after 8 Dec 2026" in page.content.decode()
    assert not Decision.objects.exists()


def test_who_may_see_and_write(
    client: Client, forum: Forum, review: Review, alice: Person, max_: Person, vera: Person
) -> None:
    decision = decide(review)
    seen = [
        address("forum", forum.pk),
        address("review", review.pk),
        address("decision", decision.pk),
    ]
    writes = [
        address("begin", forum.pk),
        address("refresh", review.pk),
        address("add-item", review.pk),
        address("decide", review.pk),
        address("promise", review.pk),
        address("close", review.pk),
        address("settle", decision.pk),
        address("take-back", decision.pk),
    ]
    chairs = [address("end-forum", forum.pk), address("seat", forum.pk), address("grant", forum.pk)]
    client.force_login(vera)
    assert [client.get(each).status_code for each in seen] == [200] * 3
    assert [client.post(each).status_code for each in writes] == [403] * len(writes)
    client.force_login(max_)
    assert [client.post(each).status_code for each in chairs] == [403] * len(chairs)
    assert client.get(address("new-forum")).status_code == 403
    Forum.objects.update(confidential=True)
    assert [client.get(each).status_code for each in seen] == [200] * 3
    client.force_login(vera)
    assert [client.get(each).status_code for each in seen] == [404] * 3
    assert forum.name not in client.get(address("reviews")).content.decode()
    assert decision.title not in client.get(address("decisions")).content.decode()
    client.force_login(alice)
    assert [client.get(each).status_code for each in seen] == [200] * 3
