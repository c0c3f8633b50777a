"""The form that issues an edition."""

from __future__ import annotations

from django import forms


class IssueForm(forms.Form):
    """What the next edition is called."""

    title = forms.CharField(max_length=160, help_text="It stands on the cover.")
