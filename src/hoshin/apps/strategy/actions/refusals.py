"""Why a write of direction is refused."""

from __future__ import annotations

from hoshin.eventlog.refused import Refused


class NoBaseline(Refused):
    """The metric has no sound value over the days chosen as baseline, so there is nothing to start from."""


class NoChange(Refused):
    """The target is no improvement on the baseline."""


class NoReason(Refused):
    """What people acknowledged is not changed without saying why."""


class NotAbove(Refused):
    """An objective cannot contribute to this one."""


class NotYourTurn(Refused):
    """Of a catchball: this person cannot do this now."""


class Signed(Refused):
    """What both sides signed is changed by a new catchball alone."""


class StillMeasured(Refused):
    """An objective that has key results, or others below it, cannot be removed."""
