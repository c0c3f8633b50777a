"""A plan as a page shows it: what matters in a line, then the rows, those that need hands first. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.workbooks.layout import Topic
from hoshin.apps.workbooks.plan import Outcome, Plan, Row

SHOWN = 100
"""Rows of one outcome that a page shows; all rejected ones are in their workbook."""
SIGNS = {Outcome.REJECTED: "bad", Outcome.NEW: "good", Outcome.CHANGED: "watch", Outcome.SAME: "neutral"}
HEADINGS = {
    Outcome.REJECTED: "Cannot be taken",
    Outcome.CHANGED: "Would change",
    Outcome.NEW: "Would be new",
    Outcome.SAME: "Stays as it is",
}


@dataclass(frozen=True)
class Counted:
    """How many rows have each outcome, and in words what was written."""

    new: int
    changed: int
    same: int
    rejected: int
    written: str

    @property
    def writes(self) -> int:
        """How many rows are written."""
        return self.new + self.changed


@dataclass(frozen=True)
class Group:
    """The rows of one outcome, by sheet and row; ``more`` are not shown."""

    outcome: Outcome
    heading: str
    tone: str
    count: int
    rows: tuple[Row, ...]
    more: int


@dataclass(frozen=True)
class Preview:
    """What a page shows of a plan; ``ignored`` says which columns nothing is read from, by sheet."""

    counted: Counted
    sentence: str
    groups: tuple[Group, ...]
    ignored: tuple[tuple[str, str], ...]


def compose(plan: Plan) -> Preview:
    """The plan, sorted for reading."""
    found = counted(plan)
    order = list(Topic)
    groups = []
    for outcome, heading in HEADINGS.items():
        rows = sorted(plan.of(outcome), key=lambda row: (order.index(row.given.topic), row.given.line))
        if rows:
            groups.append(
                Group(outcome, heading, SIGNS[outcome], len(rows), tuple(rows[:SHOWN]), max(len(rows) - SHOWN, 0))
            )
    ignored = tuple((sheet, ", ".join(headings)) for sheet, headings in plan.ignored)
    return Preview(found, _sentence(found), tuple(groups), ignored)


def counted(plan: Plan) -> Counted:
    """The rows by outcome."""
    found = plan.counted
    parts = [f"{found[each]:,} {each.value}" for each in (Outcome.NEW, Outcome.CHANGED) if found[each]]
    return Counted(found["new"], found["changed"], found["same"], found["rejected"], " and ".join(parts) or "nothing")


def _sentence(found: Counted) -> str:
    """What to do, in a sentence."""
    if not any((found.writes, found.same, found.rejected)):
        return "The workbook has no rows below its headings."
    if found.rejected and found.writes:
        return "Confirm what can be taken now, and mend the rest in the workbook of rejected rows."
    if found.rejected:
        return "Nothing new can be taken: mend the rejected rows, and bring the workbook in again."
    if found.writes:
        return "Every row can be taken. Nothing is written before you confirm it."
    return "Every row says what stands here already: there is nothing to write."
