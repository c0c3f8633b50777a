"""Forms of whole books: the proposal, and a file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hoshin.apps.agreements.forms.reasons import ReasonForm
from hoshin.eventlog.calendar import CalendarInvalid, is_zone
from hoshin.service_levels.agreement import AgreementInvalid, Book
from hoshin.service_levels.book_file import loads

LARGEST = 2**20
"""Bytes of a book's file."""


class ProposalForm(forms.Form):
    """The zone of the proposed office hours, and that they are what was really promised."""

    zone = forms.CharField(
        label="Time zone", max_length=80, widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"})
    )
    confirmed = forms.BooleanField(
        label="These hours and targets are what we promised, or what we want to start from",
        error_messages={"required": "Tick this first: a proposal is nobody's promise until somebody confirms it."},
    )

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if not is_zone(zone):
            raise forms.ValidationError(f"'{zone}' is no time zone: choose a name of the list, such as Europe/Berlin.")
        return zone


class FileForm(forms.Form):
    """A book as TOML: a file, or text. ``book`` is what it says, once the form is valid."""

    file = forms.FileField(required=False, label="TOML file", help_text="As “Export” gives it.")
    text = forms.CharField(
        required=False, label="or its text", widget=forms.Textarea(attrs={"rows": 14, "class": "font-monospace"})
    )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        file: UploadedFile[bytes] | None = answers.get("file")
        text: str = answers.get("text", "").replace("\r\n", "\n")
        if file is not None:
            if (file.size or 0) > LARGEST:
                raise forms.ValidationError("The file is larger than 1 MB: that is no book of agreements.")
            try:
                text = file.read().decode("utf-8-sig")
            except UnicodeDecodeError as error:
                raise forms.ValidationError("The file is no text in UTF-8: save it as UTF-8.") from error
        if not text.strip():
            raise forms.ValidationError("Choose a file, or paste its text: there is nothing to read.")
        try:
            self.book: Book = loads(text)
        except (AgreementInvalid, CalendarInvalid) as error:
            raise forms.ValidationError(str(error)) from error
        self.said = text
        return answers


class TakeOverForm(ReasonForm):
    """The text of a book that was looked at, and why it is taken over."""

    text = forms.CharField(widget=forms.HiddenInput())
