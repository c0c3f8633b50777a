"""Ten thousand promises: the counts are right, pages stay quick, and ask as much of the database as with few."""

from __future__ import annotations

import time
from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.models import Commitment, Decision, Forum, Outcome, Review
from hoshin.apps.reviews.queries import outcomes

pytestmark = pytest.mark.django_db
MANY = 10_000


def promises(forum: Forum, people: list[Person], today: date, count: int) -> None:
    Commitment.objects.bulk_create(
        Commitment(
            forum=forum,
            words=f"promise {n}",
            owner=people[n % len(people)],
            promised_on=today - timedelta(days=400),
            first_due=today - timedelta(days=n % 300 - 20),
            due=today - timedelta(days=n % 300 - 20 - (n % 5 == 0)),
            kept_on=None if n % 10 == 0 else today - timedelta(days=n % 310 - 20),
            withdrawn_on=today if n % 100 == 0 else None,
        )
        for n in range(count)
    )


def test_counts_are_those_of_the_rows(forum: Forum, lena: Person, max_: Person, today: datetime) -> None:
    day = today.date()
    promises(forum, [lena, max_], day, 700)
    rows = list(Commitment.objects.all())
    found = outcomes.record_of(Commitment.objects.all(), day)
    assert found.kept_in_time == sum(bool(e.kept_on and e.kept_on <= e.first_due) for e in rows)
    assert found.kept_late == sum(bool(e.kept_on and e.kept_on > e.first_due) for e in rows)
    assert found.late == sum(e.is_late(day) for e in rows)
    assert found.open == sum(e.is_open and not e.is_late(day) for e in rows)
    assert found.withdrawn == sum(e.withdrawn_on is not None and e.kept_on is None for e in rows)
    assert found.promised == len(rows)
    each = [outcomes.record_in(row) for row in outcomes.by_person(Commitment.objects.all(), day)]
    assert sum(record.promised for record in each) == len(rows)
    assert [e.is_late(day) for e in outcomes.waiting(Commitment.objects.all())] == sorted(
        (e.is_late(day) for e in rows if e.is_open), reverse=True
    )


def test_decisions_are_counted_by_their_newest_outcome(review: Review, lena: Person, today: datetime) -> None:
    for results in ([], ["not", "partly"], ["partly"], ["as expected"]):
        decision = Decision.objects.create(
            forum=review.forum, review=review, title="x", reason="x", expected="x", on=review.on
        )
        for result in results:
            Outcome.objects.create(decision=decision, result=result, sentence="x", person=lena, at=today)
    assert outcomes.results(Decision.objects.all()) == {"": 1, "partly": 2, "as expected": 1}


@pytest.mark.parametrize("name", ["reviews", "commitments", "decisions"])
def test_many_ask_as_much_as_few_and_stay_quick(
    client: Client,
    forum: Forum,
    lena: Person,
    max_: Person,
    today: datetime,
    name: str,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client.force_login(lena)
    promises(forum, [lena, max_], today.date(), MANY)
    page = reverse(f"reviews:{name}")
    client.get(page)
    with django_assert_max_num_queries(40):
        begin = time.perf_counter()
        assert client.get(page).status_code == 200
        took = time.perf_counter() - begin
    assert took < 1.0  # far above what it takes: this tells a page that loads all rows, not a busy machine
