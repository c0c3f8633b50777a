"""The kinds of what fires."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What fired."""

    SIGNAL = "signal"
    THRESHOLD = "threshold"
    TARGET = "target"
    COUNTER = "counter-metric"
