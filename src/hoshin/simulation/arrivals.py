"""What comes in: when each ticket is opened, which group it is for, and what it is about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.simulation.plan import Plan
from hoshin.simulation.rhythm import DAY, HOUR, Floats, Ints, by_month, factor

PROBLEMS = 90
"""Problem records a year, for the whole desk."""
LINKED = 0.45
"""Share of a category's tickets that are linked to its problem while one is pursued."""


@dataclass(frozen=True)
class Arrivals:
    """One entry a ticket, in order of opening.

    ``opened`` counts seconds from the plan's first midnight. ``group`` is the one that will resolve it and ``site`` the
    first-line group that takes it in: the same for tickets of the first line. ``category`` counts through the
    categories of all services. ``priority`` is 1 to 4, ``problem`` a number or -1 for none.
    """

    opened: Ints
    group: Ints
    site: Ints
    service: Ints
    category: Ints
    priority: Ints
    channel: Ints
    problem: Ints

    @property
    def day(self) -> Ints:
        """The day of opening, counted from the plan's first."""
        return self.opened // DAY


def arrivals(plan: Plan, chance: np.random.Generator) -> Arrivals:
    """Draw what comes in."""
    day, group = _counts(plan, chance)
    site = _site(plan, group, chance)
    opened = day * DAY + _second_of_day(plan, site, chance)
    order = np.argsort(opened, kind="stable")
    opened, group, site, day = opened[order], group[order], site[order], day[order]
    service, category = _subject(plan, group, chance)
    share = np.array(plan.priorities)
    return Arrivals(
        opened=opened,
        group=group,
        site=site,
        service=service,
        category=category,
        priority=1 + chance.choice(len(share), len(day), p=share / share.sum()),
        channel=_channel(plan, day, chance),
        problem=_problem(plan, day, category, chance),
    )


def _counts(plan: Plan, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Day and resolving group of each ticket: independent Poisson counts around what the season lets expect."""
    weekday = np.array([plan.weekdays[d.weekday()] for d in plan.calendar])
    share = np.array([each.share for each in plan.groups])
    expected = np.outer(weekday * by_month(plan.calendar, plan.months), share)
    for happening in (*plan.happenings, *plan.effects):
        expected *= factor(plan, happening, happening.arrivals)
    counts = chance.poisson(expected * (plan.tickets / expected.sum()))
    day, group = np.indices(counts.shape)
    return np.repeat(day.ravel(), counts.ravel()), np.repeat(group.ravel(), counts.ravel())


def _site(plan: Plan, group: Ints, chance: np.random.Generator) -> Ints:
    """Through which first-line group each ticket comes in; busier ones take more."""
    names = [each.name for each in plan.groups]
    desks = [each.name for each in plan.groups if each.line == 1]
    site = group.copy()
    for i, each in enumerate(plan.groups):
        if each.line > 1:
            through = [names.index(name) for name in each.sites or desks]
            busy = np.array([plan.groups[j].share for j in through])
            mine = np.flatnonzero(group == i)
            site[mine] = chance.choice(through, len(mine), p=busy / busy.sum())
    return site


def _second_of_day(plan: Plan, site: Ints, chance: np.random.Generator) -> Ints:
    """Most call in their region's office hours, the rest around the clock, as depots work."""
    offsets = {region.name: region.offset for region in plan.regions}
    offset = np.array([offsets[each.region] for each in plan.groups])[site]
    office = chance.normal(12.5, 2.7, len(site))
    hour = np.where(chance.random(len(site)) < 0.8, office, chance.uniform(0, 24, len(site)))
    seconds: Ints = ((hour - offset) % 24 * HOUR).astype(np.int64)
    return np.minimum(seconds, DAY - 1)


def _subject(plan: Plan, group: Ints, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """Service and category: a group gets what it looks after; early categories of a service are the frequent ones."""
    share = np.array([each.share for each in plan.services])
    names = [each.name for each in plan.services]
    service = np.empty(len(group), np.int64)
    for i, each in enumerate(plan.groups):
        own = share * np.array([not each.services or name in each.services for name in names])
        mine = np.flatnonzero(group == i)
        service[mine] = chance.choice(len(share), len(mine), p=own / own.sum())
    sizes = np.array([len(each.categories) for each in plan.services])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    within = (chance.random(len(group)) ** 1.3 * sizes[service]).astype(np.int64)
    return service, starts[service] + within


def _channel(plan: Plan, day: Ints, chance: np.random.Generator) -> Ints:
    """How each ticket came in; the shares move on a straight line from the first to the last day."""
    first, last = (np.array([each[i] for each in plan.channels], float) for i in (1, 2))
    cumulated: Floats = np.cumsum([first / first.sum(), last / last.sum()], axis=1)[:, :-1]
    along = (day / plan.days)[:, None]
    bounds = cumulated[0] * (1 - along) + cumulated[1] * along
    return np.asarray((chance.random(len(day))[:, None] >= bounds).sum(axis=1), np.int64)


def _problem(plan: Plan, day: Ints, category: Ints, chance: np.random.Generator) -> Ints:
    """The problem to which each ticket is linked. Problems are pursued for some weeks, one a category at a time."""
    categories = sum(len(each.categories) for each in plan.services)
    pursued = np.full((plan.days, categories), -1)
    count = max(1, round(PROBLEMS * plan.days / 365))
    begins = np.sort(chance.integers(0, plan.days, count))
    of = chance.integers(0, categories, count)
    lasts = chance.integers(14, 70, count)
    for number in range(count):
        pursued[begins[number] : begins[number] + lasts[number], of[number]] = number
    return np.where(chance.random(len(day)) < LINKED, pursued[day, category], -1)
