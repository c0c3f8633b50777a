"""The rows of people: one file for each subject."""

from __future__ import annotations

from hoshin.apps.people.models.checkins import SURE, Blocker, CheckIn
from hoshin.apps.people.models.goals import Cadence, Goal, Outcome, Side, Signature, Terms, TermsScope
from hoshin.apps.people.models.reminders import Reminder

__all__ = [
    "SURE",
    "Blocker",
    "Cadence",
    "CheckIn",
    "Goal",
    "Outcome",
    "Reminder",
    "Side",
    "Signature",
    "Terms",
    "TermsScope",
]
