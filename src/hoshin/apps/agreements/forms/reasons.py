"""What every form that saves a book asks: why, and of which book the person saw."""

from __future__ import annotations

from django import forms


class ReasonForm(forms.Form):
    """Why the book is changed, and the number of the book that the form was made from."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="A sentence that stands beside the book, such as: agreed with the depots on 12 May.",
        error_messages={"required": "Say in a sentence why: it stands beside the book for whoever asks later."},
    )
    after = forms.IntegerField(widget=forms.HiddenInput(), min_value=0)


class RemovalForm(ReasonForm):
    """Why an agreement or a calendar is taken out of the book."""
