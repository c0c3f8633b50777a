"""Check-ins: kept as they were said, with what the metric read; silence shows; blockers have a clock."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.actions import checkins as actions
from hoshin.apps.people.actions.goals import NotYours
from hoshin.apps.people.health import CONFIDENT, DOUBTFUL, GRACE, Course, Health, due, health
from hoshin.apps.people.models import Blocker, CheckIn
from hoshin.apps.people.reports.goals import picture
from hoshin.apps.strategy.status import AT_RISK, ON_TRACK
from tests.apps.people.goals import FIRST, agreed

SAID_ON = FIRST + timedelta(days=10)


@pytest.mark.django_db
def test_what_was_said_stays(paul: Person) -> None:
    goal = agreed(paul)
    written = actions.check_in(paul, goal, actions.Said(8, "Six depots so far."), SAID_ON)
    for statement in (
        "UPDATE people_checkin SET confidence = 3",
        "UPDATE people_checkin SET note = 'other'",
        "DELETE FROM people_checkin",
    ):
        with (
            pytest.raises(IntegrityError, match="check in again"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
    with pytest.raises(actions.SaidAlready, match="tomorrow"):
        actions.check_in(paul, goal, actions.Said(2), SAID_ON)
    assert CheckIn.objects.get() == written


@pytest.mark.django_db
def test_only_whoever_answers_says_how_it_stands(client: Client, paul: Person, lena: Person) -> None:
    goal = agreed(paul)
    client.force_login(lena)
    assert client.post(reverse("people:check-in", args=[goal.pk]), {"confidence": "8"}).status_code == 404
    with pytest.raises(NotYours):
        actions.check_in(lena, goal, actions.Said(8), SAID_ON)


@pytest.mark.django_db
def test_a_check_in_and_its_blocker_in_the_browser(client: Client, paul: Person, lena: Person, today: object) -> None:
    goal = agreed(paul)
    client.force_login(paul)
    page = client.post(reverse("people:check-in", args=[goal.pk]), {"confidence": "", "note": "half of a thought"})
    assert "half of a thought" in page.content.decode()
    said = {"confidence": "5", "note": "Slow.", "blocker": "No training time before Christmas"}
    client.post(reverse("people:check-in", args=[goal.pk]), said)
    again = client.post(reverse("people:check-in", args=[goal.pk]), {**said, "note": "A second thought"})
    assert "A second thought" in again.content.decode()
    blocker = Blocker.objects.get()
    assert (blocker.asked, blocker.due - blocker.opened_on) == (lena, actions.CLOCK)
    client.force_login(lena)
    assert "No training time before Christmas" in client.get(reverse("people:mine")).content.decode()
    client.post(reverse("people:solve", args=[blocker.pk]), {"solution": "Two shifts were freed."})
    blocker.refresh_from_db()
    assert (blocker.solved_by, blocker.solution) == (lena, "Two shifts were freed.")
    client.force_login(paul)
    again = client.post(reverse("people:solve", args=[blocker.pk]), {"solution": "It went by itself."}, follow=True)
    html = again.content.decode()
    assert "Lena has called it solved" in html
    assert "Two shifts were freed." in html
    assert "It went by itself." in html
    blocker.refresh_from_db()
    assert blocker.solution == "Two shifts were freed."


DAYS = st.integers(0, 200).map(lambda n: FIRST + timedelta(days=n))


@st.composite
def courses(draw: st.DrawFn) -> Course:
    days = sorted(draw(st.sets(DAYS, max_size=6)))
    return Course(
        first=FIRST,
        last=FIRST + timedelta(days=draw(st.integers(1, 150))),
        cadence=draw(st.sampled_from([7, 14, 28])),
        agreed=draw(st.booleans()),
        said=[(each, draw(st.integers(0, 10))) for each in days],
        blockers=draw(st.lists(DAYS, max_size=2)),
        gone=draw(st.none() | st.floats(-1, 2)),
        read_from=draw(st.none() | DAYS),
    )


def by_hand(course: Course, today: date) -> Health:
    """The rule once more, as a table of the worst that speaks against it."""
    if not course.agreed:
        return Health.BEING_AGREED
    if today < course.first:
        return Health.NOT_STARTED
    newest = course.said[-1][0] if course.said else course.first
    if (today - newest).days > course.cadence + 3:
        return Health.SILENT
    if not course.said:
        return Health.NOT_STARTED
    confidence = course.said[-1][1]
    bad, risky = confidence < 4, confidence < 7
    bad = bad or any(each < today for each in course.blockers)
    risky = risky or bool(course.blockers)
    if course.gone is not None and course.gone < 1:
        passed = min((today - course.first).days / (course.last - course.first).days, 1)
        early = course.read_from is not None and course.read_from < course.first and today <= course.last
        if early:
            pass  # the metric tells of days before the goal
        elif today > course.last or (passed > 0 and course.gone < AT_RISK * passed):
            bad = True
        elif passed > 0 and course.gone < ON_TRACK * passed:
            risky = True
    return Health.OFF_TRACK if bad else Health.AT_RISK if risky else Health.ON_TRACK


@given(courses(), DAYS)
def test_health_follows_its_rule(course: Course, today: date) -> None:
    assert health(course, today)[0] is by_hand(course, today)


@given(courses(), st.integers(1, 100))
def test_silence_is_never_green(course: Course, later: int) -> None:
    today = due(course) + GRACE + timedelta(days=later)
    assert health(course, today)[0] in (Health.SILENT, Health.BEING_AGREED)


def test_the_rule_names_its_own_numbers() -> None:
    assert (CONFIDENT, DOUBTFUL) == (7, 4)


@given(courses(), DAYS)
def test_the_picture_shows_every_word_and_every_silence(course: Course, today: date) -> None:
    said = [CheckIn(on=on, confidence=confidence) for on, confidence in course.said]
    drawn = picture(course, said, today)
    assert [each.check_in for each in drawn.points] == said
    assert all(0 <= each.x <= 100 and 0 <= each.y <= 100 for each in drawn.points)
    gaps = [(b - a).days > course.cadence + 3 for (a, _), (b, _) in zip(course.said, course.said[1:], strict=False)]
    tail = bool(said) and (today - said[-1].on).days > course.cadence + 3
    assert [each.silent for each in drawn.stretches] == gaps + [True] * tail
