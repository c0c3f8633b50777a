"""What the warehouse refuses, each with what to do about it."""

from __future__ import annotations

from hoshin.eventlog.refused import Refused


class WarehouseError(Refused):
    """The warehouse cannot do what was asked; what it held before is untouched."""


class NothingPublished(WarehouseError):
    """No generation has been published yet: there is nothing to read."""


class UnknownGeneration(WarehouseError):
    """A generation was named that the warehouse does not hold."""


class Damaged(WarehouseError):
    """A file of the warehouse is missing, or is not what its manifest says."""


class Busy(WarehouseError):
    """Another process is writing to the warehouse."""


class DeskConflict(WarehouseError):
    """A desk would come to hold both a demonstration's tickets and real ones."""


class Unwritable(WarehouseError):
    """The operating system does not let the warehouse be written to."""


class EngineUnavailable(WarehouseError):
    """The engine that the settings name is unknown, not installed or out of reach, or cannot hold the generation."""
