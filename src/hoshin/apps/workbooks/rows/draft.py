"""One row while it is judged: what its cells say, what is wrong with them, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from django import forms
from django.db.models import Model

from hoshin.apps.accounts.chain import changed
from hoshin.apps.workbooks.cells import Percent, Said, Unread, said
from hoshin.apps.workbooks.layout import LAYOUTS, Column
from hoshin.apps.workbooks.names import Kept, Things, either
from hoshin.apps.workbooks.plan import Outcome, Row, Write, Wrong
from hoshin.apps.workbooks.tables import Given
from hoshin.connectors.xlsx_rows import text_of
from hoshin.reporting.wording import day

SHOWN = 80
"""Characters of what was found that a refusal repeats."""
Finder = Callable[[str], object]


class Draft:
    """One row. ``values`` are what it means, by field; a field that is wrong, or has no column, has no value."""

    def __init__(self, given: Given) -> None:
        self.given = given
        self.layout = LAYOUTS[given.topic]
        self.wrong: list[Wrong] = []
        self.refused: set[str] = set()
        self.double = False
        self.said: dict[str, Said] = {}
        self.values: dict[str, object] = {}
        for column in self.layout.columns:
            if column.field in given.cells:
                self._read(column)

    def _read(self, column: Column) -> None:
        if column.field in self.given.errors:
            self.refuse(column.field, "Its formula gives an error: mend it, or write the value.", found="an error")
            return
        try:
            percent = column.field in self.given.percents
            self.said[column.field] = said(self.given.cells[column.field], column.kind, percent=percent)
        except Unread as error:
            self.refuse(column.field, str(error))

    @property
    def place(self) -> str:
        """Where the row stands."""
        return f"{self.given.sheet}, row {self.given.line}"

    def text(self, field: str) -> str:
        """What the cell of a field says as text; empty where it says nothing."""
        found = self.said.get(field)
        return "" if found is None else str(found)

    def refuse(self, field: str, reason: str, *, found: str | None = None) -> None:
        """Reject the row for what stands in one field (empty: for the whole of it)."""
        shown = text_of(self.given.cells.get(field, "")).strip() if found is None else found
        self.wrong.append(Wrong(self.layout.heading(field) if field else "", shown[:SHOWN], reason))
        self.refused.add(field)

    def find(self, finders: Mapping[str, Finder], was: Mapping[str, object] | None) -> None:
        """Settle the values: by a field's finder where it has one, else what was said; what is missing stays as it was.

        ``was`` are the values of what the row changes, None where it makes something new.
        """
        for column in self.layout.columns:
            field = column.field
            if field == "code" or column.told or field in self.refused:
                continue
            if field not in self.said:
                self._missing(column, was)
            elif self.said[field] is None and column.needed:
                self.refuse(field, f"It is empty, and is needed. {column.note}")
            else:
                self._settle(field, finders.get(field))

    def _missing(self, column: Column, was: Mapping[str, object] | None) -> None:
        if was is not None:
            self.values[column.field] = was[column.field]
        elif column.needed:
            self.refuse(column.field, f"The sheet has no such column, and what is new needs it. {column.note}")
        else:
            self.values[column.field] = None

    def _settle(self, field: str, finder: Finder | None) -> None:
        found = self.said[field]
        if found is None or finder is None:
            self.values[field] = found
            return
        try:
            self.values[field] = finder(text_of(found) if isinstance(found, float) else str(found))
        except Unread as error:
            self.refuse(field, str(error))

    def hold_to(self, form: forms.Form, also: Mapping[str, str] | None = None) -> bool:
        """Whether a form of the pages takes the row; else its errors are what is wrong. ``also`` renames its fields."""
        for field, errors in form.errors.items():
            own = (also or {}).get(field, field)
            own = "" if own == "__all__" else own
            if own not in self.refused:
                self.refuse(own, " ".join(map(str, errors)))
        return not self.wrong

    def row(self, title: str, outcome: Outcome, **more: object) -> Row:
        """What comes of it."""
        headings = ["", *(each.heading for each in self.layout.columns)]
        wrong = sorted(self.wrong, key=lambda each: headings.index(each.column))
        return Row(self.given, title, outcome, wrong=tuple(wrong), **more)  # type: ignore[arg-type]

    def rejected(self, things: Things[Kept], found: Kept, title: str) -> Row:
        """The row as it is rejected; what it would have made cannot be named by other rows."""
        if not self.double:
            things.reject(found, self.place)
        return self.row(title or self.text("title"), Outcome.REJECTED)

    def accepted(
        self, title: str, before: Mapping[str, str] | None, after: Mapping[str, str], write: Write, seen: str = ""
    ) -> Row:
        """The row as it is taken over; ``before`` and ``after`` are all fields in words, by heading."""
        changes = tuple(each for each in changed(before or {}, after) if each.before or each.after)
        return self.row(
            title, Outcome.CHANGED if before is not None else Outcome.NEW, changes=changes, write=write, seen=seen
        )


def words(value: object) -> str:
    """A value as people read it.

    >>> words(date(2026, 2, 1)), words(61.5), words(None)
    ('1 Feb 2026', '61.5', '')
    """
    match value:
        case None:
            return ""
        case date():
            return day(value)
        case float():
            return f"{value:.10g}"
        case Percent():
            return f"{value.amount:.10g} %"
        case tuple():
            return "; ".join(f"{dimension}: {each}" for dimension, each in value)
        case Model():
            return str(value)
    return str(value)


def told(draft: Draft, values: Mapping[str, object], spoken: Mapping[str, Callable[[object], str]]) -> dict[str, str]:
    """Values in words by heading, in the order of the columns; ``spoken`` puts some of them its own way."""
    return {
        column.heading: spoken.get(column.field, words)(values[column.field])
        for column in draft.layout.columns
        if column.field in values
    }


def match(draft: Draft, things: Things[Kept], fresh: Kept, fitting: Mapping[str, Kept]) -> Kept:
    """What a row changes: by its code, else the one among ``fitting`` that has its title, else ``fresh``."""
    code, title = draft.text("code"), draft.text("title")
    try:
        found = things.coded(code)
    except Unread as error:
        draft.refuse("code", str(error))
        return fresh
    own = "" if found is not None else code
    if found is None:
        if len(fitting) > 1:
            draft.refuse("title", f"More than one {draft.given.topic.one} has it: write {either(fitting)} under Code.")
            return fresh
        found = next(iter(fitting.values()), fresh)
    if own and things.own(own) not in (None, found):
        draft.refuse("code", "Another row has this code already: give each row its own.")
        return fresh
    if title:
        things.add(found, title, place=draft.place, own=own)
    return found


def once(drafts: Iterable[tuple[Draft, int]]) -> None:
    """Refuse, of rows that say the same thing, all but the first. Each comes with the key of what it says."""
    seen: dict[int, Draft] = {}
    for draft, pk in drafts:
        first = seen.setdefault(pk, draft)
        if first is not draft:
            draft.double = True
            draft.refuse("", f"{first.place} says the same {draft.given.topic.one} already: keep one of the two.")
