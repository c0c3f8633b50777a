"""The form of an agreement."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms

from hoshin.apps.agreements.forms.known import strange_state, strange_value, unchecked
from hoshin.apps.agreements.forms.reasons import ReasonForm
from hoshin.pipeline.service_levels import ServiceLevels
from hoshin.service_levels.agreement import Agreement, AgreementInvalid, Book, Clock
from hoshin.service_levels.durations import duration, words

CLOCKS = {
    Clock.RESPONSE: "Response: from the opening to the first response",
    Clock.RESOLUTION: "Resolution: from the opening to the last resolution",
}
_PROBE = timedelta(hours=1)


class AgreementForm(ReasonForm):
    """An agreement as people write it. ``agreement`` is what was written, once the form is valid.

    Its words are checked against the tickets of ``levels``; where nothing is published (None) somebody keeps them
    knowingly.
    """

    name = forms.CharField(
        max_length=120,
        help_text="Such as Priority 1, resolution.",
        error_messages={"required": "Give the agreement a name, such as Priority 1, resolution."},
    )
    clock = forms.ChoiceField(choices=[(str(each), said) for each, said in CLOCKS.items()], label="What is timed")
    target = forms.CharField(
        label="Agreed time",
        max_length=40,
        help_text="Working time, such as 4 h, 30 min or 1 h 30 min. A working day has as many hours as its calendar.",
        error_messages={"required": "Say within how much working time, such as 4 h."},
    )
    calendar = forms.ChoiceField(
        help_text="In whose hours the clock runs.",
        error_messages={"required": "Choose the calendar in whose hours the clock runs."},
    )
    where = forms.CharField(
        label="For which tickets",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "class": "font-monospace"}),
        help_text="One property a line: priority = 1, 2. Lines narrow each other, values of a line are alternatives, "
        "in double quotes where they hold a comma. Empty means every ticket.",
    )
    pauses = forms.CharField(
        label="Stands still while the ticket is",
        required=False,
        help_text="Stages such as waiting, or the desk's own words for states, with a comma between. Empty: never.",
    )
    first = forms.DateField(
        label="Holds for tickets opened from",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "This is no day: expected is one such as 2026-01-31, or nothing."},
    )
    last = forms.DateField(
        label="until",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "This is no day: expected is one such as 2026-12-31, or nothing."},
    )
    unchecked = forms.BooleanField(
        label="Keep words that nobody could check",
        required=False,
        help_text="No tickets are published yet, so nothing tells whether a ticket has these values and states.",
    )
    field_order = (
        "name",
        "clock",
        "target",
        "calendar",
        "where",
        "pauses",
        "unchecked",
        "first",
        "last",
        "reason",
        "after",
    )

    def __init__(
        self, *args: object, book: Book, levels: ServiceLevels | None, own: str | None = None, **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.book, self.levels, self.own = book, levels, own
        if levels is not None:
            del self.fields["unchecked"]
        calendar = self.fields["calendar"]
        assert isinstance(calendar, forms.ChoiceField)
        calendar.choices = [(each.name, f"{each.name} ({each.zone})") for each in book.calendars]

    @classmethod
    def of(cls, agreement: Agreement, book: Book, after: int, levels: ServiceLevels | None) -> AgreementForm:
        """The form with an agreement as it stands."""
        initial = {
            "name": agreement.name,
            "clock": agreement.clock.value,
            "target": words(agreement.target).replace(",", ""),
            "calendar": agreement.calendar,
            "where": where_text(agreement.where),
            "pauses": list_words(agreement.pauses),
            "first": agreement.first,
            "last": agreement.last,
            "after": after,
        }
        return cls(book=book, levels=levels, own=agreement.name, initial=initial)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name != self.own and name in [each.name for each in self.book.agreements]:
            raise forms.ValidationError(f"There is an agreement '{name}' already: give this one another name.")
        return name

    def clean_target(self) -> timedelta:
        try:
            found = duration(self.cleaned_data["target"])
            _probe(target=found)
        except AgreementInvalid as error:
            raise forms.ValidationError(_bare(error)) from error
        return found

    def clean_where(self) -> tuple[tuple[str, str], ...]:
        found: list[tuple[str, str]] = []
        strange: list[str] = []
        for number, line in enumerate(self.cleaned_data["where"].splitlines(), 1):
            if not line.strip():
                continue
            dimension, equals, values = line.partition("=")
            said = listed(values)
            if not equals or not said:
                raise forms.ValidationError(
                    f"Line {number}: '{line.strip()}' is no property with its values: expected is one such as "
                    "'priority = 1, 2'."
                )
            pairs = [(dimension.strip().lower().replace(" ", "_"), value) for value in said]
            try:
                _probe(where=tuple(pairs))
            except AgreementInvalid as error:
                raise forms.ValidationError(f"Line {number}: {_bare(error)}") from error
            found += pairs
            if self.levels is not None:
                said_of = [strange_value(self.levels, *pair) for pair in pairs]
                strange += [f"Line {number}: {each}" for each in said_of if each]
        if strange:
            raise forms.ValidationError([forms.ValidationError(each) for each in strange])
        return tuple(dict.fromkeys(found))

    def clean_pauses(self) -> tuple[str, ...]:
        said = listed(self.cleaned_data["pauses"])
        try:
            _probe(pauses=tuple(said))
        except AgreementInvalid as error:
            raise forms.ValidationError(_bare(error)) from error
        if self.levels is not None:
            strange = [told for word in said if (told := strange_state(self.levels, word))]
            if strange:
                raise forms.ValidationError([forms.ValidationError(each) for each in strange])
        return tuple(dict.fromkeys(said))

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        first: date | None = answers.get("first")
        last: date | None = answers.get("last")
        if first and last and first > last:
            self.add_error("last", f"It ends on {last}, before it begins on {first}: exchange the two days.")
        if self.levels is None and not answers.get("unchecked"):
            doubtful = unchecked(answers.get("where", ()), answers.get("pauses", ()))
            for field in (name for name, doubt in zip(("where", "pauses"), doubtful, strict=True) if doubt):
                self.add_error(
                    field,
                    "No tickets are published yet, so nobody can check these words: import a desk's export first, or "
                    "tick “Keep words that nobody could check”.",
                )
        if not set(self.errors) - {"reason", "after"}:
            self.agreement = Agreement(
                answers["name"],
                Clock(answers["clock"]),
                answers["target"],
                answers["calendar"],
                answers["where"],
                answers["pauses"],
                first,
                last,
            )
        return answers


def listed(text: str) -> list[str]:
    """Values with a comma between; one that holds a comma stands in double quotes.

    >>> listed('1, "Network, Depots"')
    ['1', 'Network, Depots']
    """
    return [value.strip() for value in next(csv.reader([text], skipinitialspace=True), []) if value.strip()]


def list_words(values: Sequence[str]) -> str:
    """The values as ``listed`` reads them."""
    return ", ".join(f'"{each.replace(chr(34), chr(34) * 2)}"' if set(each) & set(',"') else each for each in values)


def where_text(where: tuple[tuple[str, str], ...]) -> str:
    """A scope as the form takes it: one dimension a line."""
    lines: dict[str, list[str]] = {}
    for dimension, value in where:
        lines.setdefault(dimension, []).append(value)
    return "\n".join(f"{dimension} = {list_words(values)}" for dimension, values in lines.items())


def _probe(
    target: timedelta = _PROBE, where: tuple[tuple[str, str], ...] = (), pauses: tuple[str, ...] = ()
) -> Agreement:
    """An agreement of which only one thing is in doubt, so that its refusal belongs to one field."""
    return Agreement("this", Clock.RESOLUTION, target, "any", where, pauses)


def _bare(error: AgreementInvalid) -> str:
    """The refusal without the name of the probe."""
    said = str(error).removeprefix("Agreement 'this'").removeprefix(":").strip()
    return f"{said[0].upper()}{said[1:]}"
