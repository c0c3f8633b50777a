"""Bodies of requests held to the rules of the pages' own forms, so that both say the same."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django import forms

from hoshin.apps.rest.problems import Wrong, unfit


def checked(form: forms.BaseForm, called: Mapping[str, str] = MappingProxyType({})) -> dict[str, Any]:
    """What a form that was filled from a body says; raises ``Problem`` 422 with every field that is wrong.

    ``called`` are the names of those fields that the body calls otherwise than the form.
    """
    if not form.is_valid():
        wrong = [
            Wrong("" if field == "__all__" else f"/{called.get(field, field)}", " ".join(map(str, errors)))
            for field, errors in form.errors.items()
        ]
        raise unfit(*wrong)
    return dict(form.cleaned_data)
