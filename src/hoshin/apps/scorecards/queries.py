"""Reads of targets and chosen baselines."""

from __future__ import annotations

from hoshin.apps.scorecards.models import Baseline, Target
from hoshin.apps.scorecards.selection import Selection


def targets(selection: Selection) -> dict[str, Target]:
    """The targets of a scope by metric."""
    return {target.metric: target for target in Target.objects.filter(**_scope(selection))}


def baselines(selection: Selection) -> dict[str, Baseline]:
    """The chosen baselines of a scope by metric."""
    return {
        baseline.metric: baseline for baseline in Baseline.objects.filter(**_scope(selection)).select_related("person")
    }


def _scope(selection: Selection) -> dict[str, str]:
    return {"desk": selection.desk, "dimension": selection.dimension, "value": selection.value}
