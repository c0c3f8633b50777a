"""What is planned, and what came of it."""

from __future__ import annotations

from hoshin.apps.plans.models.candidates import Candidate, CandidateEffort, Category, Tie, TieKind
from hoshin.apps.plans.models.rounds import FormulaWeight, PlanningRound, TeamCapacity
from hoshin.apps.plans.models.scenarios import (
    Approval,
    Scenario,
    ScenarioLoad,
    ScenarioPlace,
    ScenarioState,
)

__all__ = [
    "Approval",
    "Candidate",
    "CandidateEffort",
    "Category",
    "FormulaWeight",
    "PlanningRound",
    "Scenario",
    "ScenarioLoad",
    "ScenarioPlace",
    "ScenarioState",
    "TeamCapacity",
    "Tie",
    "TieKind",
]
