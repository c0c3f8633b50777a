"""The cast of goals: Paul is led by Lena, Nora is human resources, Omar leads others."""

from __future__ import annotations

import pytest

from hoshin.apps.accounts.actions import place_person
from hoshin.apps.accounts.models import Person, Role, Team
from tests.apps.conftest import PASSWORD


@pytest.fixture
def depots(db: None) -> Team:
    """The team Depots."""
    return Team.objects.create(name="Depots")


@pytest.fixture
def paul(lena: Person, depots: Team) -> Person:
    """Paul, member, of the team Depots, led by Lena."""
    found = Person.objects.create_person("paul", PASSWORD, name="Paul", role=Role.MEMBER, team=depots)
    place_person(None, found, manager=lena, email="paul@example.org")
    return found


@pytest.fixture
def nora(db: None) -> Person:
    """Nora, viewer, and human resources."""
    found = Person.objects.create_person("nora", PASSWORD, name="Nora", role=Role.VIEWER)
    place_person(None, found, manager=None, is_hr=True)
    return found


@pytest.fixture
def omar(db: None) -> Person:
    """Omar, leader, who leads others than Paul."""
    return Person.objects.create_person("omar", PASSWORD, name="Omar", role=Role.LEADER)
