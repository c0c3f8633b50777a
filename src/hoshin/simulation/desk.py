"""Makes a synthetic desk from a plan and a seed: what comes in, what happens to it, and the audit log of it all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hoshin.simulation.arrivals import Arrivals, arrivals
from hoshin.simulation.handling import Handling, handling
from hoshin.simulation.history import Updates, updates
from hoshin.simulation.plan import Plan
from hoshin.simulation.sayings import Sayings, sayings


@dataclass(frozen=True)
class Simulation:
    """A desk's life: one entry a ticket in ``came`` and ``went``, one entry an update in ``updates``."""

    plan: Plan
    came: Arrivals
    went: Handling
    updates: Updates
    said: Sayings


def simulate(plan: Plan, seed: int) -> Simulation:
    """The desk of a plan. The same plan and seed give the same desk.

    What comes in, what happens to it and what is said of it have a PCG64 generator each, so that plans that differ in
    what happens get the same tickets.
    """
    seeds = np.random.SeedSequence(seed).spawn(3)
    coming, going, saying = (np.random.Generator(np.random.PCG64(each)) for each in seeds)
    came = arrivals(plan, coming)
    went = handling(plan, came, going)
    return Simulation(plan, came, went, updates(plan, came, went), sayings(plan, came, went, saying))
