"""Books: kept as written, never changed, numbered on; names keep their versions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.agreements import actions, models, queries
from hoshin.eventlog.calendar import Calendar, Span, SpecialDay
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.book_file import digest, dumps, loads
from hoshin.service_levels.changing import raised, with_agreement, without_agreement

pytestmark = pytest.mark.django_db

OFFICE = Calendar(
    "Office",
    "Europe/Berlin",
    (*[(Span(480, 720), Span(780, 1020))] * 5, (), ()),
    (
        SpecialDay(date(2026, 12, 25), "Christmas Day"),
        SpecialDay(date(2026, 12, 24), "Christmas Eve", (Span(480, 720),)),
    ),
)
FAST = Agreement(
    "Critical",
    Clock.RESOLUTION,
    timedelta(hours=4),
    "Office",
    (("priority", "1"), ("kind", "incident")),
    ("waiting", "Awaiting vendor"),
    date(2026, 1, 1),
)
SLOW = Agreement("All others", Clock.RESOLUTION, timedelta(hours=40), "Office")
BOOK = Book((OFFICE,), (FAST, SLOW))


def test_a_book_is_read_back_as_it_was_written(lena: Person) -> None:
    row = actions.save(lena, BOOK, reason="first", after=0)
    assert dumps(queries.book()) == dumps(BOOK)
    assert row.digest == digest(queries.book())
    assert loads(dumps(queries.book())) == queries.book()
    assert queries.book(7) == queries.NONE


def test_each_change_makes_a_book_and_the_ones_before_stay(lena: Person) -> None:
    actions.save(lena, BOOK, reason="first", after=0)
    faster = replace(FAST, target=timedelta(hours=2))
    second = actions.save(lena, with_agreement(queries.book(), faster, "Critical"), reason="sooner", after=1)
    assert second.number == 2
    assert [each.target.total_seconds() / 3600 for each in queries.book().agreements] == [2, 40]
    assert [each.version for each in queries.book().agreements] == [2, 1]
    assert dumps(queries.book(1)) == dumps(BOOK)
    assert [each.reason for each in queries.books()] == ["sooner", "first"]
    line = AuditLine.objects.latest("id")
    assert (line.person, line.action) == (lena, "saved agreements")
    assert "changed agreement Critical" in line.detail


def test_a_name_that_comes_back_counts_on(lena: Person) -> None:
    actions.save(lena, BOOK, reason="first", after=0)
    actions.save(lena, without_agreement(queries.book(), "Critical"), reason="gone", after=1)
    actions.save(lena, with_agreement(queries.book(), replace(FAST, target=timedelta(hours=1))), reason="back", after=2)
    assert [each.title for each in queries.book().agreements] == ["All others v1", "Critical v2"]
    assert queries.book(3) != queries.book(1)


def test_the_order_is_part_of_a_book(lena: Person) -> None:
    actions.save(lena, BOOK, reason="first", after=0)
    row = actions.save(lena, raised(queries.book(), "All others"), reason="order", after=1)
    assert [each.name for each in queries.book().agreements] == ["All others", "Critical"]
    assert row.digest != digest(BOOK)
    assert "other order" in AuditLine.objects.latest("id").detail


def test_what_changes_nothing_or_comes_late_is_refused(lena: Person, alice: Person) -> None:
    actions.save(alice, BOOK, reason="first", after=0)
    with pytest.raises(actions.NothingChanged, match="book 1 says already"):
        actions.save(lena, queries.book(), reason="again", after=1)
    with pytest.raises(actions.BookMoved, match="Book 1 was saved by Alice"):
        actions.save(lena, BOOK, reason="late", after=0)
    assert models.Book.objects.count() == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_agreement SET target_minutes = 1",
        "UPDATE agreements_book SET digest = ''",
        "DELETE FROM agreements_specialday",
        "INSERT OR REPLACE INTO agreements_pausestate SELECT id, place, 'x', agreement_id FROM agreements_pausestate",
    ],
)
def test_the_database_refuses_to_change_a_book(lena: Person, statement: str) -> None:
    actions.save(lena, BOOK, reason="first", after=0)
    with pytest.raises(DatabaseError, match="save another one"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert dumps(queries.book()) == dumps(BOOK)


def test_a_row_that_was_slipped_in_is_noticed(lena: Person) -> None:
    row = actions.save(lena, replace(BOOK, agreements=(replace(SLOW, name="Tampered"),)), reason="first", after=0)
    agreement = models.Agreement.objects.get(book=row)
    models.PauseState.objects.create(agreement=agreement, place=9, state="new")
    with pytest.raises(queries.BookDamaged, match="book 1"):
        queries.book()


def test_reading_a_book_takes_as_many_questions_however_large_it_is(
    lena: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = Book(
        tuple(replace(OFFICE, name=f"Office {place}") for place in range(9)),
        tuple(replace(FAST, name=f"Agreed {place}", calendar=f"Office {place}") for place in range(9)),
    )
    actions.save(lena, many, reason="many", after=0)
    with django_assert_num_queries(8):
        assert len(queries.book().agreements) == 9
    with django_assert_num_queries(1):
        queries.book()
