"""The forms of rows: those of the pages, with what a row names already found; and the form of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hoshin.apps.accounts.confidence import Onlooker
from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios.forms.initiatives import InitiativeForm, SealedInitiativeForm
from hoshin.apps.strategy.forms import ObjectiveForm
from hoshin.apps.strategy.models import Objective
from hoshin.connectors.sheets import LARGEST


class Settled(forms.Field):
    """Takes what was found already, by its name or code; no question is asked of the database again."""


class SettledPerson(Settled):
    """Takes a person who may sign in."""

    def validate(self, value: Person | None) -> None:
        super().validate(value)
        if value is not None and not value.is_active:
            raise forms.ValidationError(f"{value.name} may no longer sign in: choose somebody who may.")


class ObjectiveRowForm(ObjectiveForm):
    """An objective as a row says it."""

    team = Settled(required=False)  # type: ignore[assignment]
    owner = SettledPerson()  # type: ignore[assignment]
    theme = Settled(required=False)  # type: ignore[assignment]
    parent = Settled(required=False)  # type: ignore[assignment]

    def __init__(self, answers: Mapping[str, Any], *, objective: Objective, onlooker: Onlooker) -> None:
        # The form of the page reads the choices that it offers; a row has chosen.
        forms.Form.__init__(self, answers)
        self.objective = objective
        self.onlooker = onlooker


class InitiativeRowForm(InitiativeForm):
    """An initiative as a row says it."""

    owner = SettledPerson()  # type: ignore[assignment]
    key_result = Settled(required=False)  # type: ignore[assignment]


class SealedInitiativeRowForm(SealedInitiativeForm):
    """What a row may still say of an initiative whose claim is sealed."""

    owner = SettledPerson()
    key_result = Settled(required=False)


class FileForm(forms.Form):
    """The workbook that somebody gives."""

    file = forms.FileField(
        label="Your workbook",
        help_text="An Excel workbook (.xlsx) with the sheets Objectives, Key results and Initiatives, or one of them "
        f"as CSV; at most {LARGEST // 2**20} MB.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty: save the workbook again."},
        max_length=1000,
    )

    def clean_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(
                f"The file is larger than {LARGEST // 2**20} MB: take out what is not direction, or part it."
            )
        return file


class ConfirmForm(forms.Form):
    """The digest of the preview that somebody saw."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
