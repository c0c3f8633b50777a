"""What the people of the demonstration have agreed, said and been told. All of them are invented.

Days are counted back from today, so that a demonstration is always in the middle of its year.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoshin.apps.accounts import actions as accounts
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.people import measured
from hoshin.apps.people.actions import checkins, goals
from hoshin.apps.people.actions.checkins import Said
from hoshin.apps.people.actions.goals import Draft
from hoshin.apps.people.measured import recent
from hoshin.apps.people.models import Goal
from hoshin.apps.strategy.actions import read_baseline
from hoshin.apps.strategy.level import level
from hoshin.apps.strategy.models import Objective
from hoshin.metrics.result import Value
from hoshin.pipeline.read import Reader
from hoshin.server.demonstration import evaluations

LED = {
    "ines": "astrid",
    "tomas": "ines",
    "mei": "ines",
    "ruth": "ines",
    "jonas": "tomas",
    "sofie": "tomas",
    "karim": "mei",
    "elena": "mei",
    "david": "mei",
}
"""Who is led by whom."""
MORE = (
    ("astrid", "Astrid Berg", "leader", "IT Operations"),
    ("sofie", "Sofie Lindqvist", "member", "Service Desk"),
    ("karim", "Karim Haddad", "member", "Depot Systems"),
    ("elena", "Elena Petrova", "member", "Depot Systems"),
    ("david", "David Osei", "member", "Depot Systems"),
)
HUMAN_RESOURCES = "ruth"


@dataclass(frozen=True)
class GoalStory:
    """A goal: whose, below which objective or goal (by title), and what was said since: (days ago, confidence, note).

    ``metric`` is (key, service, factor on what it reads now); without one ``done_when`` says when it is done.
    ``counter`` is (title, reason) of the manager's answer; ``signed`` tells whether the other side has signed.
    """

    by: str
    title: str
    begun: int
    lasts: int
    below: str = ""
    why: str = ""
    team: bool = False
    shared: bool = False
    done_when: str = ""
    metric: tuple[str, str, float] | None = None
    cadence: int = 14
    said: tuple[tuple[int, int, str], ...] = ()
    blocker: str = ""
    counter: tuple[str, str] | None = None
    signed: bool = True


GOALS = (
    GoalStory(
        "mei",
        "Scanners and networks are back within the shift",
        84,
        180,
        below="Depots get working systems back within the shift",
        why="A depot that waits for its scanners ships nothing.",
        team=True,
        metric=("time_to_resolve_median", "Handheld scanners", 0.8),
        said=(
            (70, 7, "The spare pool stands in eight depots."),
            (56, 7, "Two more depots took part."),
            (42, 5, "Batteries are late; the pool is smaller than planned."),
            (28, 5, "Still waiting for the supplier."),
            (12, 4, "Triage twice a day slows us down, and it was our own idea."),
        ),
        blocker="The supplier of batteries wants a signature that only purchasing can give",
    ),
    GoalStory(
        "karim",
        "Every depot lead can swap a scanner alone",
        70,
        150,
        below="Scanners and networks are back within the shift",
        why="Half of the visits were for a swap that takes two minutes.",
        shared=True,
        done_when="Each of the 14 depots has swapped one under my eyes, and once without me.",
        said=(
            (56, 6, "Three depots done."),
            (42, 7, "Seven."),
            (28, 8, "Nine, and four without me."),
            (10, 8, "Eleven."),
        ),
    ),
    GoalStory(
        "elena",
        "The wireless gap in hall 3 is understood",
        60,
        120,
        below="Scanners and networks are back within the shift",
        done_when="A written cause that the network team signs, and a plan with a date.",
        said=((46, 6, "Measured two nights."),),
    ),
    GoalStory(
        "david",
        "Quiet handovers between shifts",
        30,
        120,
        below="Depot teams stay ahead of their queue",
        done_when="Five shifts in a row hand over with the card, and nobody is called at home.",
        counter=(
            "Quiet handovers between shifts in two depots",
            "Start with two depots: the night shift in the north is short of people until January.",
        ),
        signed=False,
    ),
    GoalStory(
        "tomas",
        "People call once",
        84,
        200,
        below="Right the first time",
        why="Whoever calls twice has lost the morning.",
        team=True,
        metric=("reopen_share", "Workplace", 0.85),
        said=(
            (70, 6, "We ask before we close."),
            (56, 7, "The question is part of the closing form."),
            (42, 7, ""),
            (28, 8, "Fewer come back in Europe."),
            (13, 8, "Holding."),
        ),
    ),
    GoalStory(
        "jonas",
        "Ten known answers that save a call",
        75,
        160,
        below="People call once",
        done_when="Ten answers in the portal that at least twenty people each have called helpful.",
        shared=True,
        said=(
            (60, 5, "Four written."),
            (45, 6, "Six written."),
            (30, 7, "Eight, and three reached twenty."),
            (9, 8, "Nine."),
        ),
    ),
    GoalStory(
        "sofie",
        "I lead the first hour of a major disturbance",
        40,
        140,
        below="People call once",
        done_when="Two rehearsals led, and one real first hour with Tomás only listening.",
        said=((26, 7, "First rehearsal went well."), (11, 7, "Second is on the calendar.")),
    ),
    GoalStory(
        "ines",
        "The three teams decide about their own queue",
        84,
        200,
        below="Causes, not symptoms",
        done_when="No ticket is moved between the teams by me, for a whole month.",
        shared=True,
        cadence=28,
        said=((56, 6, "Five moved by me."), (25, 7, "One.")),
    ),
)


def tell(reader: Reader, people: Mapping[str, Person], now: datetime) -> None:
    """Write who leads whom, the goals, and what was said of them."""
    cast = dict(people)
    for username, name, role, team in MORE:
        found = Team.objects.get(name=team)
        password = secrets.token_urlsafe(12)  # nobody is told: an administrator sets one to sign in as them
        cast[username] = accounts.make_person(
            None, username=username, name=name, password=password, role=role, team=found
        )
    for username, person in cast.items():
        manager = cast.get(LED.get(username, ""))
        email = f"{username}@halvorsund.example"
        accounts.place_person(None, person, manager=manager, is_hr=username == HUMAN_RESOURCES, email=email)
    known: dict[str, Goal] = {}
    for each in GOALS:
        known[each.title] = _goal(reader, cast, known, each, now)
    evaluations.tell(cast, now)


def _goal(
    reader: Reader, cast: Mapping[str, Person], known: Mapping[str, Goal], each: GoalStory, now: datetime
) -> Goal:
    person, today = cast[each.by], now.date()
    begun = now - timedelta(days=each.begun)
    draft = _draft(reader, each, today)
    goal = goals.propose(
        person,
        draft,
        begun,
        person=person,
        team=person.team if each.team else None,
        objective=Objective.objects.filter(title=each.below).first(),
        parent=known.get(each.below),
        shared=each.shared,
    )
    assert person.manager is not None
    if each.counter:
        title, reason = each.counter
        other = Draft(title, draft.first, draft.last, draft.cadence, draft.why, draft.done_when)
        goals.counter(person.manager, goal, other, begun + timedelta(days=2), reason=reason, after=1)
    elif each.signed:
        goals.sign(person.manager, goal, begun + timedelta(days=1), after=1)
    goal = Goal.objects.select_related("person__manager").get(pk=goal.pk)
    read = measured.gather(reader, [goal.shown], today).get(goal.shown.pk)
    for i, (ago, confidence, note) in enumerate(each.said):
        last = i == len(each.said) - 1
        said = Said(confidence, note, each.blocker if last else "")
        checkins.check_in(person, goal, said, today - timedelta(days=ago), measured=read if last else None)
    return goal


def _draft(reader: Reader, each: GoalStory, today: date) -> Draft:
    first = today - timedelta(days=each.begun)
    last = first + timedelta(days=each.lasts)
    if each.metric is None:
        return Draft(each.title, first, last, each.cadence, each.why, each.done_when)
    key, service, factor = each.metric
    desk = next(iter(reader.desks))
    where = (("desk", desk), ("service", service))
    # Its four weeks lie as far back in the tickets as the goal's first day lies in the calendar.
    query = recent(reader, where, desk, reader.desks[desk].last - timedelta(days=each.begun))
    assert query is not None
    assert query.first is not None
    assert query.last is not None
    baseline = read_baseline(reader, key, where, query.first, query.last)
    assert isinstance(baseline.result, Value)  # read_baseline refuses all else
    start = level(reader.catalogue.metric(key), baseline.result.amount, query.first, query.last)
    return Draft(
        each.title,
        first,
        last,
        each.cadence,
        each.why,
        metric=key,
        desk=desk,
        scope=(("service", service),),
        baseline=start,
        target=start * factor,
        definition=baseline.definition,
    )
