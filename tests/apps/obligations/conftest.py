"""The small desk, looked at once on the day on which the tests of direction are set."""

from __future__ import annotations

from datetime import datetime

import pytest

from hoshin.apps.obligations import checking
from hoshin.apps.obligations.checking import Outcome
from hoshin.apps.obligations.models import Obligation, State
from hoshin.pipeline.read import Reader


@pytest.fixture
def checked(db: None, reader: Reader, today: datetime) -> Outcome:
    """What the first look at the small desk came to."""
    return checking.check(reader, today)


@pytest.fixture
def obligation(checked: Outcome) -> Obligation:
    """A signal of a control chart that nobody has explained yet."""
    return Obligation.objects.filter(state=State.OPEN, kind="signal").order_by("pk")[0]
