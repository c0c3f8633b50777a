"""What a workbook would do, row by row: the value that a preview shows, and that is written once it is confirmed."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from hoshin.apps.accounts.chain import Change
from hoshin.apps.workbooks.layout import Topic
from hoshin.apps.workbooks.tables import Given
from hoshin.metrics.result import Reading


class Outcome(StrEnum):
    """What comes of a row."""

    REJECTED = "rejected"
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True)
class Wrong:
    """Why a row is rejected: the heading of the column (empty: the whole row), what was found, and what to do."""

    column: str
    found: str
    reason: str


@dataclass(frozen=True)
class Write:
    """What an accepted row writes: ``answers`` as the action of its page takes them.

    ``pk`` is what it changes; below 0 it is new, and others in the plan name it by that. ``edition`` is the one that
    was seen. ``baseline`` is the reading that a new key result starts from.
    """

    pk: int
    answers: Mapping[str, Any]
    edition: int | None = None
    baseline: Reading | None = None


@dataclass(frozen=True)
class Row:
    """One row and what comes of it. ``write`` is None of rows that are rejected or say nothing new."""

    given: Given
    title: str
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    write: Write | None = None
    seen: str = ""

    @property
    def reason(self) -> str:
        """Why it is rejected, in one text."""
        return " ".join(f"{each.column}: {each.reason}" if each.column else each.reason for each in self.wrong)


@dataclass(frozen=True)
class Plan:
    """All rows of a workbook; ``ignored`` are the headings that nothing is read from, by sheet."""

    rows: tuple[Row, ...]
    ignored: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def of(self, outcome: Outcome) -> tuple[Row, ...]:
        """The rows with that outcome, in their order."""
        return tuple(each for each in self.rows if each.outcome is outcome)

    @property
    def writes(self) -> tuple[tuple[Topic, Write], ...]:
        """What is written, in the order in which it can be."""
        return tuple((each.given.topic, each.write) for each in self.rows if each.write)

    @property
    def counted(self) -> dict[str, int]:
        """How many rows have each outcome."""
        found = Counter(each.outcome for each in self.rows)
        return {each.value: found[each] for each in Outcome}

    @property
    def digest(self) -> str:
        """SHA-256 of all that somebody sees of it: two plans with the same digest do the same."""
        said = [
            [
                *(each.given.topic, each.given.sheet, each.given.line, each.title, each.outcome, each.seen),
                [[change.field, change.before, change.after] for change in each.changes],
                [[wrong.column, wrong.found, wrong.reason] for wrong in each.wrong],
            ]
            for each in self.rows
        ]
        return hashlib.sha256(json.dumps(said, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()
