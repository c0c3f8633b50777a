"""Two people change one thing: the second is told who saved, when, and what differs, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from django import forms
from django.db.models import Model
from django.http import QueryDict
from django.utils import timezone

from hoshin.apps.accounts.models import AuditLine, Person, Team, Unit
from hoshin.eventlog.refused import Refused
from hoshin.reporting.wording import day


class Meanwhile(Refused):
    """Somebody else has saved the same thing since it was opened. ``version`` is what is stored now.

    ``subject`` is the thing as the audit trail names it: the newest line of it says who saved, and when. ``words`` say
    it instead, where there is more to say.
    """

    def __init__(self, subject: str, version: int, words: str = "") -> None:
        self.version = version
        if words:
            super().__init__(words)
            return
        line = AuditLine.objects.filter(subject=subject[:200]).select_related("person").first()
        who = line.person.name if line and line.person else "Somebody"
        when = f" {_moment(line.at)}" if line else ""
        super().__init__(
            f"{who} saved '{subject}'{when}, after you had opened it. What you typed still stands here: look at both, "
            "and save again to put yours in its place."
        )


def _moment(at: datetime) -> str:
    local = timezone.localtime(at)
    return f"on {day(local.date())} at {local:%H:%M}"


Row = TypeVar("Row", bound=Model)
ORGANISATION = (Person, Team, Unit)
"""Whose names everybody may read."""
NOT_OFFERED = "something that this form does not offer"


@dataclass(frozen=True)
class Apart:
    """One field in which what is saved differs from what was typed, both in words."""

    label: str
    saved: str
    typed: str


@dataclass(frozen=True)
class Beside:
    """What a page shows above a form that was refused: the sentence, and each field in which the two differ."""

    sentence: str
    apart: tuple[Apart, ...]


def held(row: Row, seen: int | None, *, counter: str = "version", subject: str = "") -> Row:
    """The row as it is stored, locked until the transaction ends, so that of two who save at once one is refused.

    ``counter`` is its field that counts the saves, and ``seen`` what it was when the form was opened; None does not
    look. ``subject`` is how the audit trail names the row, where that is not how it names itself. Raises Meanwhile.
    """
    stored = type(row)._default_manager.select_for_update().get(pk=row.pk)
    number = getattr(stored, counter)
    if seen is not None and number != seen:
        raise Meanwhile(subject or str(stored), number)
    return stored


def beside(form: forms.BaseForm, refusal: Meanwhile, saved: Mapping[str, object], *, field: str = "version") -> Beside:
    """Both texts side by side, of a valid ``form`` that was refused; ``saved`` are the stored values by field.

    The form is then as if it had been opened at the stored version: whoever has read the other change may save over it.
    """
    assert isinstance(form.data, QueryDict)  # what a browser sent
    data = form.data.copy()
    data[form.add_prefix(field)] = str(refusal.version)
    form.data = data
    return Beside(str(refusal), apart(form, saved))


def apart(form: forms.BaseForm, saved: Mapping[str, object]) -> tuple[Apart, ...]:
    """The fields of a valid ``form`` that say something else than ``saved``."""
    shown = [bound for bound in form if not bound.is_hidden and bound.name in saved]
    pairs = [
        Apart(str(bound.label), _words(bound, saved[bound.name]), _words(bound, _typed(form, bound, saved[bound.name])))
        for bound in shown
    ]
    return tuple(each for each in pairs if each.saved != each.typed)


def _typed(form: forms.BaseForm, bound: forms.BoundField, saved: object) -> object:
    """What was typed, in the same shape as what is saved: as text where that is text."""
    if isinstance(saved, str) and isinstance(bound.data, str):
        return bound.data.replace("\r\n", "\n").strip()
    return form.cleaned_data[bound.name]


def _words(bound: forms.BoundField, value: object) -> str:
    field = bound.field
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and not isinstance(field, forms.ModelMultipleChoiceField):
        value = ", ".join(map(str, value))
    if value is None or value == "":
        return "nothing"
    if isinstance(field, forms.ModelMultipleChoiceField):
        rows = [_row(field, each) for each in value] if isinstance(value, Iterable) else []
        return ", ".join(sorted(str(each) for each in rows)) or "nothing"
    if isinstance(field, forms.ModelChoiceField):
        return str(_row(field, value))
    choices = dict(getattr(field, "choices", ()))
    return str(choices.get(value, value))


def _row(field: forms.ModelChoiceField[Model], value: object) -> object:
    """The row of a number where the form offers it, so that it names nothing that its reader may not see.

    The organisation is known to all: whoever can no longer be chosen is named all the same.
    """
    if field.queryset is None:
        return value
    model = field.queryset.model
    pk = value.pk if isinstance(value, Model) else value
    offered = model._default_manager.all() if issubclass(model, ORGANISATION) else field.queryset
    if (found := offered.filter(pk=pk).first()) is not None:
        return found
    return NOT_OFFERED if model._default_manager.filter(pk=pk).exists() else "nothing"
