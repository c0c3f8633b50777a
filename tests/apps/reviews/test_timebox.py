"""An agenda against the time of its meeting: what fits, what gives way, and what comes back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.reviews import timebox
from hoshin.apps.reviews.actions import closing, meetings
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import AgendaItem, Forum, Review, Source
from hoshin.apps.reviews.reports import agenda, minutes
from hoshin.reporting.blocks import Tone

ITEMS = st.lists(
    st.builds(
        AgendaItem,
        source=st.sampled_from(list(Source)),
        tone=st.sampled_from(list(Tone)),
        minutes=st.integers(1, 30),
        talked=st.booleans(),
        title=st.just("x"),
    ),
    max_size=20,
).map(lambda found: [_placed(each, n) for n, each in enumerate(found)])


def _placed(item: AgendaItem, place: int) -> AgendaItem:
    item.place = place
    return item


@given(items=ITEMS, length=st.integers(5, 120))
def test_nothing_is_lost_and_what_gives_way_is_no_more_urgent(items: Sequence[AgendaItem], length: int) -> None:
    found = timebox.plan(items, length)
    inside = [each for chapter in found.chapters for each in chapter.items]
    assert sorted(e.place for e in (*inside, *found.later)) == sorted(e.place for e in items)
    assert found.asked == sum(e.minutes for e in items)
    firm = sum(e.minutes for e in inside if e.talked or e.source == Source.STANDING)
    assert found.planned <= max(length, firm)
    free = [e for e in inside if not e.talked and e.source != Source.STANDING]
    for late in found.later:
        assert not late.talked
        assert late.source != Source.STANDING
        assert all(timebox.URGENT.index(Tone(e.tone)) <= timebox.URGENT.index(Tone(late.tone)) for e in free)
    if found.asked <= length:
        assert not found.later


def test_every_source_has_its_chapter_and_its_time() -> None:
    assert set(timebox.GROUPS) == set(timebox.MINUTES) == set(Source)


@pytest.mark.django_db
def test_what_was_not_reached_comes_back(forum: Forum, lena: Person, today: datetime) -> None:
    on = date(2026, 11, 10)
    lines = [
        Line(Source.VERDICT, "verdict 1 harmful", "Triage", "It harms.", Tone.BAD, "harmful"),
        Line(Source.SIGNAL, "signal 7", "Reopened", "", Tone.WATCH, "unexplained"),
    ]
    before = meetings.begin(lena, forum, on, lines, today)
    kept = meetings.add_item(lena, before, "New scanners")
    talked = meetings.add_item(lena, before, "The car park")
    meetings.talk(lena, talked, talked=True)
    dropped = meetings.add_item(lena, before, "The weather")
    meetings.drop_item(lena, dropped, dropped=True)
    closing.close(lena, before, lambda found: minutes.compose(minutes.gather(found, on)), today)

    def written(day: date) -> list[Line]:
        since = meetings.look_back(forum, day)
        return agenda.compose(agenda.gather(None, forum, since, day, today.date()))

    carried = {each.title: each.carried for each in written(date(2026, 12, 8)) if each.carried}
    # The signal is not told anew, so it is over; the verdict and what was added stay.
    assert carried == {"Triage": on, "New scanners": on}
    after = meetings.begin(lena, forum, date(2026, 12, 8), written(date(2026, 12, 8)), today)
    again = after.items.get(title="New scanners")
    assert (again.carried_from, again.subject) == (on, f"carried {kept.pk}")
    meetings.note(lena, again, base="", notes="They come in May.")
    closing.close(lena, after, lambda found: minutes.compose(minutes.gather(found, on)), today)
    assert {e.title for e in written(date(2027, 1, 12)) if e.carried} == {"Triage"}


@pytest.mark.django_db
def test_the_chair_gives_time_and_ticks_off(
    client: Client, forum: Forum, review: Review, lena: Person, vera: Person, today: datetime
) -> None:
    forum.minutes = 15
    forum.save()
    item = meetings.add_item(lena, review, "New scanners")
    client.force_login(lena)
    page = client.get(reverse("reviews:review", args=[review.pk])).content.decode()
    assert "5 of 15 minutes are planned." in page
    refused = client.post(reverse("reviews:give-time", args=[item.pk]), {"minutes": "0"}, follow=True)
    assert "at least one minute" in refused.content.decode()
    page = client.post(reverse("reviews:give-time", args=[item.pk]), {"minutes": "20"}, follow=True).content.decode()
    assert "All of it would take 20 minutes, and the meeting has 15." in page
    assert "If there is time" in page
    page = client.post(reverse("reviews:talk", args=[item.pk]), {"talked": "1"}, follow=True).content.decode()
    assert "1 of 1" in page
    assert "If there is time" not in page  # what was talked about had its time
    line = AuditLine.objects.get(action="gave an item its time")
    assert [(c.field, c.before, c.after) for c in line.changes.all()] == [("minutes", "5", "20")]
    client.force_login(vera)
    assert client.post(reverse("reviews:talk", args=[item.pk]), {"talked": "0"}).status_code == 403
    assert AgendaItem.objects.get(pk=item.pk).talked
