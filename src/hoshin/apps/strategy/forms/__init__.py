"""Forms of vision, objectives and key results."""

from __future__ import annotations

from hoshin.apps.strategy.forms.days import day_field
from hoshin.apps.strategy.forms.key_results import (
    DIMENSIONS,
    BaselineForm,
    KeyResultChangeForm,
    KeyResultForm,
    ScopeForm,
)
from hoshin.apps.strategy.forms.objectives import ObjectiveForm
from hoshin.apps.strategy.forms.vision import ThemeForms, VisionForm

__all__ = [
    "DIMENSIONS",
    "BaselineForm",
    "KeyResultChangeForm",
    "KeyResultForm",
    "ObjectiveForm",
    "ScopeForm",
    "ThemeForms",
    "VisionForm",
    "day_field",
]
