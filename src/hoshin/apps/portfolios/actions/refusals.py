"""Why something is not written."""

from __future__ import annotations

from hoshin.eventlog.refused import Refused


class Sealed(Refused):
    """Scope, start and end of an initiative cannot change once its claim is sealed."""


class TooLate(Refused):
    """A claim is sealed before the start, or not at all."""


class NotAClaim(Refused):
    """The claim names no change that could be checked."""


class NotARate(Refused):
    """The rate prices nothing."""


class NotARollOut(Refused):
    """The groups cannot start one after the other in this way."""


class NoScope(Refused):
    """The initiative does not say where it acts."""


class NotSaid(Refused):
    """A check-in that says nothing, or too early."""
