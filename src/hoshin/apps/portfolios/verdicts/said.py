"""What was said of a claim, whether it was just worked out or read from what is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoshin.impact.design import LeftOut
from hoshin.impact.effect import Interval
from hoshin.impact.staggered_verdict import GroupEffect
from hoshin.impact.verdict import Course, VerdictKind
from hoshin.impact.verdict import Verdict as Judgement


@dataclass(frozen=True)
class Said:
    """A verdict on a claim, as ``hoshin.impact.verdict`` gave it.

    ``relative`` is None where there is nothing to relate to, and ``absolute`` where nothing could be estimated.
    ``tickets`` were counted by the metric in the scope after the start. Of a verdict that was not to be drawn,
    the course may be empty, as may the names of groups and the ``placebos``. Of a roll-out, ``groups`` and ``since``
    are as in ``StaggeredEffect``.
    """

    kind: VerdictKind
    sentence: str
    reason: str
    detail: str
    p_value: float | None
    relative: Interval | None
    absolute: Interval | None
    course: Course
    used: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    as_of: date
    tickets: int = 0
    placebos: tuple[float, ...] = ()
    estimator: str = ""
    groups: tuple[GroupEffect, ...] = ()
    since: tuple[float, ...] = ()


def from_judgement(found: Judgement, as_of: date, tickets: int) -> Said:
    """What was just judged; of a roll-out without its groups."""
    return Said(
        kind=found.kind,
        sentence=found.sentence,
        reason=str(found.reason or ""),
        detail=found.detail,
        p_value=found.p_value,
        relative=found.effect.relative if found.effect else None,
        absolute=found.effect.absolute if found.effect else None,
        course=found.course,
        used=found.used,
        left_out=found.left_out,
        as_of=as_of,
        tickets=tickets,
        placebos=found.placebos,
        estimator=found.estimator,
    )
