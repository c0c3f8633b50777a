"""What is known of a target that is being proposed: the forecast by the tickets, and the team's people by the plans."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hoshin.apps.definitions import readers
from hoshin.apps.strategy.actions import Evidence
from hoshin.apps.strategy.capacity import capacity
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.reports import negotiated


def gather(key_result: KeyResult, target: float, due: date, today: date) -> Evidence:
    """The evidence of a target, in the metric's unit, by a date: as of today."""
    return replace(_forecast(key_result, target, due), capacity=capacity(key_result.objective.team, today, due))


def _forecast(key_result: KeyResult, target: float, due: date) -> Evidence:
    with readers.if_published() as reader:
        if reader is None:
            return Evidence(words="No tickets have been read, so there is no forecast.")
        return negotiated.evidence(reader, key_result, reader.catalogue.metric(key_result.metric), target, due)
