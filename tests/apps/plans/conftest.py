"""A team and a round that most tests of planning begin with."""

from __future__ import annotations

import pytest
from django.test import Client

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models import PlanningRound
from tests.apps.plans.written import ROUND, signed_in


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Service desk")


@pytest.fixture
def of(client: Client, lena: Person, team: Team) -> PlanningRound:
    signed_in(client, lena)
    answer = client.post("/plans/new/", {**ROUND, f"team_{team.pk}": "2"})
    assert answer.status_code == 302, answer.content.decode()
    return PlanningRound.objects.get()
