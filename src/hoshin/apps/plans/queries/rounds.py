"""Reads of rounds: candidates with their scores, and a round as the portfolio that the pure heart plans."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db.models import QuerySet

from hoshin.apps.plans.models import (
    Approval,
    Candidate,
    PlanningRound,
    Scenario,
    TeamCapacity,
    Tie,
    TieKind,
    Undertaking,
)
from hoshin.portfolio import constraints, scoring
from hoshin.portfolio.constraints import Portfolio
from hoshin.portfolio.learning import Correction
from hoshin.portfolio.scoring import Figure, Formula, Scored
from hoshin.portfolio.value import Stance, ThreePoint, worth


def rounds() -> QuerySet[PlanningRound]:
    """All rounds, the latest first."""
    return PlanningRound.objects.all()


def candidates(of: PlanningRound) -> list[Candidate]:
    """The candidates of a round with efforts and ties, in a fixed number of queries."""
    known = of.candidates.select_related("owner", "undertaking", "initiative__key_result__objective")
    return list(known.prefetch_related("efforts__team", "ties__other"))


def scenarios(of: PlanningRound) -> list[Scenario]:
    """The scenarios of a round, the oldest first, with all that was worked out."""
    return list(of.scenarios.select_related("person").prefetch_related("places", "loads"))


def approved(of: PlanningRound) -> Approval | None:
    """The decision that holds; None before the first."""
    return Approval.objects.select_related("scenario__round", "person").filter(scenario__round=of).first()


def capacity(of: PlanningRound) -> dict[str, tuple[float, ...]]:
    """The people by team and quarter."""
    found: dict[str, list[float]] = defaultdict(lambda: [0.0] * of.quarters)
    for each in TeamCapacity.objects.filter(round=of).select_related("team"):
        if each.quarter < of.quarters:
            found[each.team.name][each.quarter] = each.people
    return {team: tuple(people) for team, people in sorted(found.items())}


def benefit(each: Candidate) -> ThreePoint:
    """The benefit of a quarter. Raises EstimateRefused."""
    return ThreePoint(each.benefit_low, each.benefit_likely, each.benefit_high)


def probability(each: Candidate) -> ThreePoint:
    """How likely it succeeds, from 0 to 1. Raises EstimateRefused."""
    return ThreePoint(each.probability_low / 100, each.probability_likely / 100, each.probability_high / 100)


def cost(each: Candidate) -> ThreePoint:
    """The cost in all. Raises EstimateRefused."""
    return ThreePoint(each.cost_low, each.cost_likely, each.cost_high)


NOTHING_LEARNT: Mapping[str, Correction] = {}


def portfolio(
    of: PlanningRound,
    found: Sequence[Candidate],
    *,
    scenario: Scenario | None = None,
    learnt: Mapping[str, Correction] = NOTHING_LEARNT,
) -> Portfolio:
    """A round as what is planned, as the scenario has it. Capacity and budget are kept by expected effort and cost.

    Benefits count by what is ``learnt`` of their kind; in full where nothing is.
    """
    keys = {each.pk for each in found}
    ties = [tie for each in found for tie in each.ties.all() if tie.other_id in keys]
    reserve = scenario.reserve / 100 if scenario else 0.0
    money = of.budget if scenario is None or scenario.budget is None else scenario.budget
    return Portfolio(
        of.quarters,
        tuple(_planned(each, learnt) for each in found),
        {team: tuple(people * (1 - reserve) for people in row) for team, row in capacity(of).items()},
        budget=None if money is None else float(money),
        dependencies=tuple(
            constraints.Dependency(str(tie.other_id), str(tie.candidate_id)) for tie in _of_kind(ties, TieKind.NEEDS)
        ),
        exclusions=tuple(
            constraints.Exclusion(str(tie.candidate_id), str(tie.other_id)) for tie in _of_kind(ties, TieKind.EXCLUDES)
        ),
        quarter_budgets=budgets(of),
        phases=_phases(found),
        names=of.quarter_names,
        counted=max(of.counted, of.quarters),
        stance=Stance(scenario.stance) if scenario else Stance.EXPECTED,
    )


def _of_kind(ties: Sequence[Tie], kind: TieKind) -> list[Tie]:
    return [each for each in ties if each.kind == kind]


def budgets(of: PlanningRound) -> tuple[float, ...] | None:
    """The money of each quarter; None for no limit by quarter. The last amount holds for quarters that name none."""
    amounts = tuple(float(each.amount) for each in of.budgets.all())[: of.quarters]
    return (*amounts, *amounts[-1:] * (of.quarters - len(amounts))) if amounts else None


def _phases(found: Sequence[Candidate]) -> tuple[constraints.Phases, ...]:
    """The undertakings that have more than one phase here, in the order of their names."""
    members: dict[Undertaking, list[Candidate]] = {}
    for each in found:
        if each.undertaking:
            members.setdefault(each.undertaking, []).append(each)
    return tuple(
        constraints.Phases(whole.name, tuple(str(each.pk) for each in in_phases(rows)), whole.whole)
        for whole, rows in sorted(members.items(), key=lambda pair: pair[0].name)
        if len(rows) > 1
    )


def in_phases(members: Sequence[Candidate]) -> list[Candidate]:
    """The candidates of one undertaking in the order of their phases."""
    return sorted(members, key=lambda each: (each.phase or 0, each.pk))


def _planned(each: Candidate, learnt: Mapping[str, Correction]) -> constraints.Candidate:
    share = learnt[each.category].factor if each.category in learnt else 1.0
    return constraints.Candidate(
        str(each.pk),
        each.title,
        each.quarters,
        worth(benefit(each), probability(each), share=share),
        cost(each).mean,
        tuple(
            constraints.Effort(part.team.name, part.quarter, ThreePoint(part.low, part.likely, part.high).mean)
            for part in each.efforts.all()
        ),
        (each.earliest or 1) - 1,
        None if each.latest is None else each.latest - 1,
        each.mandatory,
    )


def question(found: Portfolio) -> str:
    """The SHA-256 of all that a plan depends on."""
    plain = replace(found, capacity=tuple(sorted(found.capacity.items())))  # type: ignore[arg-type]
    return hashlib.sha256(repr(plain).encode()).hexdigest()


def formula(of: PlanningRound) -> Formula:
    """The formula of the round. Raises FormulaRefused where its own has no weights."""
    if of.formula in scoring.READY:
        return scoring.READY[of.formula]
    return scoring.Weighted("Our own", tuple((Figure(each.figure), each.weight) for each in of.weights.all()))


def scores(of: PlanningRound, found: Sequence[Candidate]) -> dict[str, Scored]:
    """The score of each candidate by its key, by the formula of the round."""
    return scoring.scores(formula(of), {str(each.pk): _figures(each) for each in found})


def _figures(each: Candidate) -> dict[Figure, float]:
    work = sum(ThreePoint(part.low, part.likely, part.high).mean for part in each.efforts.all())
    return {
        Figure.IMPACT: each.impact,
        Figure.FEASIBILITY: each.feasibility,
        Figure.CONFIDENCE: probability(each).mean,
        Figure.REACH: float(each.reach),
        Figure.URGENCY: each.urgency,
        Figure.RISK_REDUCTION: each.risk_reduction,
        Figure.BENEFIT: benefit(each).mean,
        Figure.COST: cost(each).mean,
        Figure.EFFORT: work,
    }
