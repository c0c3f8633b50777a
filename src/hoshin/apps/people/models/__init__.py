"""The rows of people: one file for each subject."""

from __future__ import annotations

from hoshin.apps.people.models.beside_steps import StepDraft, Succession
from hoshin.apps.people.models.checkins import SURE, Blocker, CheckIn
from hoshin.apps.people.models.cycles import Cycle, Evaluation, EvaluationStep, EvidenceKind, EvidenceLine, Rating
from hoshin.apps.people.models.goals import Cadence, Goal, Outcome, Side, Signature, Terms, TermsScope
from hoshin.apps.people.models.recognition import AccessLine, Read, Recognition
from hoshin.apps.people.models.reminders import Reminder

__all__ = [
    "SURE",
    "AccessLine",
    "Blocker",
    "Cadence",
    "CheckIn",
    "Cycle",
    "Evaluation",
    "EvaluationStep",
    "EvidenceKind",
    "EvidenceLine",
    "Goal",
    "Outcome",
    "Rating",
    "Read",
    "Recognition",
    "Reminder",
    "Side",
    "Signature",
    "StepDraft",
    "Succession",
    "Terms",
    "TermsScope",
]
