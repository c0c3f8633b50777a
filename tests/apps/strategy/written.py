"""Objectives and key results as a leader would write them."""

from __future__ import annotations

from datetime import date

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy import actions
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.pipeline.read import Reader
from tests.apps.small_desk import DESK

START, DUE = date(2026, 6, 1), date(2027, 5, 31)
SPRING = (date(2026, 2, 1), date(2026, 5, 31))
"""The days of baselines: before anything was started."""


def objective(person: Person, title: str = "Back to work within the shift") -> Objective:
    """An objective without key results."""
    return actions.write_objective(person, title=title, why="Every hour counts.", owner=person, first=START, last=DUE)


def key_result(
    reader: Reader,
    person: Person,
    of: Objective,
    metric: str = "time_to_resolve_median",
    *,
    factor: float = 0.8,
    target: float | None = None,
    days: tuple[date, date] = SPRING,
    scope: tuple[tuple[str, str], ...] = (),
    desk: str = DESK,
    title: str = "A fifth sooner",
    start: date = START,
    due: date = DUE,
) -> KeyResult:
    """A key result from the measured baseline to ``factor`` times it, or to ``target``."""
    where = ((("desk", desk),) if desk else ()) + scope
    baseline = actions.read_baseline(reader, metric, where, *days)
    wanted = baseline.result.amount * factor if target is None else target  # type: ignore[union-attr]
    return actions.write_key_result(
        person, of, baseline, title=title, target=wanted, start=start, due=due, desk=desk, scope=scope
    )
