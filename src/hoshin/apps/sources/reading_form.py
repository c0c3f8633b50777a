"""The form that says how a file is read: one mapping, with a choice for each column and each of the desk's words."""

from __future__ import annotations

from collections.abc import Mapping as Answers
from dataclasses import replace
from itertools import islice
from zoneinfo import available_timezones

from django import forms
from django.forms.boundfield import BoundField

from hoshin.apps.sources.choices import (
    GROUPS,
    KINDS,
    ORDERS,
    SHAPES,
    TITLES,
    WORD_TABLES,
    WORDS_SHOWN,
    WordTable,
    meanings_of,
    tables,
    word_key,
)
from hoshin.connectors.detection import Examination, answered
from hoshin.connectors.errors import MappingInvalid
from hoshin.connectors.fields import FIELDS
from hoshin.connectors.mapping import DayOrder, Mapping, Shape, folded
from hoshin.connectors.opening import fitted
from hoshin.eventlog.schema import Kind, Status


class ReadingForm(forms.Form):
    """How a file is read. ``basis`` is the mapping that the form starts from; what it does not ask stays as there.

    ``examination`` is that of the file with the columns that the form holds, so that the words are those of the file.
    """

    desk = forms.CharField(
        max_length=120,
        label="Desk",
        help_text="Exports of the same desk carry the same name, so that they are put together.",
        error_messages={"required": "Give the desk a name, for example the desk's product."},
    )
    shape = forms.ChoiceField(label="Each row is", choices=SHAPES, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label="Kind of ticket", choices=KINDS, help_text="Where no column says it, every ticket is of this kind."
    )
    zone = forms.ChoiceField(label="Time zone of the times", required=False)
    day_order = forms.ChoiceField(
        label="Dates such as 3/4/2016", choices=ORDERS, widget=forms.RadioSelect, required=False
    )
    empty = forms.CharField(
        label="Words that mean “no value”",
        required=False,
        help_text="One a line, for example ? or n/a. An empty cell always means it.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    scale = forms.ChoiceField(label="Most urgent", widget=forms.RadioSelect, required=False)
    # The order that the file itself showed when the form was written, so that it goes when another column shows none.
    decided = forms.CharField(required=False, widget=forms.HiddenInput)
    # The scale that was laid on the priorities last, so that what somebody changed after it stays.
    laid = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, examination: Examination, basis: Mapping, data: Answers[str, str] | None = None) -> None:
        shown = initial(fitted(basis, examination.columns))
        order = examination.proposal.day_order
        shown["decided"] = order.value if order else ""
        shown["day_order"] = shown["day_order"] or shown["decided"]
        super().__init__(None if data is None else dict(data), initial=shown)
        self.examination = examination
        self.basis = basis
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", "Choose a time zone"), *((name, name) for name in sorted(available_timezones()))]
        questions = {question.key: question for question in examination.questions}
        scale = self.fields["scale"]
        assert isinstance(scale, forms.ChoiceField)
        asked = questions.get("priorities")
        self._scales = [(option.value, option.label) for option in asked.options] if asked else []
        scale.choices = self._scales
        columns = [("", "not in this file"), *((name, name) for name in examination.columns)]
        for name, field in FIELDS.items():
            self.fields[f"column-{name}"] = forms.ChoiceField(
                label=TITLES[name], help_text=field.meaning, choices=columns, required=False
            )
        self._add_words()
        if data is not None:
            self.data = self._completed(dict(data), shown["decided"])

    def _completed(self, data: dict[str, str], decided: str) -> dict[str, str]:
        """``data`` with what the browser could not know: the order that other columns show, words of other columns."""
        if data.get("day_order", "") == data.get("decided", ""):
            data["day_order"] = decided
        data["decided"] = decided
        for table in WORD_TABLES:
            for word in self.words(table):
                key = word_key(table.key, word)
                data.setdefault(key, self.fields[key].initial)
        scale = data.get("scale", "")
        if scale in dict(self._scales) and scale != data.get("laid"):
            data["laid"] = scale
            ranks = answered(self.examination, {"priorities": scale}).priorities
            for word in self.examination.words["priority"]:
                data[word_key("priorities", word)] = str(ranks.get(word, ""))
        return data

    def words(self, table: WordTable) -> Answers[str, int]:
        """The words that the file holds for a table, and how often, at most ``WORDS_SHOWN``.

        Spellings that mean the same are one word.
        """
        spelled: dict[str, str] = {}
        counts: dict[str, int] = {}
        for word, count in self.examination.words.get(table.field, {}).items():
            first = spelled.setdefault(folded(word), word)
            counts[first] = counts.get(first, 0) + count
        return dict(islice(counts.items(), WORDS_SHOWN))

    def _add_words(self) -> None:
        proposed = tables(self.examination.proposal)
        said = tables(self.basis)
        for table in WORD_TABLES:
            known = {folded(word): meaning for word, meaning in said[table.key].items()}
            guessed = {folded(word): meaning for word, meaning in proposed[table.key].items()}
            for word, count in self.words(table).items():
                key = word_key(table.key, word)
                self.fields[key] = forms.ChoiceField(
                    label=word,
                    choices=table.choices,
                    required=False,
                    help_text=f"{count:,}×",
                    initial=known.get(folded(word), guessed.get(folded(word), "")),
                )

    # --- what templates ask ------------------------------------------------------------------------------------------

    def column_groups(self) -> list[tuple[str, list[BoundField]]]:
        """The choices of columns, in the groups in which they are shown."""
        return [(title, [self[f"column-{name}"] for name in names]) for title, names in GROUPS]

    def word_tables(self) -> list[tuple[WordTable, list[BoundField]]]:
        """The tables of words that the file holds."""
        found = []
        for table in WORD_TABLES:
            words = list(self.words(table))
            if table.key == "priorities":
                words.sort()
            if words:
                found.append((table, [self[word_key(table.key, word)] for word in words]))
        return found

    def decided_by(self) -> str:
        """The sentence that says how the file decides the order of day and month; empty where it does not."""
        return next((note for note in self.examination.notes if note.startswith("Dates are read")), "")

    def lacks_updates(self) -> bool:
        """Whether a row is taken for a ticket because the file lacks the time of its update."""
        return fitted(self.basis, self.examination.columns).shape is not self.basis.shape

    def asks_scale(self) -> bool:
        """Whether it has still to be said which end of the scale of priorities is urgent."""
        known = {folded(word) for word in self.basis.priorities}
        said = self.data.get("laid") if self.is_bound else None
        return bool(self._scales) and (bool(said) or any(folded(w) not in known for w in self.words(WORD_TABLES[1])))

    def absent(self) -> list[str]:
        """The columns that the mapping names and the file lacks."""
        return list(self._elsewhere().values())

    # --- what pages ask ----------------------------------------------------------------------------------------------

    def mapping(self, *, to_keep: bool = False) -> Mapping:
        """The mapping that the form stands for; what is not valid stays as in ``basis``. Raises MappingInvalid.

        One ``to_keep`` still names the columns that only this file lacks.
        """
        said = self.cleaned_data
        words = {table.key: self._words(table) for table in WORD_TABLES}
        order = said.get("day_order")
        return replace(
            self.basis,
            desk=said.get("desk", "").strip() or self.basis.desk,
            # A file without the time of its updates does not change what the desk's other files are.
            shape=self.basis.shape if to_keep and self.lacks_updates() else Shape(said.get("shape", self.basis.shape)),
            kind=Kind(said.get("kind", self.basis.kind)),
            zone=said.get("zone") or None,
            day_order=DayOrder(order) if order else None,
            empty=_lines(said.get("empty", "")),
            columns=(self._elsewhere() if to_keep else {})
            | {name: column for name in FIELDS if (column := said.get(f"column-{name}"))},
            states={word: Status(meaning) for word, meaning in words["states"].items()},
            priorities={word: int(meaning) for word, meaning in words["priorities"].items()},
            kinds={word: Kind(meaning) for word, meaning in words["kinds"].items()},
            meanings=meanings_of(words),
        )

    def _elsewhere(self) -> dict[str, str]:
        """The fields that ``basis`` takes from columns which this file lacks."""
        return {name: column for name, column in self.basis.columns.items() if column not in self.examination.columns}

    def _words(self, table: WordTable) -> dict[str, str]:
        """What the table says: the answers for the file's words, and for other words what it said before."""
        said = tables(self.basis)[table.key]
        spelled = {folded(word): word for word in said}
        for word in self.words(table):
            known = spelled.get(folded(word), word)
            said.pop(known, None)
            if meaning := self.cleaned_data.get(word_key(table.key, word)):
                said[known] = meaning
        return said

    def proposed(self) -> Mapping:
        """The mapping that the form shows before anybody has answered."""
        found = self.examination.proposal
        said = fitted(self.basis, self.examination.columns)
        said = replace(said, day_order=said.day_order or found.day_order)
        words = {
            table.key: {word: self.fields[word_key(table.key, word)].initial for word in self.words(table)}
            for table in WORD_TABLES
        }
        return replace(
            said,
            states={**said.states, **{word: Status(m) for word, m in words["states"].items() if m}},
            priorities={**said.priorities, **{word: int(m) for word, m in words["priorities"].items() if m}},
            kinds={**said.kinds, **{word: Kind(m) for word, m in words["kinds"].items() if m}},
            meanings={**said.meanings, **meanings_of(words)},
        )

    def ask_for_missing(self) -> bool:
        """Whether columns are missing without which no row can be read; then the form says so next to them."""
        missing = self.mapping().missing
        for name in missing:
            self.add_error(f"column-{name}", "No row can be read without it: choose a column.")
        return bool(missing)

    def refuse(self, error: Exception) -> None:
        """Show a refusal next to the field that it concerns, else above all."""
        questions = getattr(error, "questions", ())
        for question in questions:
            self.add_error(self._field_of(question.key), question.text)
        if questions:
            return
        place = self._field_of(str(error)) if isinstance(error, MappingInvalid) else None
        self.add_error(place, str(error))

    def _field_of(self, said: str) -> str | None:
        """The form field that a question's key, or a refusal's sentence, is about."""
        if said in self.fields:
            return said
        table, _, name = said.partition(".")
        if table == "columns" and f"column-{name}" in self.fields:
            return f"column-{name}"
        for key in ("zone", "day_order", "empty", "desk"):
            if f"'{key}'" in said:
                return key
        for name in FIELDS:
            if f"key '{name}'" in said or f"for '{name}'" in said or f"no '{name}'" in said:
                return f"column-{name}"
        return None


def posted(basis: Mapping, data: Answers[str, str]) -> Mapping:
    """As much of the mapping as decides what has to be found out about the file before the form can be written.

    Raises MappingInvalid.
    """
    shape = data.get("shape")
    return replace(
        basis,
        shape=Shape(shape) if shape in set(Shape) else basis.shape,
        empty=_lines(data.get("empty", "")),
        columns={name: column for name in FIELDS if (column := data.get(f"column-{name}"))},
    )


def _lines(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


def initial(mapping: Mapping) -> dict[str, str]:
    """What the form shows of a mapping, but for its words."""
    columns = {f"column-{name}": mapping.columns.get(name, "") for name in FIELDS}
    return columns | {
        "desk": mapping.desk,
        "shape": mapping.shape.value,
        "kind": mapping.kind.value,
        "zone": mapping.zone or "",
        "day_order": mapping.day_order.value if mapping.day_order else "",
        "empty": "\n".join(mapping.empty),
    }
