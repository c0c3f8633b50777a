"""Writes of vision, objectives and key results."""

from __future__ import annotations

from hoshin.apps.strategy.actions.catchball import Evidence, Terms, counter, sign, take_over, throw, withdraw
from hoshin.apps.strategy.actions.countermeasures import write_countermeasure
from hoshin.apps.strategy.actions.key_results import (
    change_key_result,
    drop_key_result,
    measure_again,
    read_baseline,
    write_key_result,
)
from hoshin.apps.strategy.actions.month_plans import plan_months
from hoshin.apps.strategy.actions.objectives import drop_objective, write_objective
from hoshin.apps.strategy.actions.refusals import (
    NoBaseline,
    NoChange,
    NoReason,
    NotAbove,
    NotYourTurn,
    Signed,
    StillMeasured,
)
from hoshin.apps.strategy.actions.vision import (
    ThemeWords,
    acknowledge,
    discard_draft,
    draft_vision,
    publish_draft,
    publish_vision,
)

__all__ = [
    "Evidence",
    "NoBaseline",
    "NoChange",
    "NoReason",
    "NotAbove",
    "NotYourTurn",
    "Signed",
    "StillMeasured",
    "Terms",
    "ThemeWords",
    "acknowledge",
    "change_key_result",
    "counter",
    "discard_draft",
    "draft_vision",
    "drop_key_result",
    "drop_objective",
    "measure_again",
    "plan_months",
    "publish_draft",
    "publish_vision",
    "read_baseline",
    "sign",
    "take_over",
    "throw",
    "withdraw",
    "write_countermeasure",
    "write_key_result",
    "write_objective",
]
