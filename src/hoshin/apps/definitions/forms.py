"""The form that defines a metric. What is sound, ``hoshin.metrics.own.validation`` alone decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django import forms
from django.urls import reverse_lazy

from hoshin.apps.definitions import queries, words
from hoshin.apps.definitions.drafts import Draft, Row
from hoshin.apps.definitions.models import Part
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.own.conditions import Comparison
from hoshin.metrics.own.fields import Field, Sort
from hoshin.metrics.own.specification import Specification
from hoshin.metrics.own.validation import LONGEST, MOST_CONDITIONS, SpecificationInvalid, specified

SHOWN = 400
"""Words of one field that are offered at most; those that are chosen are always there."""
Words = Callable[[Field], list[str]]
"""The words that the tickets have in a field."""


@dataclass(frozen=True)
class ConditionRow:
    """One condition as the page shows it: what can be chosen, what is, and what is wrong with it."""

    name: str
    row: Row
    options: tuple[str, ...]
    more: int
    problem: str
    label: str

    @property
    def kind(self) -> str:
        """How its values are given."""
        of = self.row.of
        if of is None or self.row.alone or not self.row.comparison:
            return "none"
        return {Sort.WORD: "words", Sort.TEXT: "text", Sort.NUMBER: "number"}.get(of.sort, "none")

    @property
    def comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons that can be chosen."""
        return self.row.possible

    @property
    def unit(self) -> str:
        """The unit of its number; empty for a bare number."""
        return "hours" if self.row.of and self.row.of.unit == "h" else ""

    @property
    def text(self) -> str:
        """Its values one a line."""
        return "\n".join(self.row.values)


def _select(label: str, choices: object, *, redraws: bool = False, help_text: str = "") -> forms.CharField:
    widget = forms.Select(choices=choices, attrs={"hx-post": reverse_lazy("definitions:fields")} if redraws else {})  # type: ignore[arg-type]
    return forms.CharField(required=False, label=label, widget=widget, help_text=help_text)


