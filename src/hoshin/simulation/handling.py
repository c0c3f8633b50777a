"""What happens to each ticket: who holds it, how long the work and the waiting take, whether it comes back."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.simulation.arrivals import Arrivals
from hoshin.simulation.plan import Happening, Plan
from hoshin.simulation.rhythm import DAY, HOUR, Crews, Flags, Floats, Ints, by_month, factor, weekly

PACE = (0.25, 0.5, 1.0, 1.35)
"""How long a ticket takes by priority, against the usual."""
SPREAD = 0.9
"""Standard deviation of the logarithm of single times: heavy tails, as real desks have."""
SHARED, OWN = (0.07, 0.6), (0.03, 0.3)
"""Weekly ups and downs of times that all groups share, and that each has for itself: size and memory."""

STRAYS = {1: 0.0, 2: 0.09, 3: 0.8}
"""Share of tickets that another group holds first, by line: wrongly routed, or passed up from the second line."""
ASKED_BACK = 0.07
"""Share of tickets handed on that go back to the first line for what it forgot to ask."""
USER, VENDOR = 0.2, {1: 0.01, 2: 0.07, 3: 0.14}
"""Share of tickets that wait for the user; for a vendor, by line."""
HELD = 0.35
"""Share of tickets linked to a problem that wait until it is solved."""
CANCELLED = 0.025
"""Share of tickets that are called off."""
REOPENED = 0.035
"""Share of resolutions that do not hold."""
CONFIRMED = 0.3
"""Share of resolutions that the user confirms, which closes the ticket; the others are closed after ``PATIENCE``."""
PATIENCE = 5 * DAY

NOBODY, FOR_USER, FOR_VENDOR, FOR_PROBLEM = range(4)
"""For whom a ticket waits."""


@dataclass(frozen=True)
class Handling:
    """One entry a ticket. Times are seconds since the plan's first midnight, in this order, -1 for what never happens.

    First-line crews ``accepted`` it. At ``strayed`` it went to group ``astray``, at ``handed`` to the group that
    resolves it, at ``asked`` back to the first line and at ``answered`` to its group again. ``waits_for`` says for whom
    it waited. It ``ended`` resolved or ``cancelled``, was ``reopened``, resolved ``again``, and ``closed``.
    """

    accepted: Ints
    astray: Ints
    strayed: Ints
    handed: Ints
    asked: Ints
    answered: Ints
    waits_for: Ints
    wait_from: Ints
    wait_to: Ints
    ended: Ints
    cancelled: Flags
    reopened: Ints
    again: Ints
    closed: Ints


def handling(plan: Plan, arrivals: Arrivals, chance: np.random.Generator) -> Handling:
    """Draw what happens to the tickets.

    How many numbers are drawn depends on the tickets alone: a plan with and without an effect meets the same chances.
    """
    crews, n = Crews(plan), len(arrivals.opened)
    line = np.array([each.line for each in plan.groups])[arrivals.group]
    group, site, day = arrivals.group, arrivals.site, arrivals.day
    work = _work(plan, arrivals, chance)
    by_line = np.array([0.0, *(STRAYS[i] for i in (1, 2, 3))])
    astray = _other_group(plan, group, arrivals.service, chance)
    off = (astray >= 0) & (chance.random(n) < by_line[line] * _multiplied(plan, day, group, "strays") ** (line == 2))
    astray = np.where(off, astray, -1)
    back = (line > 1) & (chance.random(n) < ASKED_BACK)
    cancelled = chance.random(n) < CANCELLED
    waits_for, waited = _waits(arrivals, line, work, chance)
    waits_for = np.where(cancelled, NOBODY, waits_for)

    def step(holder: Ints, start: Ints, share: Floats | float, happens: Flags) -> Ints:
        end = crews.after(holder, np.maximum(start, 0), np.maximum(60.0, work * share))
        return np.where(happens, end, -1)

    everyone = np.ones(n, bool)
    accepted = step(site, arrivals.opened, chance.uniform(0.01, 0.06, n), everyone)
    looked_at = step(site, accepted, chance.uniform(0.05, 0.15, n), line > 1)
    strayed = np.where(off, looked_at, -1)
    handed = np.where(off, step(np.maximum(astray, 0), strayed, chance.uniform(0.1, 0.4, n), off), looked_at)
    asked = step(group, handed, chance.uniform(0.02, 0.1, n), back)
    answered = step(site, asked, chance.uniform(0.05, 0.25, n), back)
    begun = np.maximum.reduce([accepted, handed, answered])
    when = chance.uniform(0.2, 0.7, n)
    waits = waits_for != NOBODY
    wait_from = step(group, begun, 0.85 * when, waits)
    wait_to = np.where(waits, wait_from + np.maximum(600, waited).astype(np.int64), -1)
    left = 0.85 * np.where(waits, 1 - when, 1.0) * np.where(cancelled, 0.4, 1.0)
    ended = step(group, np.maximum(begun, wait_to), left, everyone)
    share = REOPENED * _multiplied(plan, day, group, "reopens")
    comes_back = ~cancelled & (chance.random(n) < share)
    reopened = np.where(comes_back, ended + chance.uniform(1, 96, n).astype(np.int64) * HOUR, -1)
    again = step(group, reopened, chance.uniform(0.3, 0.9, n), comes_back)
    confirmed = np.where(chance.random(n) < CONFIRMED, chance.exponential(0.8 * DAY, n).astype(np.int64), PATIENCE)
    closed = np.where(cancelled, -1, np.maximum(ended, again) + np.minimum(confirmed, PATIENCE))
    return Handling(
        accepted=accepted,
        astray=astray,
        strayed=strayed,
        handed=handed,
        asked=asked,
        answered=answered,
        waits_for=waits_for,
        wait_from=wait_from,
        wait_to=wait_to,
        ended=ended,
        cancelled=cancelled,
        reopened=reopened,
        again=again,
        closed=closed,
    )


def _work(plan: Plan, arrivals: Arrivals, chance: np.random.Generator) -> Floats:
    """Seconds of work at an even pace that each ticket takes where it goes the straight way."""
    shared = by_month(plan.calendar, plan.slow_months) * np.exp(weekly(plan.days, *SHARED, chance))
    pace = np.repeat(shared[:, None], len(plan.groups), axis=1)
    for column in range(len(plan.groups)):
        pace[:, column] *= np.exp(weekly(plan.days, *OWN, chance))
    hours = np.array([each.hours for each in plan.groups])[arrivals.group] * np.array(PACE)[arrivals.priority - 1]
    hours *= pace[arrivals.day, arrivals.group] * _multiplied(plan, arrivals.day, arrivals.group, "times")
    return np.asarray(hours * np.exp(SPREAD * chance.standard_normal(len(hours))) * HOUR)


def _multiplied(plan: Plan, day: Ints, group: Ints, what: str) -> Floats:
    """What the happenings and effects of a plan multiply for each ticket: "times", "strays" or "reopens"."""
    product = np.ones((plan.days, len(plan.groups)))
    for happening in (*plan.happenings, *plan.effects):
        product *= factor(plan, happening, _size(happening, what))
    drawn: Floats = product[day, group]
    return drawn


def _size(happening: Happening, what: str) -> float:
    sizes = {"times": happening.times, "strays": happening.strays, "reopens": happening.reopens}
    return sizes[what]


def _other_group(plan: Plan, group: Ints, service: Ints, chance: np.random.Generator) -> Ints:
    """A group of the second line other than the one that resolves, -1 where there is none.

    It is rather one that looks after the service too.
    """
    drawn = chance.random(len(group))
    other = np.full(len(group), -1)
    second = np.array([i for i, each in enumerate(plan.groups) if each.line == 2])
    for i, name in enumerate(each.name for each in plan.services):
        looks_after = [not plan.groups[j].services or name in plan.groups[j].services for j in second]
        likely = np.where(looks_after, 1.0, 0.1)
        for j in range(len(plan.groups)):
            mine = np.flatnonzero((service == i) & (group == j))
            chances = np.where(second == j, 0.0, likely)
            if len(mine) and chances.sum():
                other[mine] = second[np.searchsorted(np.cumsum(chances) / chances.sum(), drawn[mine], side="right")]
    return other


def _waits(arrivals: Arrivals, line: Ints, work: Floats, chance: np.random.Generator) -> tuple[Ints, Floats]:
    """For whom each ticket waits, and how long in seconds. Users answer within a day or so, vendors within weeks."""
    n = len(line)
    drawn = chance.random(n)
    vendor = np.array([0.0, *(VENDOR[i] for i in (1, 2, 3))])[line]
    held = (arrivals.problem >= 0) & (chance.random(n) < HELD)
    waits_for = np.where(drawn < vendor, FOR_VENDOR, np.where(drawn < vendor + USER, FOR_USER, NOBODY))
    waits_for = np.where(held, FOR_PROBLEM, waits_for)
    user = chance.exponential(0.5, n) * work
    lasts = np.exp(np.log(6.0) + 1.1 * chance.standard_normal(n)) * DAY
    solved = chance.exponential(16.0, n) * DAY
    return waits_for, np.select([waits_for == FOR_USER, waits_for == FOR_VENDOR], [user, lasts], solved)
