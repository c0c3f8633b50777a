"""What the strategy app stores: the vision and its readers, objectives and key results."""

from __future__ import annotations

from hoshin.apps.strategy.models.catchball import Catchball, Proposal, ProposalCapacity, Side, Signature, TakeOver
from hoshin.apps.strategy.models.countermeasure import Countermeasure
from hoshin.apps.strategy.models.key_result import KeyResult, KeyResultScope
from hoshin.apps.strategy.models.month_plan import MonthPlan
from hoshin.apps.strategy.models.objective import MOST_WEIGHT, Level, Objective
from hoshin.apps.strategy.models.reminder import Reminder
from hoshin.apps.strategy.models.vision import Acknowledgement, Source, Theme, Vision

__all__ = [
    "MOST_WEIGHT",
    "Acknowledgement",
    "Catchball",
    "Countermeasure",
    "KeyResult",
    "KeyResultScope",
    "Level",
    "MonthPlan",
    "Objective",
    "Proposal",
    "ProposalCapacity",
    "Reminder",
    "Side",
    "Signature",
    "Source",
    "TakeOver",
    "Theme",
    "Vision",
]
