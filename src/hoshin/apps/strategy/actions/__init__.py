"""Writes of vision, objectives and key results."""

from __future__ import annotations

from hoshin.apps.strategy.actions.key_results import (
    change_key_result,
    drop_key_result,
    measure_again,
    read_baseline,
    write_key_result,
)
from hoshin.apps.strategy.actions.objectives import drop_objective, write_objective
from hoshin.apps.strategy.actions.refusals import Moved, NoBaseline, NoChange, NoReason, NotAbove, StillMeasured
from hoshin.apps.strategy.actions.vision import (
    ThemeWords,
    acknowledge,
    discard_draft,
    draft_vision,
    publish_draft,
    publish_vision,
)

__all__ = [
    "Moved",
    "NoBaseline",
    "NoChange",
    "NoReason",
    "NotAbove",
    "StillMeasured",
    "ThemeWords",
    "acknowledge",
    "change_key_result",
    "discard_draft",
    "draft_vision",
    "drop_key_result",
    "drop_objective",
    "measure_again",
    "publish_draft",
    "publish_vision",
    "read_baseline",
    "write_key_result",
    "write_objective",
]
