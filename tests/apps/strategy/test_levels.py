"""Objectives down the levels: parents, weights, themes, and two people who change one."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.strategy import actions, queries
from hoshin.apps.strategy.actions import ThemeWords
from hoshin.apps.strategy.models import Level, Objective
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.reports.tree import forest
from hoshin.pipeline.read import Reader
from tests.apps.strategy.written import DUE, START, key_result


def written(person: Person, title: str, level: str = Level.IT, **more: Any) -> Objective:
    """An objective of a level, from the test's start to its end."""
    return actions.write_objective(
        person, title=title, why="", owner=person, first=START, last=DUE, level=level, **more
    )


def answers(person: Person, **given: object) -> dict[str, object]:
    """What the form of an objective sends."""
    return {
        "title": "Sooner",
        "why": "",
        "level": "it",
        "team": "",
        "owner": person.pk,
        "theme": "",
        "parent": "",
        "weight": "3",
        "first": "2026-01-01",
        "last": "2026-12-31",
        **given,
    }


def test_an_objective_contributes_upwards_only(lena: Person) -> None:
    business = written(lena, "Customers trust our dates", Level.BUSINESS)
    it = written(lena, "Depots work", parent=business, weight=5)
    again = written(lena, "Scanners work", parent=it)
    assert [each.title for each in queries.below(business)] == ["Depots work"]
    with pytest.raises(actions.NotAbove, match="below this one"):
        written(lena, "Customers trust our dates", Level.BUSINESS, parent=it, objective=business)
    with pytest.raises(actions.NotAbove, match="contributes to this objective already"):
        written(lena, "Depots work", parent=again, objective=it)
    with pytest.raises(actions.NotAbove, match="contributes to this objective already"):
        written(lena, "Depots work", parent=it, objective=it)
    with pytest.raises(actions.StillMeasured, match="Other objectives contribute"):
        actions.drop_objective(lena, it)
    with pytest.raises(IntegrityError):
        Objective.objects.filter(pk=it.pk).update(weight=6)


def test_the_form_tells_beside_the_field(client: Client, lena: Person) -> None:
    team = Team.objects.create(name="Desk")
    below = written(lena, "Scanners", Level.TEAM, team=team)
    client.force_login(lena)
    for given_answers, because in (
        ({"level": "team"}, "Choose the team whose objective it is"),
        ({"team": team.pk}, "Only a team&#x27;s objective has a team"),
        ({"level": "business", "parent": below.pk}, "below this one"),
        ({"weight": "9"}, "9 is not one of the available choices"),
    ):
        shown = client.post(reverse("strategy:new-objective"), answers(lena, **given_answers)).content.decode()
        assert because in shown
    assert Objective.objects.count() == 1


def test_an_objective_follows_its_theme_into_the_next_version(lena: Person) -> None:
    vision: dict[str, Any] = {"statement": "Nobody waits.", "horizon": "2027", "success": "Half a day."}
    first = actions.publish_vision(lena, **vision, themes=(ThemeWords("Fast"), ThemeWords("Cheap")))
    fast, cheap = first.themes.all()
    sooner, cheaper = written(lena, "Sooner", theme=fast), written(lena, "Cheaper", theme=cheap)
    second = actions.publish_vision(
        lena, **vision, themes=(ThemeWords("Fast everywhere", continues=fast.pk),), why="Asia waits longest."
    )
    sooner.refresh_from_db()
    cheaper.refresh_from_db()
    assert sooner.theme == second.themes.get()
    assert cheaper.theme == cheap
    assert set(queries.themes_to_serve(cheaper)) == {cheap, sooner.theme}
    assert list(queries.themes_to_serve(None)) == [sooner.theme]


def test_a_parent_is_shown_beside_its_children_and_never_blended(
    client: Client, reader: Reader, lena: Person, today: object
) -> None:
    business = written(lena, "Customers trust our dates", Level.BUSINESS)
    reached = written(lena, "Network works", parent=business, weight=2)
    key_result(reader, lena, reached, scope=(("group", "Network"),))
    written(lena, "Depots work", parent=business, weight=5)
    client.force_login(lena)
    shown = client.get(reverse("strategy:objective", args=[business.pk])).content.decode()
    part = shown.split('id="below"', 1)[1]
    assert part.index("Depots work") < part.index("Network works")
    assert "impact here: decisive" in part
    assert "1 unknown, 1 reached." in part.lower()
    assert "unknown" in shown.split('id="below"', 1)[0]
    up = client.get(reverse("strategy:objective", args=[reached.pk])).content.decode()
    assert "Contributes to" in up
    fresh = client.get(reverse("strategy:new-objective"), {"parent": str(reached.pk)}).content.decode()
    assert '<option value="team" selected>' in fresh


def test_the_second_of_two_saves_is_refused_with_what_differs(client: Client, lena: Person, alice: Person) -> None:
    found = written(lena, "Sooner")
    actions.write_objective(
        alice, title="Sooner in Asia", why="", owner=lena, first=START, last=DUE, objective=found, after=1
    )
    client.force_login(lena)
    address = reverse("strategy:change-objective", args=[found.pk])
    shown = client.post(address, answers(lena, title="Sooner in Europe", after="1")).content.decode()
    assert "Saved now: Sooner in Asia. You wrote: Sooner in Europe." in shown
    assert 'value="Sooner in Europe"' in shown
    found.refresh_from_db()
    assert (found.title, found.edition) == ("Sooner in Asia", 2)
    assert client.post(address, answers(lena, title="Sooner in Europe", after="2")).status_code == 302
    found.refresh_from_db()
    assert (found.title, found.edition) == ("Sooner in Europe", 3)


def test_the_second_of_two_promises_is_refused_with_what_differs(
    client: Client, reader: Reader, lena: Person, alice: Person
) -> None:
    found = key_result(reader, lena, written(lena, "Sooner"), "resolution_sla_met_share", target=0.99)
    words = {"title": found.title, "start": START, "due": DUE}
    actions.change_key_result(alice, found, **words, target=0.98, after=1)  # type: ignore[arg-type]
    client.force_login(lena)
    shown = client.post(
        reverse("strategy:change-key-result", args=[found.pk]), {**words, "target": "97", "after": "1"}
    ).content.decode()
    assert "Saved now: 98.0. You wrote: 97.0." in shown
    found.refresh_from_db()
    assert (found.target, found.edition) == (0.98, 2)


@given(parents=st.lists(st.integers(-1, 12), max_size=12), data=st.data())
def test_each_objective_stands_once_in_the_forest(parents: list[int], data: st.DataObject) -> None:
    """A parent has always a smaller number here, so that there is no ring, as the actions see to."""
    standings = []
    for number, parent in enumerate(parents):
        above = parent if 0 <= parent < number else None
        level = data.draw(st.sampled_from(list(Level)))
        weight = data.draw(st.integers(0, 5))
        found = Objective(pk=number, title=str(number), parent_id=above, weight=weight, level=level, first=START)
        standings.append(ObjectiveStanding(found, ()))
    trees = forest(standings)
    walked = [each.standing.objective for tree in trees for each in tree.walk()]
    assert sorted(each.pk for each in walked) == list(range(len(parents)))
    for tree in trees:
        for branch in tree.walk():
            below = [each.standing.objective for each in branch.children]
            assert all(each.parent_id == branch.standing.objective.pk for each in below)
            assert [each.weight for each in below] == sorted((each.weight for each in below), reverse=True)
    roots = [tree.standing.objective for tree in trees]
    assert {each.pk for each in roots} == {each.objective.pk for each in standings if each.objective.parent_id is None}
