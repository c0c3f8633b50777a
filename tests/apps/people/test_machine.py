"""The machine of an evaluation, against a table that was written by hand, and by walks at random."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.people.machine import (
    UNTIL_TOLD,
    WAYS,
    Act,
    Actor,
    Clock,
    Done,
    NotNow,
    Stage,
    appeal_until,
    check,
    possible,
    sees,
    stage,
)

DAY = date(2026, 11, 2)
CLOCK = Clock(self_by=DAY + timedelta(days=7), appeal_days=14)
BY_HAND = {
    "": {"person": {"self"}, "manager": {"passed"}},
    "self": {"manager": {"proposed"}},
    "self proposed": {"human resources": {"moved", "calibrated"}},
    "self proposed moved": {"human resources": {"moved", "calibrated"}},
    "self proposed calibrated": {"manager": {"final"}},
    "self proposed calibrated final": {"person": {"acknowledged", "appealed"}},
    "self proposed calibrated final acknowledged": {"person": {"appealed"}},
    "self proposed calibrated final appealed": {"human resources": {"answered"}},
    "self proposed calibrated final acknowledged appealed": {"human resources": {"answered"}},
    "self proposed calibrated final appealed answered": {},
    "passed": {"manager": {"proposed"}},
}


def done(words: str, on: date = DAY) -> list[Done]:
    return [Done(Act(each), on) for each in words.split()]


@pytest.mark.parametrize("words", BY_HAND)
@pytest.mark.parametrize("actor", list(Actor))
def test_who_may_do_what_is_as_the_table_says(words: str, actor: Actor) -> None:
    late = CLOCK.self_by + timedelta(days=1)
    assert set(possible(done(words, late), actor, CLOCK, late)) == BY_HAND[words].get(actor.value, set())


@st.composite
def walks(draw: st.DrawFn) -> list[Done]:
    """Acts in an order that the machine allows, on days that never go back."""
    acts: list[Done] = []
    today = DAY
    for _ in range(draw(st.integers(0, 12))):
        today += timedelta(days=draw(st.integers(0, 20)))
        choices = [(a, act) for a in Actor for act in possible(acts, a, CLOCK, today)]
        if not choices:
            break
        acts.append(Done(draw(st.sampled_from(choices))[1], today))
    return acts


@given(walks())
def test_every_walk_keeps_its_order(acts: list[Done]) -> None:
    names = [each.act for each in acts]
    assert all(names.count(act) <= 1 for act in Act if act is not Act.MOVED)
    order = [Act.PROPOSED, Act.CALIBRATED, Act.FINAL, Act.APPEALED, Act.ANSWERED]
    there = [act for act in order if act in names]
    assert [names.index(act) for act in there] == sorted(names.index(act) for act in there)
    assert there == order[: len(there)]
    assert stage(acts) in Stage


@given(walks(), st.sampled_from(Act), st.sampled_from(Actor), st.integers(0, 60))
def test_what_is_not_possible_is_refused(acts: list[Done], act: Act, actor: Actor, later: int) -> None:
    today = (acts[-1].on if acts else DAY) + timedelta(days=later)
    if act in possible(acts, actor, CLOCK, today):
        assert check(acts, act, actor, CLOCK, today).actor is actor
    else:
        with pytest.raises(NotNow):
            check(acts, act, actor, CLOCK, today)


@given(walks(), st.integers(0, 60))
def test_each_act_is_for_one_side(acts: list[Done], later: int) -> None:
    today = (acts[-1].on if acts else DAY) + timedelta(days=later)
    found = [set(possible(acts, actor, CLOCK, today)) for actor in Actor]
    assert sum(map(len, found)) == len(set().union(*found))


@given(walks())
def test_nobody_is_stuck(acts: list[Done]) -> None:
    """Until it is over somebody can go on, at the latest when the clocks have run out."""
    ends = (Stage.ACKNOWLEDGED, Stage.ANSWERED)
    today = max(CLOCK.self_by, acts[-1].on if acts else DAY) + timedelta(days=1)
    if stage(acts) not in ends:
        assert any(possible(acts, actor, CLOCK, today) for actor in Actor)


@given(walks(), st.integers(0, 40))
def test_an_appeal_has_its_days(acts: list[Done], later: int) -> None:
    until = appeal_until(acts, CLOCK)
    if until is None:
        assert all(Act.APPEALED not in possible(acts, actor, CLOCK, DAY) for actor in Actor)
    elif stage(acts) in (Stage.TOLD, Stage.ACKNOWLEDGED):
        today = until - timedelta(days=14) + timedelta(days=later)
        assert (Act.APPEALED in possible(acts, Actor.PERSON, CLOCK, today)) == (later <= 14)


@given(walks())
def test_a_person_reads_no_rating_before_the_final_words(acts: list[Done]) -> None:
    told = any(each.act is Act.FINAL for each in acts)
    for each in acts:
        if each.act in UNTIL_TOLD:
            assert sees(Actor.PERSON, each.act, stage(acts)) == told
        assert sees(Actor.MANAGER, each.act, stage(acts))


def test_no_stage_is_without_a_way_in() -> None:
    assert {way.to for way in WAYS.values()} | {Stage.SELF} == set(Stage)
