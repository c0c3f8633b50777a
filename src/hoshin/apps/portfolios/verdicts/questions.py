"""What a verdict depends on, as one question with a hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

from hoshin import impact
from hoshin.apps.portfolios import sealing
from hoshin.apps.portfolios.models import Claim
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.metrics.definition import Metric
from hoshin.pipeline.effect import Scope
from hoshin.pipeline.staggered_effect import Starts


@dataclass(frozen=True)
class Question:
    """All that a verdict depends on, but for the tickets and the method.

    ``others`` names the groups that other initiatives touch, each with that initiative's title. ``as_of`` is the last
    day to judge.
    """

    seal: str
    scope: Scope
    start: date
    claim: ImpactClaim
    others: tuple[tuple[str, str], ...]
    as_of: date
    among: tuple[str, ...] = ()
    """The comparison groups that were sealed with the claim; none where none were."""
    starts: Starts | None = None
    """Of a roll-out, who starts when; None where all start together."""
    estimator: str = ""
    """The key of the estimator that was sealed with the claim; empty where none was."""

    def digest(self, generation: str, definition: str) -> str:
        """The question's hash for one generation of tickets, by the metric's definition of that hash."""
        parts = (generation, method(), definition, repr(self))
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True)
class Asked:
    """A question on a sealed claim, to be answered by a metric of this definition.

    ``guardrail`` is set where it asks whether that metric got worse, ``months`` where it asks how things stood so long
    after the start. ``drawn`` says that chart and placebos are wanted too.
    """

    claim: Claim
    question: Question
    measured: Metric = field(compare=False)
    guardrail: str = ""
    months: int = 0
    drawn: bool = True


@cache
def method() -> str:
    """The hash of the code that judges: a verdict by another method is another verdict."""
    folder = Path(impact.__file__).parent
    found = hashlib.sha256()
    for file in sorted(folder.rglob("*.py")):
        found.update(file.relative_to(folder).as_posix().encode() + b"\n" + file.read_bytes())
    return found.hexdigest()[:16]


def question(
    claim: Claim,
    scope: Scope,
    start: date,
    others: Iterable[tuple[str, str]],
    as_of: date,
    *,
    meant: ImpactClaim | None = None,
    starts: Starts | None = None,
) -> Question:
    """The question that a sealed claim asks; ``meant`` where another than its own is asked of the same design."""
    own = ImpactClaim(claim.metric, Direction(claim.towards), claim.size)
    among = tuple(sorted(sealing.lines(claim.text, sealing.COMPARED)))
    estimator = sealing.line(claim.text, sealing.ESTIMATOR)
    return Question(
        claim.seal, scope, start, meant or own, tuple(sorted(others)), as_of, among, starts=starts, estimator=estimator
    )
