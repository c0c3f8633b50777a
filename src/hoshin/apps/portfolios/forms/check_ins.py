"""The form of a check-in on an initiative."""

from __future__ import annotations

from django import forms


class CheckInForm(forms.Form):
    """How the work stands, as whoever says it sees it."""

    confidence = forms.IntegerField(
        min_value=0,
        max_value=10,
        label="How sure are you that it is done when planned?",
        help_text="0 it will not be, 10 it is certain",
        initial=7,
    )
    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        label="Why",
        help_text="What was done, what is next, what is in the way.",
    )
    done = forms.BooleanField(
        required=False, label="The work is done", help_text="What came of it is for the verdict to say."
    )
