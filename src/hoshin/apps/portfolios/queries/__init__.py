"""Reads of initiatives and the verdicts on their claims. Error checks and rates have modules of their own."""

from hoshin.apps.portfolios.queries.ahead import design, foreseen, foreseen_now, foreseen_rollout
from hoshin.apps.portfolios.queries.asking import CHECKPOINTS, checkpoint, starts_of
from hoshin.apps.portfolios.queries.judging import Judged, history, judged, verdict_of
from hoshin.apps.portfolios.queries.listing import (
    OF_INITIATIVES,
    UNNAMED,
    Overlap,
    UnknownInitiative,
    claimed_first,
    first_beside,
    initiatives,
    overlaps,
    sealed,
    seen_by,
    served,
    serving,
    title_for_all,
)

__all__ = [
    "CHECKPOINTS",
    "OF_INITIATIVES",
    "UNNAMED",
    "Judged",
    "Overlap",
    "UnknownInitiative",
    "checkpoint",
    "claimed_first",
    "design",
    "first_beside",
    "foreseen",
    "foreseen_now",
    "foreseen_rollout",
    "history",
    "initiatives",
    "judged",
    "overlaps",
    "sealed",
    "seen_by",
    "served",
    "serving",
    "starts_of",
    "title_for_all",
    "verdict_of",
]
