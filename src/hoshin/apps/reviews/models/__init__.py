"""Forums, reviews, and what comes of them."""

from hoshin.apps.reviews.models.commitments import Commitment, CommitmentMove, Letter, LetterState, Reminder
from hoshin.apps.reviews.models.decisions import AmendedField, Amendment, Decision, DecisionOption, Outcome, Result
from hoshin.apps.reviews.models.forums import CalendarFeed, DecisionRight, Forum, ForumMember, StandingItem
from hoshin.apps.reviews.models.meetings import AgendaItem, Minutes, Review, Source
from hoshin.apps.reviews.models.standing import Part, Responsibility, Risk, RiskKind, StatusOverride

__all__ = [
    "AgendaItem",
    "AmendedField",
    "Amendment",
    "CalendarFeed",
    "Commitment",
    "CommitmentMove",
    "Decision",
    "DecisionOption",
    "DecisionRight",
    "Forum",
    "ForumMember",
    "Letter",
    "LetterState",
    "Minutes",
    "Outcome",
    "Part",
    "Reminder",
    "Responsibility",
    "Result",
    "Review",
    "Risk",
    "RiskKind",
    "Source",
    "StandingItem",
    "StatusOverride",
]
