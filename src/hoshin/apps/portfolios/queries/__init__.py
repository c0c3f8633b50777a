"""Reads of initiatives and the verdicts on their claims. Error checks and rates have modules of their own."""

from hoshin.apps.portfolios.queries.ahead import design, foreseen, foreseen_now, foreseen_rollout
from hoshin.apps.portfolios.queries.asking import CHECKPOINTS, checkpoint, starts_of
from hoshin.apps.portfolios.queries.judging import Judged, history, judged, verdict_of
from hoshin.apps.portfolios.queries.listing import Overlap, UnknownInitiative, initiatives, overlaps, serving

__all__ = [
    "CHECKPOINTS",
    "Judged",
    "Overlap",
    "UnknownInitiative",
    "checkpoint",
    "design",
    "foreseen",
    "foreseen_now",
    "foreseen_rollout",
    "history",
    "initiatives",
    "judged",
    "overlaps",
    "serving",
    "starts_of",
    "verdict_of",
]
