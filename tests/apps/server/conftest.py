"""An installation with a few of everything, looked at by somebody who may see it all."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from hoshin.apps.accounts.models import Person
from hoshin.pipeline.home import Home
from tests.filled import fill


@pytest.fixture
def boss(alice: Person) -> Person:
    """Alice, who is human resources as well."""
    alice.is_hr = True
    alice.save()
    return alice


@pytest.fixture
def filled(client: Client, tickets: Home, boss: Person, today: datetime) -> Client:
    """Alice's browser on an installation with the small desk's tickets, and three of everything."""
    for _ in range(2):  # the first time nothing hangs below anything yet
        fill(3, boss)
    client.force_login(boss)
    return client