class DefinitionForm(forms.Form):
    """The plain answers; the conditions stand beside them as rows. ``specification`` is there once it is sound."""

    question = forms.CharField(
        required=False,
        label="The question that it answers",
        widget=forms.TextInput(attrs={"maxlength": LONGEST["question"]}),
        help_text="As a leader asks it: how many VPN tickets does the first line solve within a day?",
    )
    title = forms.CharField(required=False, widget=forms.TextInput(attrs={"maxlength": LONGEST["title"]}))
    key = forms.CharField(
        required=False,
        label="Short name (optional)",
        help_text="For addresses and the command line, for ever. Empty: made from the title.",
    )
    dating = _select("Which tickets belong to a period", words.datings(), redraws=True)
    measured = _select("What is measured", [], redraws=True)
    amount = _select("Of which number", [], redraws=True)
    unit = _select("In", list(words.UNITS.items()))
    days = forms.CharField(
        required=False, label="Older than how many days", widget=forms.NumberInput(attrs={"min": 1, "step": 1})
    )
    direction = _select("Which way is better", [("", "Choose"), *((d.value, w) for d, w in words.DIRECTIONS.items())])
    least = forms.CharField(
        required=False,
        label="Fewest tickets",
        widget=forms.NumberInput(attrs={"min": 1, "step": 1}),
        help_text="Of fewer tickets in a period no number is given.",
    )
    practice = _select("Practice", [])
    owner_role = forms.CharField(
        required=False,
        label="Who answers for it",
        widget=forms.TextInput(attrs={"maxlength": LONGEST["owner_role"]}),
        help_text="A role, such as service desk manager.",
    )
    why = forms.CharField(
        required=False,
        max_length=300,
        label="Why it changes",
        help_text="Whoever compares the numbers later will ask.",
    )

    def __init__(
        self, draft: Draft, catalogue: Catalogue, offered: Words, *, key: str = "", check: bool = False
    ) -> None:
        """The form with a draft. ``key`` is that of the metric that changes; with ``check`` errors are told."""
        given = dict(draft.answers) | ({"key": key} if key else {})
        super().__init__(given if check else None, initial=given, auto_id="id_%s")
        self.draft, self.changes_key, self.catalogue, self._offered = draft, key, catalogue, offered
        self.specification: Specification | None = None
        self.problems: dict[str, str] = {}
        self.places: dict[str, dict[int, str]] = {}
        practices = [("", "Choose"), *((name, name) for name in queries.practices())]
        self._choices("measured", words.measures(given.get("dating", ""), given.get("measured", "")))
        self._choices("amount", [("", "Choose"), *words.amounts(given.get("measured", ""))])
        self._choices("practice", practices)
        if not key:
            del self.fields["why"]
        else:
            del self.fields["key"]

    def _choices(self, name: str, choices: Iterable[tuple[str, str] | words.Group]) -> None:
        widget = self.fields[name].widget
        assert isinstance(widget, forms.Select)
        widget.choices = list(choices)

    @property
    def said(self) -> dict[str, object]:
        """The answers as they are checked."""
        return self.draft.said | ({"key": self.changes_key} if self.changes_key else {})

    def clean(self) -> dict[str, object]:
        answers: dict[str, object] = super().clean() or {}
        try:
            self.specification = checked(self.said, self.catalogue)
        except SpecificationInvalid as error:
            self.problems, self.places = error.problems, error.places
            for name, problem in error.problems.items():
                # Without a title of its own the short name comes from the title, and so does what is wrong with it.
                at = "title" if name == "key" and not self.draft.answers.get("key") else name
                if at in self.fields and not (at == "title" != name and "title" in error.problems):
                    self.add_error(at, problem)
        return answers

    @property
    def filter_problem(self) -> str:
        """What is wrong with the filter as a whole."""
        return "" if Part.FILTER in self.places else self.problems.get(Part.FILTER, "")

    @property
    def met_problem(self) -> str:
        """What is wrong with the conditions of a share as a whole."""
        return "" if Part.MET in self.places else self.problems.get(Part.MET, "")

    @property
    def counter_problem(self) -> str:
        """What is wrong with the counter-metrics."""
        return self.problems.get("counter_metrics", "")

    @property
    def filter_rows(self) -> list[ConditionRow]:
        """The conditions of the filter, and an empty one to add the next."""
        return self._rows(Part.FILTER, self.draft.filter, "Condition")

    @property
    def met_rows(self) -> list[ConditionRow]:
        """The conditions that a share counts, and an empty one to add the next."""
        return self._rows(Part.MET, self.draft.met, "What has to hold")

    def _rows(self, part: str, rows: tuple[Row, ...], label: str) -> list[ConditionRow]:
        found = []
        for place, row in enumerate((*rows, Row()) if len(rows) < MOST_CONDITIONS else rows):
            there = list(row.of.words or self._offered(row.of)) if row.of and row.of.sort is Sort.WORD else []
            chosen = [value for value in row.values if value not in there[:SHOWN]]
            problem = self.places.get(part, {}).get(place + 1, "")
            problem = f"{problem[:1].upper()}{problem[1:]}"
            options = (*chosen, *there[:SHOWN])
            more = max(len(there) - SHOWN, 0)
            found.append(ConditionRow(f"{part}-{place}", row, options, more, problem, f"{label} {place + 1}"))
        return found

    @property
    def fields_offered(self) -> list[words.Group]:
        """The fields that a condition can be put on."""
        return words.fields()

    @property
    def counters(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The metrics that can be read beside it, by practice."""
        found: dict[str, list[tuple[str, str]]] = {}
        for key, metric in self.catalogue.metrics.items():
            if key != self.changes_key:
                found.setdefault(metric.practice, []).append((key, metric.title))
        return sorted(found.items())


def checked(said: dict[str, object], catalogue: Catalogue) -> Specification:
    """The specification that was said. Raises SpecificationInvalid."""
    known = [*catalogue.metrics, str(said.get("key", ""))]
    return specified(said, practices=queries.practices(), metrics=known)


class RetireForm(forms.Form):
    """Why a metric is offered no longer."""

    why = forms.CharField(max_length=300, label="Why it is retired")
