"""What is asked of a sealed claim: now, of its guardrails, and as of so many months after the start."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from hoshin.apps.portfolios import integrity, sealing
from hoshin.apps.portfolios.models import Claim, Initiative
from hoshin.apps.portfolios.queries.listing import alike, title_for_all
from hoshin.apps.portfolios.verdicts.questions import Asked, Question, question
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.design import BEFORE
from hoshin.impact.guardrail import harm
from hoshin.impact.staggered_verdict import BY_LOT
from hoshin.metrics.definition import Metric
from hoshin.pipeline.effect import Scope
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import Starts

CHECKPOINTS = (3, 6, 12)
"""After so many months from the start a verdict is read again: does the effect last?"""

LEARNT = timedelta(weeks=BEFORE)
"""Before a start: the time from which at least is learnt what is usual there."""


@dataclass(frozen=True)
class Questions:
    """All that is asked of one sealed claim: now, of its guardrails, and as of so many months after the start."""

    now: Asked
    guardrails: tuple[tuple[Metric, Asked], ...] = ()
    checkpoints: tuple[Asked, ...] = ()

    @property
    def all(self) -> list[Asked]:
        """Each question, that on the claim first."""
        return [self.now, *(asked for _, asked in self.guardrails), *self.checkpoints]


def questions_of(
    reader: Reader, found: Initiative, claim: Claim, everybody: list[Initiative], *, drawn: bool
) -> Questions:
    """What is asked of a claim. Of an initiative that is not drawn, only what the others are read with."""
    catalogue = reader.catalogue
    metric = integrity.definition_of(claim, catalogue)
    covered = reader.coverage(found.where)[1]
    as_of = min(found.end, covered) if found.end else covered
    now = Asked(claim, _question(found, claim, everybody, as_of), metric, drawn=drawn)
    if not drawn:
        return Questions(now)
    guardrails = tuple(
        (each, Asked(claim, _question(found, claim, everybody, as_of, meant=meant), each, each.key, drawn=False))
        for each in integrity.guardrails_of(claim, metric, catalogue)
        if (meant := harm(each))
    )
    looks = ((months, checkpoint(found.start, months)) for months in CHECKPOINTS)
    checkpoints = tuple(
        Asked(claim, _question(found, claim, everybody, day), metric, months=months, drawn=False)
        for months, day in looks
        if day < as_of
    )
    return Questions(now, guardrails, checkpoints)


def checkpoint(start: date, months: int) -> date:
    """The last day of the first so many months from ``start`` on."""
    year, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + year, month + 1)[1]
    return date(start.year + year, month + 1, min(start.day, last)) - timedelta(days=1)


def starts_of(found: Initiative, claim: Claim | None = None) -> Starts | None:
    """Who starts when; None where all start together.

    The lot may judge an order that was drawn once: of several draws somebody may have chosen. And it may not where
    another design was sealed with the claim.
    """
    if not found.starts:
        return None
    drawn = found.draw if len(found.draws.all()) == 1 else None
    sealed = sealing.line(claim.text, sealing.ESTIMATOR) if claim else ""
    return Starts(found.starts, drawn.seed if drawn and sealed in ("", BY_LOT) else "")


def _question(
    found: Initiative,
    claim: Claim,
    everybody: list[Initiative],
    as_of: date,
    *,
    meant: ImpactClaim | None = None,
) -> Question:
    scope = Scope(found.dimension, found.scope_values, found.where)
    others = others_of(found, everybody, as_of)
    return question(claim, scope, found.start, others, as_of, meant=meant, starts=starts_of(found, claim))


def others_of(found: Initiative, everybody: list[Initiative], as_of: date) -> list[tuple[str, str]]:
    """The groups that another initiative touches in the time judged, each with its title.

    Of a roll-out's own groups only those where the other begins or ends then, or in the weeks from which is learnt what
    is usual: what has long been so is in the comparison.
    """
    own = dict(found.starts)
    return [
        (value, title_for_all(each))
        for each in everybody
        if _in_the_way(each, found, as_of)
        for value, start in each.acting
        if start <= as_of and (value not in own or _changes(start, each.end, own[value] - LEARNT, as_of))
    ]


def _changes(start: date, end: date | None, first: date, last: date) -> bool:
    """Whether something begins or ends from ``first`` to ``last``."""
    return first <= start <= last or (end is not None and first <= end <= last)


def _in_the_way(other: Initiative, found: Initiative, as_of: date) -> bool:
    """Whether another initiative's groups cannot serve as comparison: it is sealed, and runs in the time judged."""
    ended = other.end is not None and other.end < found.start
    return other.pk != found.pk and other.sealed and alike(other, found) and not ended and other.start <= as_of
