"""The list of all countermeasures: in its order, searched, counted, taken away, and seen by whom."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.models import Countermeasure, KeyResult
from hoshin.pipeline.read import Reader
from tests.apps.strategy.written import key_result, objective

MONTH = date(2026, 7, 1)


@pytest.fixture
def measured(reader: Reader, lena: Person) -> KeyResult:
    """A key result to open countermeasures to."""
    return key_result(reader, lena, objective(lena))


def opened(of: KeyResult, owner: Person, action: str, due: date, done: date | None = None) -> Countermeasure:
    """A countermeasure as the database keeps it."""
    return Countermeasure.objects.create(
        key_result=of, month=MONTH, cause="Two people left.", action=action, owner=owner, due=due, done_on=done,
        effect="It helped." if done else "",
    )  # fmt: skip


def test_the_late_ones_come_first_and_the_done_ones_last(
    client: Client, measured: KeyResult, lena: Person, today: datetime
) -> None:
    day = today.date()
    for action, due, done in (
        ("done long ago", day - timedelta(40), day - timedelta(30)),
        ("to come", day + timedelta(5), None),
        ("late", day - timedelta(1), None),
        ("done lately", day - timedelta(9), day - timedelta(3)),
        ("later still", day - timedelta(8), None),
    ):
        opened(measured, lena, action, due, done)
    found = queries.late_first(queries.countermeasures(lena), day)
    assert [each.action for each in found] == ["later still", "late", "to come", "done lately", "done long ago"]
    client.force_login(lena)
    page = client.get(reverse("strategy:countermeasures"))
    assert [each.action for each, _, _ in page.context["rows"]] == [each.action for each in found]
    assert {state: count for state, _, count in page.context["counts"]} == {"late": 2, "open": 1, "done": 2}
    narrowed = client.get(reverse("strategy:countermeasures"), {"words": "long ago"})
    assert [each.action for each, _, _ in narrowed.context["rows"]] == ["done long ago"]
    file = client.get(reverse("strategy:countermeasures"), {"form": "csv", "words": "late"})
    lines = b"".join(file).decode().splitlines()
    assert [line.split(",")[3] for line in lines[1:]] == ["later still", "late", "done lately"]


def test_the_page_says_what_to_do_where_there_is_none(client: Client, lena: Person) -> None:
    client.force_login(lena)
    assert "No countermeasure has been opened" in client.get(reverse("strategy:countermeasures")).content.decode()


@pytest.mark.django_db
def test_states_are_counted_as_each_says(measured: KeyResult, lena: Person) -> None:
    @given(rows=st.lists(st.tuples(st.integers(-3, 3), st.none() | st.integers(-3, 3)), max_size=8))
    def counted(rows: list[tuple[int, int | None]]) -> None:
        day = date(2026, 11, 20)
        Countermeasure.objects.all().delete()
        made = [
            opened(measured, lena, "x", day + timedelta(due), None if done is None else day + timedelta(done))
            for due, done in rows
        ]
        found = queries.states(queries.countermeasures(lena), day)
        assert found == {state: sum(each.state(day) == state for each in made) for state in ("late", "open", "done")}

    counted()


def test_the_first_page_names_some_and_says_how_many_more(
    client: Client, measured: KeyResult, lena: Person, today: datetime
) -> None:
    for each in range(9):
        opened(measured, lena, f"action {each}", today.date() - timedelta(9 - each))
    client.force_login(lena)
    matters = [each for each in client.get(reverse("home")).context["matters"] if "ountermeasure" in each.title]
    assert [each.why.rpartition(": ")[2] for each in matters[:5]] == [f"action {each}" for each in range(5)]
    assert (matters[5].title, matters[5].href) == ("4 more countermeasures", reverse("strategy:countermeasures"))
    assert len(matters) == 6


def test_a_confidential_objective_keeps_its_countermeasures_to_itself(
    client: Client, measured: KeyResult, lena: Person, max_: Person, today: datetime
) -> None:
    opened(measured, lena, "what nobody else may read", today.date())
    client.force_login(max_)
    assert "what nobody else may read" in client.get(reverse("strategy:countermeasures")).content.decode()
    of = measured.objective
    of.confidential = True
    of.save()
    assert "what nobody else may read" not in client.get(reverse("strategy:countermeasures")).content.decode()
