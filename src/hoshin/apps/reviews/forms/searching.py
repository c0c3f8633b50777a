"""The form that narrows the list of decisions."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms

from hoshin.apps.reviews.models import Forum, Result

RESULTS: list[tuple[str, object]] = [(each.value, each.label) for each in Result]
OPEN = "open"
"""Asks for decisions that nobody has checked yet."""


class SearchForm(forms.Form):
    """Words, a forum, and how it came out; nothing asked is everything."""

    words = forms.CharField(required=False, max_length=200, label="Words")
    forum = forms.TypedChoiceField(required=False, label="Forum", coerce=int, empty_value=None)
    result = forms.ChoiceField(required=False, label="Came out")

    def __init__(self, *args: object, seen: Iterable[Forum], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        forum, result = self.fields["forum"], self.fields["result"]
        assert isinstance(forum, forms.ChoiceField)
        assert isinstance(result, forms.ChoiceField)
        forum.choices = [("", "All forums"), *((each.pk, each.name) for each in seen)]
        result.choices = [("", "In any way"), *RESULTS, (OPEN, "Not checked yet")]
