"""What is proposed and planned, what came of it, and who works on it."""

from __future__ import annotations

from hoshin.apps.plans.models.allocations import Allocation
from hoshin.apps.plans.models.candidates import Candidate, CandidateEffort, Tie, TieKind, Undertaking
from hoshin.apps.plans.models.ideas import Idea
from hoshin.apps.plans.models.rounds import FormulaWeight, PlanningRound, RoundBudget, TeamCapacity
from hoshin.apps.plans.models.scenarios import (
    Approval,
    PlannedInitiative,
    Scenario,
    ScenarioCorrection,
    ScenarioLoad,
    ScenarioPlace,
    ScenarioState,
)

__all__ = [
    "Allocation",
    "Approval",
    "Candidate",
    "CandidateEffort",
    "FormulaWeight",
    "Idea",
    "PlannedInitiative",
    "PlanningRound",
    "RoundBudget",
    "Scenario",
    "ScenarioCorrection",
    "ScenarioLoad",
    "ScenarioPlace",
    "ScenarioState",
    "TeamCapacity",
    "Tie",
    "TieKind",
    "Undertaking",
]
