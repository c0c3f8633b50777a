"""Every address of this app, asked by everybody: whom it is not for is told that there is nothing."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.people.machine import Act
from hoshin.apps.people.models import Blocker
from hoshin.apps.people.urls import urlpatterns
from tests.apps.people.evaluating import opened, walked
from tests.apps.people.goals import agreed
from tests.apps.strategy.written import objective

pytestmark = pytest.mark.django_db
EVERYBODY = frozenset({"paul", "lena", "omar", "nora", "alice", "leo", "vera"})
"""Person, manager, other manager, human resources, administrator, leader, viewer."""
SIDES = frozenset({"paul", "lena"})
THREE = SIDES | {"nora"}
HR = frozenset({"nora"})


@dataclass(frozen=True)
class Address:
    """Of what an address is, and for whom; ``others`` is what all others are answered."""

    of: str
    admitted: frozenset[str]
    post: bool = False
    others: int = 404


ADDRESSES = {
    "mine": Address("", EVERYBODY),
    "new": Address("", EVERYBODY),
    "scope": Address("", EVERYBODY),
    "goal": Address("goal", THREE),
    "counter": Address("goal", SIDES),
    "sign": Address("goal", SIDES, post=True),
    "close": Address("goal", SIDES, post=True),
    "share": Address("goal", frozenset({"paul"}), post=True),
    "check-in": Address("goal", frozenset({"paul"}), post=True),
    "solve": Address("blocker", SIDES, post=True),
    "teams": Address("", EVERYBODY),
    "team": Address("team", EVERYBODY),
    "thread": Address("", EVERYBODY),
    "serving": Address("objective", EVERYBODY),
    "evaluations": Address("", EVERYBODY),
    "evaluation": Address("evaluation", THREE),
    "step": Address("evaluation", THREE, post=True),
    "succeed": Address("evaluation", HR, post=True),
    "new-cycle": Address("", HR),
    "cycle": Address("cycle", HR),
    "recognition": Address("", EVERYBODY),
    # Leaders alone compare groups; no person is in it, so others are told why.
    "compare": Address("", frozenset({"lena", "omar", "leo", "alice"}), others=403),
    "privacy": Address("", EVERYBODY),
    "export": Address("", EVERYBODY),
    "privacy-of": Address("person", HR | {"paul"}),
    "export-of": Address("person", HR | {"paul"}),
    "erase": Address("person", HR),
}


@pytest.fixture
def cast(
    paul: Person, lena: Person, omar: Person, nora: Person, alice: Person, vera: Person, db: None
) -> dict[str, Person]:
    """Everybody by name; Leo is a leader who leads nobody."""
    leo = Person.objects.create_person("leo", "long enough to sign in", name="Leo", role="leader")
    assert {each.username for each in (paul, lena, omar, nora, alice, leo, vera)} == EVERYBODY
    return {each.username: each for each in (paul, lena, omar, nora, alice, leo, vera)}


@pytest.fixture
def rows(cast: dict[str, Person]) -> dict[str, int]:
    """One of everything that an address can be of; all of it is Paul's."""
    paul, lena, nora = (cast[each] for each in ("paul", "lena", "nora"))
    goal = agreed(paul)
    day = goal.shown.first
    blocker = Blocker.objects.create(goal=goal, words="w", asked=lena, opened_on=day, due=day)
    cycle = opened(nora, paul)
    evaluation = walked(cycle.evaluations.get(), nora, Act.FINAL)
    assert paul.team_id is not None
    return {
        "goal": goal.pk,
        "blocker": blocker.pk,
        "team": paul.team_id,
        "objective": objective(lena).pk,
        "evaluation": evaluation.pk,
        "cycle": cycle.pk,
        "person": paul.pk,
    }


def test_every_address_stands_in_the_table() -> None:
    assert {each.name for each in urlpatterns if isinstance(each, URLPattern)} == set(ADDRESSES)
    assert len(urlpatterns) == len(ADDRESSES)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_an_address_is_for_whom_the_table_says(cast: dict[str, Person], rows: dict[str, int], name: str) -> None:
    address = ADDRESSES[name]
    for who, person in cast.items():
        client = Client()
        client.force_login(person)
        ask = client.post if address.post else client.get
        answer = ask(reverse(f"people:{name}", args=[rows[address.of]] if address.of else []))
        if who in address.admitted:
            # A post without answers may be refused in words; a step that nobody named is no page.
            assert answer.status_code in ((200, 302, 404) if name == "step" else (200, 302)), (name, who)
        else:
            assert answer.status_code == address.others, (name, who)
            for secret in ("Words of", "scanners", *(() if who == "paul" else ("Paul",))):
                assert secret not in answer.content.decode(), (name, who)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_strangers_are_sent_to_sign_in(client: Client, rows: dict[str, int], name: str) -> None:
    address = ADDRESSES[name]
    ask = client.post if address.post else client.get
    answer = ask(reverse(f"people:{name}", args=[rows[address.of]] if address.of else []))
    assert answer.status_code == 302
    assert "/sign-in/" in answer.headers["Location"]


@pytest.mark.parametrize("act", list(Act))
def test_no_step_is_taken_by_whom_it_is_not_for(
    client: Client, cast: dict[str, Person], rows: dict[str, int], act: Act
) -> None:
    for who in EVERYBODY - THREE:
        client.force_login(cast[who])
        said = {"act": act, "after": "5", "words": "w", "rating": "5"}
        assert client.post(reverse("people:step", args=[rows["evaluation"]]), said).status_code == 404
