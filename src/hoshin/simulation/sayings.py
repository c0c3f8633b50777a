"""What a desk records about its tickets beside their way through it: promises, answers, articles, major incidents.

None of it changes what happens: the same tickets go the same way with and without it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.simulation.arrivals import Arrivals
from hoshin.simulation.handling import Handling
from hoshin.simulation.plan import Plan
from hoshin.simulation.rhythm import DAY, HOUR, Flags, Ints

RESPONSE = (0.5, 1.0, 4.0, 8.0)
"""Hours within which a first response is promised, by priority."""
ANSWERS = 0.22
"""Share of the users who answer when they are asked how satisfied they are."""
ARTICLE_BEGINS, ARTICLE_ENDS = 0.12, 0.34
"""Share of tickets resolved with a knowledge article, on the first and on the last day."""
MAJOR = 0.12
"""Share of the critical tickets that are called major incidents."""
RESTORED = 0.45
"""At which part of its way to resolution the service of a major incident is back, at the earliest."""
DUPLICATES = 0.02
"""Share of tickets that are closed as duplicates of others."""
CHILD_HOURS = 4
"""For how long after a major incident tickets of its category are hung below it."""
DOWNGRADED = 0.05
"""Share of tickets of the second priority that were taken for critical ones at first."""
BY_CHANGE = 0.3
"""Share of tickets that wait for their problem which say that they wait for its change."""


@dataclass(frozen=True)
class Sayings:
    """One entry a ticket. Times are seconds since the plan's first midnight, -1 for what never happens.

    ``satisfaction`` is 1 to 5, 0 for no answer; ``article`` a number, -1 for none. ``parent`` is the ticket of which it
    is a child, by its place, -1 for none. ``alarm`` says that it was taken for critical at first, ``by_change`` that
    what it waits for is a change.
    """

    responded: Ints
    response_met: Flags
    due: Ints
    response_due: Ints
    satisfaction: Ints
    article: Ints
    major: Flags
    restored: Ints
    duplicate: Flags
    parent: Ints
    alarm: Flags
    by_change: Flags


def sayings(plan: Plan, came: Arrivals, went: Handling, chance: np.random.Generator) -> Sayings:
    """Draw what is said of the tickets."""
    n = len(came.opened)
    place = came.priority - 1
    promised = (np.array(RESPONSE) * HOUR)[place]
    targets = (np.array(plan.targets) * HOUR)[place]
    took = np.where(went.cancelled, 0, went.ended - came.opened)
    late = took / targets
    # Who waits twice the promised time is two points less happy than who waits none of it; a relapse costs one more.
    happy = 4.6 - 1.0 * np.minimum(late, 2.5) - 1.0 * (went.reopened >= 0) + 0.8 * chance.standard_normal(n)
    answers = (chance.random(n) < ANSWERS) & ~went.cancelled
    along = came.day / plan.days
    written = chance.random(n) < ARTICLE_BEGINS + (ARTICLE_ENDS - ARTICLE_BEGINS) * along
    number = came.category * 10 + chance.integers(0, 6, n)
    major = (came.priority == 1) & (chance.random(n) < MAJOR)
    back = came.opened + (took * chance.uniform(RESTORED, 1.0, n)).astype(np.int64)
    return Sayings(
        responded=went.accepted,
        response_met=np.asarray(went.accepted - came.opened <= promised),
        due=(came.opened + targets).astype(np.int64),
        response_due=(came.opened + promised).astype(np.int64),
        satisfaction=np.where(answers, np.clip(np.rint(happy), 1, 5), 0).astype(np.int64),
        article=np.where(written & ~went.cancelled, number, -1),
        major=major,
        restored=np.where(major & ~went.cancelled & (back < plan.days * DAY), back, -1),
        duplicate=(chance.random(n) < DUPLICATES) & ~went.cancelled & ~major,
        parent=_parents(came, major),
        alarm=(came.priority == 2) & (chance.random(n) < DOWNGRADED),
        by_change=chance.random(n) < BY_CHANGE,
    )


def _parents(came: Arrivals, major: Flags) -> Ints:
    """The last major incident of the same category within the hours before each ticket, by its place; -1 for none."""
    # Tickets stand in the order of their opening, so that by category the last major one so far is the greatest place.
    order = np.lexsort((np.arange(len(major)), came.category))
    place = np.maximum.accumulate(np.where(major[order], np.arange(len(order)), -1))
    parent = np.full(len(major), -1)
    parent[order] = np.where(place >= 0, order[place], -1)
    near = (came.category[parent] == came.category) & (came.opened - came.opened[parent] <= CHILD_HOURS * HOUR)
    return np.where((parent >= 0) & near & ~major, parent, -1)
