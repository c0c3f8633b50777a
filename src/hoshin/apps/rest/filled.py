"""Bodies of requests held to the rules of the pages' own forms, so that both say the same."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.rest.problems import Wrong, unfit


def checked(form: forms.Form) -> dict[str, Any]:
    """What a form that was filled from a body says; raises ``Problem`` 422 with every field that is wrong."""
    if not form.is_valid():
        wrong = [
            Wrong("" if field == "__all__" else f"/{field}", " ".join(map(str, errors)))
            for field, errors in form.errors.items()
        ]
        raise unfit(*wrong)
    return dict(form.cleaned_data)
