"""Choosing people by typing a name: a text field with suggestions, quick and small however many people there are.

What is typed is a sign-in name, a name that only one person has, or both as they are suggested: Ada Berg (ada). The
suggestions come from the server; without JavaScript the field is a plain text field that takes the same words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.forms.renderers import BaseRenderer
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.narrowing import containing

MOST = 20
"""Suggestions at once."""
NEAR = 0.5
"""How alike a name has to be to be offered in place of one that nobody has."""
ROOM = 2
"""Empty fields below those that are filled, where several can be named."""
LOOKED_AT = 2_000
"""Names that are compared with one that nobody has."""

IN_BRACKETS = re.compile(r"\(([^()]+)\)\s*$")


def label(person: Person) -> str:
    """A person as a field shows them, and takes them back."""
    return f"{person.name} ({person.username})"


def suggested(people: QuerySet[Person], words: str) -> list[Person]:
    """At most ``MOST`` of the people whose name or sign-in name holds all words; in the order of their names."""
    typed = IN_BRACKETS.sub(r" \1", words)
    return list(containing(people, typed, "name", "username").order_by("name", "username")[:MOST])


def found(people: QuerySet[Person], said: object) -> Person:
    """The one of the people that a program named by number, or somebody by name. Raises ValidationError."""
    if isinstance(said, int):
        if (person := people.filter(pk=said).first()) is None:
            raise forms.ValidationError(f"There is nobody of number {said} here who may be chosen.")
        return person
    text = str(said).strip()
    key = match[1] if (match := IN_BRACKETS.search(text)) else text
    if person := people.filter(username=key).first():
        return person
    if text.isdecimal() and (person := people.filter(pk=int(text)).first()):
        return person
    several = list(people.filter(name__iexact=text)[: MOST + 1])
    if len(several) == 1:
        return several[0]
    if several:
        raise forms.ValidationError(f"{len(several)} people are called {text}: choose {_either(several[:3])}.")
    near = _nearest(people, text)
    advice = f"Did you mean {_either(near)}?" if near else "Type a part of the name, and choose from the list."
    raise forms.ValidationError(f"Nobody who can be chosen here is called “{text}”. {advice}")


def _either(people: Sequence[Person]) -> str:
    *some, last = (label(each) for each in people)
    return f"{', '.join(some)} or {last}" if some else last


def _nearest(people: QuerySet[Person], text: str) -> list[Person]:
    anywhere = Q()
    for word in text.split():
        anywhere |= Q(name__icontains=word[:3]) | Q(username__icontains=word[:3])
    known = list(people.filter(anywhere)[:LOOKED_AT]) or list(people[:LOOKED_AT])

    def alike(each: Person) -> float:
        names = (each.name, each.username, *each.name.split())
        return max(SequenceMatcher(None, text.lower(), name.lower()).ratio() for name in names)

    ranked = sorted(((alike(each), each.name, each) for each in known), key=lambda each: (-each[0], each[1]))
    return [each for how, _, each in ranked[:3] if how >= NEAR]


class NameInput(forms.TextInput):
    """One name, with suggestions that the keyboard reaches."""

    address = "accounts:suggest"

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        ident = str((attrs or {}).get("id") or f"id_{name}")
        one = super().render(name, value, {**self._asking(ident), **(attrs or {})}, renderer)
        return format_html('{}<datalist id="{}-names"></datalist>', one, ident)

    def _asking(self, ident: str) -> dict[str, str]:
        return {
            "autocomplete": "off",
            "list": f"{ident}-names",
            "placeholder": self.attrs.get("placeholder", "Name or sign-in name"),
            "hx-get": reverse(self.address),
            "hx-trigger": "input changed delay:150ms, focus once",
            "hx-target": f"#{ident}-names",
            "hx-swap": "innerHTML",
        }


class NamesInput(NameInput):
    """Several names, one in each field; there are always empty ones for more."""

    def render(
        self, name: str, value: object, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        ident = str((attrs or {}).get("id") or f"id_{name}")
        said = [str(each) for each in value] if isinstance(value, Iterable) else []
        given = {**self._asking(ident), **(attrs or {})}
        given.pop("required", None)
        # Of several only a name that was typed can be wrong.
        empty = {"class": str(given.get("class", "")).replace(" is-invalid", "")}
        fields = [
            forms.TextInput.render(
                self,
                name,
                each,
                given
                | {"id": f"{ident}_{place}"}
                | ({"aria-label": "Another name"} if place else {})
                | ({} if each else empty),
                renderer,
            )
            for place, each in enumerate((*said, *[""] * ROOM))
        ]
        rows = format_html_join("", '<div class="mb-1">{}</div>', ((each,) for each in fields))
        return format_html('<div class="hoshin-several">{}</div><datalist id="{}-names"></datalist>', rows, ident)

    def id_for_label(self, id_: str) -> str:
        """The label is that of the first field."""
        return f"{id_}_0" if id_ else id_

    def value_from_datadict(self, data: Mapping[str, Any], files: object, name: str) -> object:
        """All that was said, empty fields left out."""
        said = data.getlist(name) if hasattr(data, "getlist") else data.get(name)
        return [each for each in said or () if str(each).strip()]


class PersonField(forms.ModelChoiceField[Person]):
    """One person of those in its query set."""

    widget = NameInput

    def __init__(self, queryset: QuerySet[Person], *, empty_label: str = "", **kwargs: object) -> None:
        super().__init__(queryset, **kwargs)  # type: ignore[arg-type]
        if empty_label:
            self.widget.attrs["placeholder"] = empty_label

    def prepare_value(self, value: object) -> object:
        """A person, or the number of one, as people read it; what was typed as it was."""
        return _shown(value)

    def to_python(self, value: object) -> Person | None:
        """The person who was meant. Raises ValidationError with the names that come nearest."""
        if value in self.empty_values or self.queryset is None:
            return None
        return found(self.queryset, value.pk if isinstance(value, Person) else value)


class PeopleField(forms.ModelMultipleChoiceField[Person]):
    """Several people of those in its query set."""

    widget = NamesInput

    def prepare_value(self, value: object) -> object:
        """Each as people read it; what was typed as it was."""
        return [_shown(each) for each in value] if isinstance(value, Iterable) else value

    def clean(self, value: object) -> QuerySet[Person]:
        """The people who were meant. Raises ValidationError for each name that nobody has."""
        known = Person.objects.none() if self.queryset is None else self.queryset
        people, wrong = [], []
        for each in value if isinstance(value, Iterable) else ():
            try:
                people.append(found(known, each))
            except forms.ValidationError as error:
                wrong.append(error)
        if wrong:
            raise forms.ValidationError(wrong)
        if self.required and not people:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return known.filter(pk__in=[each.pk for each in people])


def _shown(value: object) -> object:
    if isinstance(value, Person):
        return label(value)
    if isinstance(value, int) or (isinstance(value, str) and value.isdecimal()):
        return next((label(each) for each in Person.objects.filter(pk=int(value))), value)
    return value
