"""Why something of a plan is not written."""

from __future__ import annotations

from hoshin.eventlog.refused import Refused


class TooMany(Refused):
    """There are as many scenarios as can be compared."""


class NotYet(Refused):
    """A scenario that is not worked out cannot be approved."""


class Answered(Refused):
    """An idea is answered once."""
