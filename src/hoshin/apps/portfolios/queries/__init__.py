"""Reads of initiatives and the verdicts on their claims. Error checks and rates have modules of their own."""

from hoshin.apps.portfolios.queries.ahead import design, foreseen, foreseen_rollout
from hoshin.apps.portfolios.queries.asking import CHECKPOINTS, checkpoint, starts_of
from hoshin.apps.portfolios.queries.judging import Judged, history, judged, verdict_of
from hoshin.apps.portfolios.queries.listing import (
    Overlap,
    UnknownInitiative,
    first_beside,
    initiatives,
    overlaps,
    sealed,
    served,
    serving,
)

__all__ = [
    "CHECKPOINTS",
    "Judged",
    "Overlap",
    "UnknownInitiative",
    "checkpoint",
    "design",
    "first_beside",
    "foreseen",
    "foreseen_rollout",
    "history",
    "initiatives",
    "judged",
    "overlaps",
    "sealed",
    "served",
    "serving",
    "starts_of",
    "verdict_of",
]
