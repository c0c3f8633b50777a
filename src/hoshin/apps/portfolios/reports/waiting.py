"""A sealed claim of which it is too early to tell: why, and from when on, in words that a board reads."""

from __future__ import annotations

from datetime import date, timedelta

from hoshin.apps.portfolios.queries import Judged
from hoshin.impact.design import AFTER, Reason
from hoshin.impact.standing import Place
from hoshin.metrics.query import Grain
from hoshin.reporting.wording import day

LABEL = "Too early to tell"
EARLY = tuple(map(str, (Reason.NOT_STARTED, Reason.SHORT_AFTER, Reason.FEW_STARTS)))
"""The reasons that time takes away by itself."""
LENGTH = {Grain.WEEK: f"{AFTER[Grain.WEEK]} whole weeks", Grain.DAY: f"{AFTER[Grain.DAY]} working days"}


def is_early(judged: Judged) -> bool:
    """Whether nothing is wanting for a verdict but time; False where it ended before it could ever be told."""
    verdict, end = judged.verdict, judged.initiative.end
    if verdict is None or judged.standing is None or judged.standing.place is not Place.CANNOT_TELL:
        return False
    return verdict.reason in EARLY and (end is None or end >= told_by(judged))


def told_by(judged: Judged) -> date:
    """The last day whose tickets a first verdict needs; of a roll-out, on the group that starts first."""
    first = _first(judged)
    if judged.verdict and judged.verdict.course.grain is Grain.DAY:
        return first + timedelta(weeks=AFTER[Grain.DAY] // 5) - timedelta(days=1)
    monday = first + timedelta(days=-first.weekday() % 7)
    return monday + timedelta(weeks=AFTER[Grain.WEEK]) - timedelta(days=1)


def why(judged: Judged) -> str:
    """Why there is no verdict yet, and when there can be one; asked where it is too early."""
    verdict, first = judged.verdict, _first(judged)
    assert verdict is not None  # or it would not be early
    length = LENGTH.get(verdict.course.grain, LENGTH[Grain.WEEK])
    if verdict.reason == Reason.FEW_STARTS:
        return (
            f"It has begun in too few places to tell chance from effect. There can be a verdict once more of them have "
            f"run for {length}."
        )
    begun = first <= verdict.as_of
    so_far = f"It began on {day(first)}" if begun else f"It begins on {day(first)}"
    read = f"the tickets read so far end on {day(verdict.as_of)}"
    return (
        f"{so_far}, and {read}. There can be a first verdict once it has run for {length} and tickets up to "
        f"{day(told_by(judged))} are read."
    )


def _first(judged: Judged) -> date:
    return min((on for _, on in judged.initiative.starts), default=judged.initiative.start)
