"""Reads of planning: rounds and candidates, the funnel of ideas, what past claims teach, what runs and how it keeps."""

from hoshin.apps.plans.queries.funnel import Funnel, Stage, funnel, ideas
from hoshin.apps.plans.queries.keeping import Kept, kept_in, quarters_begun
from hoshin.apps.plans.queries.learnt import Lesson, learnt, learnt_for, lessons
from hoshin.apps.plans.queries.rounds import (
    approved,
    benefit,
    budgets,
    candidates,
    capacity,
    cost,
    formula,
    in_phases,
    portfolio,
    probability,
    question,
    rounds,
    scenarios,
    scores,
)
from hoshin.apps.plans.queries.running import Part, TeamQuarter, begun, behind, carried, planned_by

__all__ = [
    "Funnel",
    "Kept",
    "Lesson",
    "Part",
    "Stage",
    "TeamQuarter",
    "approved",
    "begun",
    "behind",
    "benefit",
    "budgets",
    "candidates",
    "capacity",
    "carried",
    "cost",
    "formula",
    "funnel",
    "ideas",
    "in_phases",
    "kept_in",
    "learnt",
    "learnt_for",
    "lessons",
    "planned_by",
    "portfolio",
    "probability",
    "quarters_begun",
    "question",
    "rounds",
    "scenarios",
    "scores",
]
