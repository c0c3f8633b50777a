"""The filter and the predicate of confidence say the same, and what the rule says in words."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoshin.apps.accounts.confidence import Eyes, seen, sees
from hoshin.apps.accounts.models import Person, Role, Team, Unit
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.reviews import access as reviews
from hoshin.apps.reviews.models import Forum, ForumMember
from hoshin.apps.strategy.models import KeyResult, Objective
from tests.apps.small_desk import TODAY

pytestmark = pytest.mark.django_db
NAMES = ("ada", "ben", "cora")
PLACES = ("depots", "sites")


@dataclass(frozen=True)
class Somebody:
    """A person of an example."""

    role: Role
    team: str | None
    active: bool


@dataclass(frozen=True)
class Thing:
    """A row of an example: to whom it belongs, by name."""

    confidential: bool
    owner: str | None
    named: frozenset[str]
    team: str | None
    unit: str | None


people = st.fixed_dictionaries(
    {
        name: st.builds(Somebody, st.sampled_from(Role), st.sampled_from((None, *PLACES)), st.booleans())
        for name in NAMES
    }
)
heads = st.fixed_dictionaries({place: st.sampled_from((None, *NAMES)) for place in PLACES})
things = st.lists(
    st.builds(
        Thing,
        st.booleans(),
        st.sampled_from((None, *NAMES)),
        st.frozensets(st.sampled_from(NAMES)),
        st.sampled_from((None, *PLACES)),
        st.sampled_from((None, *PLACES)),
    ),
    min_size=1,
    max_size=3,
)


def by_the_rule(
    who: str, cast: dict[str, Somebody], of: dict[str, str | None], thing: Thing, *, has_team: bool
) -> bool:
    """The rule as it is written for people, worked out over plain words."""
    somebody = cast[who]
    if not somebody.active:
        return False
    leads = somebody.role in (Role.LEADER, Role.ADMINISTRATOR)
    return (
        not thing.confidential
        or somebody.role in (Role.ADMINISTRATOR, Role.AUDITOR)
        or who == thing.owner
        or who in thing.named
        or (thing.unit is not None and of[thing.unit] == who)
        or (has_team and thing.team is not None and thing.team == somebody.team and leads)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cast=people, of=heads, made=things)
def test_filter_predicate_and_rule_agree(
    db: None, cast: dict[str, Somebody], of: dict[str, str | None], made: list[Thing]
) -> None:
    with transaction.atomic():
        teams = {name: Team.objects.create(name=name) for name in PLACES}
        known = {
            name: Person.objects.create(
                username=name,
                name=name,
                role=each.role,
                is_active=each.active,
                team=teams[each.team] if each.team else None,
            )
            for name, each in cast.items()
        }
        units = {
            place: Unit.objects.create(name=place, head=known[head] if head else None) for place, head in of.items()
        }
        rows = [_written(number, each, known, teams, units) for number, each in enumerate(made)]
        for who, person in known.items():
            expected = [by_the_rule(who, cast, of, each, has_team=True) for each in made]
            without_team = [by_the_rule(who, cast, of, each, has_team=False) for each in made]
            objectives, initiatives, forums = (set(each) for each in _filtered(person))
            for (objective, initiative, forum), of_team, of_none in zip(rows, expected, without_team, strict=True):
                assert (objective.pk in objectives) == sees(person, objective) == of_team
                # It serves the objective, so it is seen by those alone who see both.
                both = of_team and of_none
                assert (initiative.pk in initiatives) == portfolios.seen_by(person, initiative) == both
                assert (forum.pk in forums) == sees(person, forum, reviews.OF_FORUMS) == of_none
        for objective, _, _ in rows:
            assert sees(Eyes.EVERYBODY, objective) == (not objective.confidential)
            assert sees(Eyes.MACHINE, objective)
        assert seen(Objective.objects.all(), Eyes.EVERYBODY).count() == sum(not each.confidential for each in made)
        assert seen(Objective.objects.all(), Eyes.MACHINE).count() == len(made)
        transaction.set_rollback(True)


def _filtered(person: Person) -> tuple[list[int], list[int], list[int]]:
    found = (seen(Objective.objects.all(), person), portfolios.initiatives(person), reviews.forums(person))
    objectives, initiatives, forums = (list(each.values_list("pk", flat=True)) for each in found)
    assert len(objectives) == len(set(objectives))  # nobody sees a row twice
    return objectives, initiatives, forums


def _written(
    number: int, thing: Thing, known: dict[str, Person], teams: dict[str, Team], units: dict[str, Unit]
) -> tuple[Objective, Initiative, Forum]:
    owner = known[thing.owner] if thing.owner else None
    kept = {"confidential": thing.confidential, "unit": units[thing.unit] if thing.unit else None}
    named = [known[each] for each in thing.named]
    days = {"first": TODAY, "last": TODAY}
    team = teams[thing.team] if thing.team else None
    objective = Objective.objects.create(title=f"o{number}", owner=owner, team=team, **days, **kept)
    objective.named.set(named)
    key_result = KeyResult.objects.create(
        objective=objective,
        title=f"k{number}",
        metric="backlog",
        target=1,
        start=TODAY,
        due=TODAY,
        baseline=2,
        baseline_n=1,
        baseline_first=TODAY,
        baseline_last=TODAY,
    )
    initiative = Initiative.objects.create(
        slug=f"i{number}", title="i", owner=owner, dimension="group", start=TODAY, key_result=key_result, **kept
    )
    initiative.named.set(named)
    forum = Forum.objects.create(
        name=f"f{number}", purpose="p", chair=owner, rule="FREQ=WEEKLY", first=TODAY, time="10:00", **kept
    )
    ForumMember.objects.bulk_create(ForumMember(forum=forum, person=each) for each in named)
    return objective, initiative, forum
