"""Makes the tickets of a synthetic desk and their whole history from a plan and a seed.

All of it is NumPy with one PCG64 generator, so that the same plan and seed give the same bytes. The steps: how many
tickets arrive on each day, what each one is about and who resolves it, how long that takes, and what happens on the
way. Times are whole seconds since the first day's midnight.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from hoshin.simulation.plan import Happening, Plan

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

DAY = 86_400
HOUR = 3_600
PRIORITIES = (0.02, 0.08, 0.68, 0.22)
"""Shares of the priorities 1 to 4."""
PACE = (0.25, 0.5, 1.0, 1.3)
"""How long a ticket takes by priority, against the usual."""
SPREAD = 0.85
"""Standard deviation of the logarithm of single times: heavy tails, as real desks have."""


@dataclass(frozen=True)
class Tickets:
    """One entry a ticket, in order of opening. ``opened`` to ``done`` are seconds since the plan's first midnight.

    ``site`` is the first-line group that takes it, ``detour`` a group that it visits in vain (-1: none), ``group`` the
    one that resolves it. ``wait_from`` and ``wait_to`` are -1 where nobody is waited for; ``waits_for`` is 0 (user) or
    1 (vendor). ``reopened`` and ``done_again`` are -1 where it is not reopened. ``problem`` is -1 for none.
    """

    opened: Ints
    accepted: Ints
    handed: Ints
    detoured: Ints
    done: Ints
    wait_from: Ints
    wait_to: Ints
    waits_for: Ints
    reopened: Ints
    done_again: Ints
    site: Ints
    detour: Ints
    group: Ints
    service: Ints
    category: Ints
    priority: Ints
    phone: Flags
    problem: Ints


def tickets(plan: Plan, seed: int) -> Tickets:
    """Draw the tickets of a plan."""
    chance = np.random.Generator(np.random.PCG64(seed))
    day, group = _arrivals(plan, chance)
    n = len(day)
    opened = day * DAY + _time_of_day(chance, n)
    order = np.argsort(opened, kind="stable")
    opened, group, day = opened[order], group[order], day[order]

    lines = np.array([each.line for each in plan.groups])
    site = _site(plan, group, chance)
    service, category = _subject(plan, chance, n)
    priority = chance.choice(4, n, p=PRIORITIES)
    first_line = lines[group] == 1
    pace = _pace(plan, day, group, chance)
    hours = np.array([each.hours for each in plan.groups])[group] * np.array(PACE)[priority] * pace
    took = hours * np.exp(SPREAD * chance.standard_normal(n)) * HOUR

    waits = chance.random(n) < np.where(first_line, 0.14, 0.34)
    waits_for = (chance.random(n) < 0.3).astype(np.int64)
    wait = np.where(waits, chance.exponential(0.45, n) * took, 0.0)
    start = chance.uniform(0.3, 0.7, n)
    accepted = opened + np.maximum(60, 0.02 * took).astype(np.int64)
    handed = np.where(first_line, -1, opened + np.maximum(120, 0.08 * took).astype(np.int64))
    astray = ~first_line & (chance.random(n) < 0.13)
    detour = np.where(astray, _other_second_line(lines, group, chance), -1)
    detoured = np.where(astray, opened + np.maximum(240, 0.2 * took).astype(np.int64), -1)
    wait_from = np.where(waits, opened + np.maximum(300, start * took).astype(np.int64), -1)
    wait_to = np.where(waits, wait_from + np.maximum(60, wait).astype(np.int64), -1)
    done = opened + np.maximum(600, took + wait).astype(np.int64)
    again = chance.random(n) < 0.035
    reopened = np.where(again, done + chance.uniform(1, 70, n).astype(np.int64) * HOUR, -1)
    done_again = np.where(again, reopened + np.maximum(1_800, 0.5 * took).astype(np.int64), -1)
    return Tickets(
        opened=opened,
        accepted=accepted,
        handed=handed,
        detoured=detoured,
        done=done,
        wait_from=wait_from,
        wait_to=wait_to,
        waits_for=waits_for,
        reopened=reopened,
        done_again=done_again,
        site=site,
        detour=detour,
        group=group,
        service=service,
        category=category,
        priority=priority + 1,
        phone=chance.random(n) < 0.6,
        problem=np.where(chance.random(n) < 0.04, chance.integers(0, 120, n), -1),
    )


def _days(plan: Plan) -> list[date]:
    return [plan.first + timedelta(days=i) for i in range(plan.days)]


def _arrivals(plan: Plan, chance: np.random.Generator) -> tuple[Ints, Ints]:
    """The day and the resolving group of each ticket."""
    days = _days(plan)
    season = np.array([plan.weekdays[d.weekday()] * plan.months[d.month - 1] for d in days])
    share = np.array([each.share for each in plan.groups])
    expected = np.outer(season, share / share.sum())
    for happening in (*plan.happenings, *plan.effects):
        expected *= _factor(plan, days, happening, happening.arrivals)
    expected *= plan.tickets / expected.sum()
    counts = chance.poisson(expected)
    day, group = np.indices(counts.shape)
    return np.repeat(day.ravel(), counts.ravel()), np.repeat(group.ravel(), counts.ravel())


def _factor(plan: Plan, days: list[date], happening: Happening, size: float) -> Floats:
    """``size`` on the days and for the groups of a happening, else 1; one row a day, one column a group."""
    on = np.array([happening.first <= d <= happening.last for d in days])
    names = {each.name for each in plan.groups}
    strange = set(happening.groups) - names
    if strange:
        raise ValueError(f"'{happening.name}' touches groups that the plan does not have: {sorted(strange)}")
    touched = np.array([not happening.groups or each.name in happening.groups for each in plan.groups])
    return np.where(np.outer(on, touched), size, 1.0)


def _time_of_day(chance: np.random.Generator, n: int) -> Ints:
    """Mostly in office hours, the rest around the clock, as depots work."""
    office = np.clip(chance.normal(12.5, 2.6, n), 0, 23.99)
    clock = chance.uniform(0, 24, n)
    hour = np.where(chance.random(n) < 0.8, office, clock)
    seconds: Ints = (hour * HOUR).astype(np.int64)
    return seconds


def _site(plan: Plan, group: Ints, chance: np.random.Generator) -> Ints:
    """Through which first-line group each ticket comes in; a first-line group takes its own."""
    names = [each.name for each in plan.groups]
    desks = [i for i, each in enumerate(plan.groups) if each.line == 1]
    site = group.copy()
    for i, each in enumerate(plan.groups):
        mine = np.flatnonzero(group == i)
        through = [names.index(name) for name in each.sites] or desks
        if each.line > 1:
            site[mine] = chance.choice(through, len(mine))
    return site


def _subject(plan: Plan, chance: np.random.Generator, n: int) -> tuple[Ints, Ints]:
    """Service and category; categories are counted through all services."""
    share = np.array([each.share for each in plan.services])
    service = chance.choice(len(plan.services), n, p=share / share.sum())
    sizes = np.array([len(each.categories) for each in plan.services])
    starts = np.concatenate(([0], np.cumsum(sizes)[:-1]))
    return service, starts[service] + (chance.random(n) * sizes[service]).astype(np.int64)


def _pace(plan: Plan, day: Ints, group: Ints, chance: np.random.Generator) -> Floats:
    """What multiplies a ticket's usual time: drift, season, weekly ups and downs, happenings and effects."""
    days = _days(plan)
    season = np.array([plan.slow_months[d.month - 1] for d in days])
    common = np.exp(_weekly(plan.days, 0.09, 0.6, chance))
    drift = np.linspace(1, 1 + plan.drift, plan.days)
    pace = np.repeat((season * common * drift)[:, None], len(plan.groups), axis=1)
    for column in range(len(plan.groups)):
        pace[:, column] *= np.exp(_weekly(plan.days, 0.04, 0.3, chance))
    for happening in (*plan.happenings, *plan.effects):
        pace *= _factor(plan, days, happening, happening.times)
    drawn: Floats = pace[day, group]
    return drawn


def _weekly(days: int, size: float, memory: float, chance: np.random.Generator) -> Floats:
    """An autocorrelated series that changes each week, in logarithms, with standard deviation ``size``."""
    weeks = days // 7 + 1
    shocks = chance.standard_normal(weeks) * size * np.sqrt(1 - memory**2)
    level = np.empty(weeks)
    level[0] = chance.standard_normal() * size
    for week in range(1, weeks):
        level[week] = memory * level[week - 1] + shocks[week]
    return np.repeat(level, 7)[:days]


def _other_second_line(lines: Ints, group: Ints, chance: np.random.Generator) -> Ints:
    """A group of the second line that is not the one that resolves."""
    second = np.flatnonzero(lines == 2)
    drawn = second[chance.integers(0, len(second), len(group))]
    following = second[(np.searchsorted(second, drawn) + 1) % len(second)]
    return np.where(drawn == group, following, drawn)
