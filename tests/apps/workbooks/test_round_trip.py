"""What goes out comes in as no change, whatever it says; read back by another reader, it says what was written."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.strategy import actions
from hoshin.apps.strategy.models import Level, Objective
from hoshin.apps.workbooks.planning import plan
from hoshin.apps.workbooks.reports import direction
from hoshin.pipeline.read import Reader
from tests.apps.portfolios.drafted import initiative, seal
from tests.apps.small_desk import HARMED, HELPED, SWARMING
from tests.apps.strategy.written import key_result, objective
from tests.apps.workbooks.made import read

# What people may type; the form takes no NUL, and a file of XML no other control character or half of a pair.
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=60)
TITLE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=60).filter(str.strip)
DAY = st.dates(date(2020, 1, 1), date(2040, 1, 1))
HARD = ("=1+1", "http://a.b", "_x0041_", "2026-01-01", "12", "1e5", "'quoted", "H-O1", "TRUE", "a;b: c", "=", "{=1}")
OBJECTIVE = st.fixed_dictionaries(
    {
        "title": TITLE | st.sampled_from(HARD),
        "why": TEXT | st.sampled_from(HARD),
        "first": DAY,
        "days": st.integers(1, 900),
        "team": st.booleans(),
        "weight": st.integers(0, 5),
        "above": st.integers(0, 9),
    }
)


def write(person: Person, said: list[dict[str, Any]], team: Team) -> None:
    """Write objectives, each below an earlier one, or below none."""
    made: list[Objective] = []
    for each in said:
        parents = [one for one in made if each["team"] or one.level == Level.IT]
        made.append(
            actions.write_objective(
                person,
                title=each["title"].strip(),
                why=each["why"].strip(),
                owner=person,
                first=each["first"],
                last=each["first"] + timedelta(days=each["days"]),
                team=team if each["team"] else None,
                parent=parents[each["above"] % len(parents)] if parents and each["above"] else None,
                weight=each["weight"],
            )
        )


@pytest.mark.django_db
@given(said=st.lists(OBJECTIVE, max_size=6))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_goes_out_comes_in_as_no_change(lena: Person, said: list[dict[str, Any]]) -> None:
    Objective.objects.update(parent=None)
    Objective.objects.all().delete()
    team, _ = Team.objects.get_or_create(name="Service desk")
    write(lena, said, team)
    found = plan(lena, direction.compose(direction.gather(lena, None)), "direction.xlsx", None)
    assert [(each.outcome, each.title, each.changes, each.wrong) for each in found.rows if each.outcome != "same"] == []
    assert found.counted["same"] == len(said)


@pytest.fixture
def led(lena: Person, max_: Person, reader: Reader, today: object) -> Person:
    """Lena, with one of everything: scopes, a sealed claim, a roll-out, an owner who has left, two of one name."""
    above = objective(lena, "Everybody works")
    below = objective(max_, "Back to work; at once")
    below.parent = above
    below.save()
    measured = key_result(
        reader, lena, below, scope=(("group", HELPED), ("group", HARMED), ("priority", "1 - Critical"))
    )
    key_result(reader, lena, above, "resolution_sla_met_share", target=0.987654321, title="Kept")
    served = initiative(max_, (HELPED, HARMED), title="Swarming")
    served.key_result = measured
    served.save()
    initiative(
        lena, (HELPED, HARMED), title="In turn", starts={HELPED: SWARMING, HARMED: SWARMING + timedelta(days=28)}
    )
    seal(lena, served)
    Person.objects.create_person("lena2", "long enough to sign in", name="Lena")
    Person.objects.filter(pk=max_.pk).update(is_active=False)
    return lena


def test_one_of_everything_comes_in_as_no_change(led: Person, reader: Reader) -> None:
    content = direction.compose(direction.gather(led, reader))
    found = plan(led, content, "direction.xlsx", reader)
    assert [(each.title, each.changes, each.wrong) for each in found.rows if each.outcome != "same"] == []
    assert found.counted == {"rejected": 0, "new": 0, "changed": 0, "same": 6}
    assert plan(led, content, "direction.xlsx", None).counted["same"] == 6, "also before tickets are there"
    said = read(content)
    assert said["Objectives"][1][:2] == ("H-O1", "Everybody works")
    [kept] = [row for row in said["Key results"] if row[2] == "Kept"]
    assert (kept[9], kept[10]) == (pytest.approx(98.765432), "%")
    assert said["Read me"][0] == ("Objectives, key results and initiatives",)
