"""Key results, verdicts' panels and packs read service levels by the book as well."""

from __future__ import annotations

from datetime import date

import pytest

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.packs import actions as packs_actions
from hoshin.apps.packs import queries as packs
from hoshin.apps.strategy import actions as strategy
from hoshin.apps.strategy import queries as sq
from hoshin.apps.strategy.reports import progress
from hoshin.pipeline.home import Home
from tests.apps import small_desk

pytestmark = pytest.mark.django_db


def test_a_key_result_by_the_book(no_flags: Home, agreed: None, lena: Person) -> None:
    with readers.opened() as reader:
        baseline = strategy.read_baseline(reader, "resolution_sla_met_share", (), date(2026, 1, 1), date(2026, 6, 30))
    assert baseline.definition == definitions.catalogue().metric("resolution_sla_met_share").digest
    objective = strategy.write_objective(
        lena, title="t", why="", owner=lena, first=date(2026, 1, 1), last=date(2026, 12, 31)
    )
    strategy.write_key_result(
        lena, objective, baseline, title="kr", target=0.99, start=date(2026, 7, 1), due=date(2026, 12, 31)
    )
    with readers.opened() as reader:
        [standing] = progress.gather(reader, sq.objectives(), small_desk.TODAY)
    assert standing.key_results[0].actual is not None
    assert standing.key_results[0].actual.definition == baseline.definition
    edition = packs_actions.make(packs_actions.announce(lena, "x", small_desk.TODAY))
    found = packs.verification(edition)
    assert found.ok, [c for c in found.checks if not c.ok]
