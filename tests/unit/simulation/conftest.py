"""The demonstration, simulated once for all tests that only read it."""

from __future__ import annotations

from functools import cache

import pytest

from hoshin.simulation.desk import Simulation, simulate
from hoshin.simulation.export import export_csv
from hoshin.simulation.organisation import Demonstration
from hoshin.simulation.registry import demonstration
from tests.unit.simulation.reading import Exported, last_rows, read


@pytest.fixture(scope="session")
def story() -> Demonstration:
    return demonstration("global-logistics")


@cache
def told_by(seed: int) -> Exported:
    """The demonstration with another seed, without the way over a file, which takes long."""
    return last_rows(simulate(demonstration("global-logistics").plan, seed))


@pytest.fixture(scope="session")
def simulated(story: Demonstration) -> Simulation:
    return simulate(story.plan, story.seed)


@pytest.fixture(scope="session")
def exported(simulated: Simulation) -> bytes:
    return export_csv(simulated)


@pytest.fixture(scope="session")
def desk(exported: bytes) -> Exported:
    """The demonstration's tickets, as told by the exported file alone."""
    return read(exported)
