"""Whether a seal still holds: what was sealed, against what is stored today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from hoshin.apps.portfolios import sealing
from hoshin.apps.portfolios.models import Claim, Draw, Initiative
from hoshin.impact.guardrail import harm
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric


class State(StrEnum):
    """How a seal stands."""

    INTACT = "intact"
    REDEFINED = "the definition that the metric had when the claim was sealed is not known any more"
    BROKEN = "the stored claim is not what was sealed"


@dataclass(frozen=True)
class Integrity:
    """The state of a claim's seal, after the words were put together and hashed again."""

    state: State

    @property
    def sound(self) -> bool:
        """Whether the claim is what was sealed, by a definition that is still known."""
        return self.state is State.INTACT

    @property
    def redefined(self) -> bool:
        """Whether only another definition of the metric is known."""
        return self.state is State.REDEFINED

    @property
    def broken(self) -> bool:
        """Whether somebody changed what is stored."""
        return self.state is State.BROKEN


def words(
    initiative: Initiative,
    claim: Claim,
    definition: str,
    guardrails: Iterable[tuple[str, str]] | None = None,
    design: Iterable[tuple[str, str]] = (),
) -> str:
    """The words of a claim as it is stored. An end that was open when it was sealed stays open in its words.

    Guardrails and design stand in the words alone: of a claim that has words, those in them hold.
    """
    if claim.text:
        guardrails, design = sealing.guardrails(claim.text), sealing.design(claim.text)
    was_open = bool(claim.text) and sealing.line(claim.text, "end") == sealing.OPEN
    return sealing.text(
        initiative=initiative.slug,
        desk=initiative.desk,
        dimension=initiative.dimension,
        values=[each.value for each in initiative.values.all()],
        start=initiative.start,
        end=None if was_open else initiative.end,
        metric=claim.metric,
        definition=definition,
        towards=claim.towards,
        size=claim.size,
        person=claim.person.username if claim.person else "",
        at=claim.at,
        supersedes=claim.supersedes.seal if claim.supersedes else "",
        guardrails=guardrails,
        design=design,
        starts=initiative.starts,
        draws=[_drawn(each) for each in initiative.draws.all()],
    )


def _drawn(draw: Draw) -> str:
    """A draw in one line: all that it takes to draw the same order again, when, and who."""
    by = draw.person.username if draw.person else ""
    return f"{draw.seed} {draw.first} {draw.weeks} {draw.waves} {draw.at:%Y-%m-%dT%H:%M:%SZ} {by}"


def definition_of(claim: Claim, catalogue: Catalogue) -> Metric:
    """The metric as it was defined when the claim was sealed; today's definition where that one is not known."""
    return catalogue.defined(claim.metric, sealing.line(claim.text, "definition"))


def guardrails_of(claim: Claim, metric: Metric, catalogue: Catalogue) -> list[Metric]:
    """What the initiative must not make worse: what was sealed, or for an older claim the metric's counter-metrics."""
    sealed = sealing.guardrails(claim.text)
    if sealed is None:
        return [catalogue.metric(key) for key in counter_metrics(metric, catalogue)]
    return [catalogue.defined(key, digest) for key, digest in sealed if catalogue.knows(key)]


def counter_metrics(metric: Metric, catalogue: Catalogue) -> list[str]:
    """The metric's counter-metrics that are known and of which one way is worse."""
    return [key for key in metric.counter_metrics if catalogue.knows(key) and harm(catalogue.metric(key))]


def check(initiative: Initiative, claim: Claim, catalogue: Catalogue) -> Integrity:
    """Hash the claim again, and compare it with its seal."""
    definition = sealing.line(claim.text, "definition")
    same = claim.text == words(initiative, claim, definition) and claim.seal == sealing.seal(claim.text)
    if not same:
        return Integrity(State.BROKEN)
    return Integrity(State.INTACT if definition == definition_of(claim, catalogue).digest else State.REDEFINED)
