"""What a person may choose while saying how a file is read, in the words of the pages."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from hoshin.connectors.fields import MEANINGS
from hoshin.connectors.mapping import DayOrder, Mapping, Shape, folded
from hoshin.eventlog.schema import PRIORITIES, Kind, Status

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Needed", ("ticket", "opened_at", "at")),
    ("Other times", ("resolved_at", "closed_at", "updated_at", "responded_at", "due_at", "response_due_at")),
    ("State and priority", ("state", "hold_reason", "priority", "kind")),
    (
        "Who and what",
        (
            "group",
            "level",
            "business_unit",
            "service",
            "category",
            "channel",
            "title",
            "parent",
            "duplicate_of",
            "closure",
            "problem",
            "caused_by",
            "article",
        ),
    ),
    ("Counts and flags", ("sla_met", "response_sla_met", "major", "reassignments", "reopens", "position")),
    ("What users say", ("satisfaction", "experience", "lost_minutes")),
    ("Major incidents and problems", ("restored_at", "cause_found_at")),
    (
        "Changes",
        (
            "change_type",
            "outcome",
            "unauthorised",
            "deployment",
            "approved_at",
            "planned_start_at",
            "planned_end_at",
            "started_at",
            "finished_at",
        ),
    ),
)
"""The canonical fields in the order in which a person thinks of them."""

ORDER = tuple(name for _, names in GROUPS for name in names)
"""The same, one after the other."""

TITLES = {
    "ticket": "Ticket number",
    "at": "Time of the update",
    "position": "Order of the update",
    "kind": "Kind of ticket",
    "title": "Title",
    "opened_at": "Opened",
    "resolved_at": "Resolved",
    "closed_at": "Closed",
    "updated_at": "Last changed",
    "responded_at": "First response",
    "due_at": "Due",
    "response_due_at": "Response due",
    "restored_at": "Service restored",
    "cause_found_at": "Cause found",
    "approved_at": "Approved",
    "planned_start_at": "Planned start",
    "planned_end_at": "Planned end",
    "started_at": "Implementation began",
    "finished_at": "Implementation ended",
    "state": "State",
    "hold_reason": "Waits for",
    "status": "Stage",
    "priority": "Priority",
    "group": "Support group",
    "level": "Support level",
    "business_unit": "Business unit",
    "service": "Service",
    "category": "Category",
    "channel": "Channel",
    "parent": "Parent",
    "duplicate_of": "Duplicate of",
    "closure": "Way of closing",
    "problem": "Problem",
    "caused_by": "Caused by change",
    "article": "Knowledge article",
    "major": "Major incident",
    "response_sla_met": "Response SLA met",
    "sla_met": "SLA met",
    "reassignments": "Reassignments",
    "reopens": "Reopenings",
    "satisfaction": "Satisfaction",
    "experience": "Experience (0 to 10)",
    "lost_minutes": "Minutes lost",
    "change_type": "Type of change",
    "outcome": "Outcome of the change",
    "unauthorised": "Unauthorised",
    "deployment": "Deployment",
}
"""What the pages call the canonical fields."""

SHAPES = ((Shape.UPDATES.value, "one update of a ticket (an audit log)"), (Shape.TICKETS.value, "one ticket"))
ORDERS = (
    (DayOrder.DAY_FIRST.value, "day first: 3/4/2016 is the 3rd of April"),
    (DayOrder.MONTH_FIRST.value, "month first: 3/4/2016 is the 4th of March"),
)
STATUSES = (
    ("", "not known"),
    (Status.NEW.value, "new: not begun"),
    (Status.ACTIVE.value, "active: in work"),
    (Status.WAITING.value, "waiting: for others"),
    (Status.RESOLVED.value, "resolved: work done"),
    (Status.CLOSED.value, "closed: final"),
    (Status.CANCELLED.value, "cancelled: not done"),
)
RANKS = (("", "not known"), *((str(rank), label) for rank, label in PRIORITIES.items()))
KINDS = tuple((kind.value, kind.value) for kind in Kind)


WORDS_SHOWN = 60
"""Words of one column that the form asks about, the most frequent first: more are no states but, say, titles."""


@dataclass(frozen=True)
class WordTable:
    """One of the mapping's tables of words: its key, its canonical field, its title, and what may be answered."""

    key: str
    field: str
    title: str
    hint: str
    choices: tuple[tuple[str, str], ...]


HINTS = {
    "hold_reason": "Waiting time is split by it.",
    "closure": "A duplicate is left out of what goes out.",
    "level": "1 answers, 2 and higher specialise.",
    "satisfaction": "1 is the worst, 5 the best.",
}

WORD_TABLES = (
    WordTable("states", "state", "What the states mean", "Backlog and waiting time depend on it.", STATUSES),
    WordTable("priorities", "priority", "What the priorities mean", "1 is the most urgent.", RANKS),
    WordTable("kinds", "kind", "What the kinds mean", "", (("", "the kind chosen above"), *KINDS)),
    *(
        WordTable(
            f"meanings-{name}",
            name,
            f"What the words for {name.replace('_', ' ')} mean",
            HINTS.get(name, ""),
            (("", "not known"), *((str(meaning), str(meaning)) for meaning in meanings)),
        )
        for name, meanings in MEANINGS.items()
    ),
)


def word_key(table: str, word: str) -> str:
    """The name of the form field that holds what a word means: the same for the same word, whatever it looks like."""
    return f"{table}-{hashlib.sha256(folded(word).encode()).hexdigest()[:12]}"


def tables(mapping: Mapping) -> dict[str, dict[str, str]]:
    """The mapping's tables of words, their meanings as the form's choices write them."""
    return {
        "states": {word: status.value for word, status in mapping.states.items()},
        "priorities": {word: str(rank) for word, rank in mapping.priorities.items()},
        "kinds": {word: kind.value for word, kind in mapping.kinds.items()},
        **{
            f"meanings-{name}": {word: str(meaning) for word, meaning in mapping.meanings.get(name, {}).items()}
            for name in MEANINGS
        },
    }


def meanings_of(words: dict[str, dict[str, str]]) -> dict[str, dict[str, str | int]]:
    """The mapping's ``meanings`` that these tables of words, as the form's choices write them, stand for."""
    found = {}
    for name, allowed in MEANINGS.items():
        written = {str(meaning): meaning for meaning in allowed}
        if said := {word: written[meaning] for word, meaning in words[f"meanings-{name}"].items() if meaning}:
            found[name] = said
    return found
