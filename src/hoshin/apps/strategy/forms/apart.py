"""What two people wrote apart from each other: shown beside, so that the second one can decide."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms


@dataclass(frozen=True)
class Apart:
    """One field in which what is saved differs from what was typed, both in words."""

    label: str
    saved: str
    typed: str


def apart(form: forms.Form, saved: forms.Form) -> tuple[Apart, ...]:
    """The fields of a valid ``form`` that say something else than ``saved``, an unbound form of what is stored."""
    shown = [bound for bound in form if not bound.is_hidden]
    values = [(bound, saved.initial.get(bound.name), form.cleaned_data.get(bound.name)) for bound in shown]
    return tuple(
        Apart(str(bound.label), _words(bound, was), _words(bound, now)) for bound, was, now in values if was != now
    )


def _words(bound: forms.BoundField, value: object) -> str:
    choices = dict(getattr(bound.field, "choices", ())) if not isinstance(bound.field, forms.ModelChoiceField) else {}
    if value in (None, ""):
        return "nothing"
    return str(choices.get(value, value))
