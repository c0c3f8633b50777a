"""What is watched, what fired, how it was answered, and who is told."""

from hoshin.apps.obligations.models.register import (
    ANSWERED,
    SILENT,
    Answer,
    Cause,
    Check,
    Deadline,
    Mute,
    Obligation,
    Origin,
    State,
    Threshold,
    Watch,
)
from hoshin.apps.obligations.models.telling import Attempt, Channel, Delivery, Progress, Subscription

__all__ = [
    "ANSWERED",
    "SILENT",
    "Answer",
    "Attempt",
    "Cause",
    "Channel",
    "Check",
    "Deadline",
    "Delivery",
    "Mute",
    "Obligation",
    "Origin",
    "Progress",
    "State",
    "Subscription",
    "Threshold",
    "Watch",
]
