"""Forms: a file, a mapping's file, where to start from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from hoshin.apps.sources import queries
from hoshin.connectors import mapping as mappings
from hoshin.connectors.errors import MappingInvalid
from hoshin.connectors.registry import ready_mappings

MAPPING_LIMIT = 2**20
"""Bytes that the file of a mapping may have."""


class FileForm(forms.Form):
    """The export of a desk."""

    file = forms.FileField(
        label="Export of your service desk",
        help_text="CSV, XLSX or XES, also packed as .gz. Hoshin looks at what is inside, not at the name.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,.xes,.xml,.gz"}),
        error_messages={"required": "Choose a file.", "empty": "The file is empty: export the tickets again."},
        max_length=1000,
    )


def read_mapping(file: UploadedFile[bytes]) -> mappings.Mapping:
    """The mapping that a file holds. Raises ValidationError with the sentence that says what is wrong."""
    if file.size is None or file.size > MAPPING_LIMIT:
        raise forms.ValidationError("This is too big for a mapping: expected is a TOML file such as Hoshin writes.")
    try:
        return mappings.loads(file.read().decode())
    except UnicodeDecodeError:
        raise forms.ValidationError("This is not text: expected is a TOML file such as Hoshin writes.") from None
    except MappingInvalid as error:
        raise forms.ValidationError(str(error)) from None


class MappingFileForm(forms.Form):
    """A mapping that comes as a file. ``mapping`` holds it once the form is valid."""

    mapping: mappings.Mapping
    mapping_file = forms.FileField(
        label="Add a mapping from a .toml file",
        widget=forms.FileInput(attrs={"accept": ".toml"}),
        error_messages={"required": "Choose a file."},
    )

    def clean_mapping_file(self) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data["mapping_file"]
        self.mapping = read_mapping(file)
        return file


class SaveForm(forms.Form):
    """The name under which a mapping is saved."""

    save_as = forms.CharField(
        label="Save this mapping as", max_length=120, error_messages={"required": "Give the mapping a name."}
    )


class StartForm(forms.Form):
    """The mapping to start from: the proposal, a ready one, a saved one, or one that comes as a file."""

    start_from = forms.ChoiceField(label="Start from")
    start_file = forms.FileField(
        label="or from a mapping's file", required=False, widget=forms.FileInput(attrs={"accept": ".toml"})
    )

    def __init__(self, *args: Any, proposal: str, **kwargs: Any) -> None:  # noqa: ANN401 what Django's own form takes
        super().__init__(*args, **kwargs)
        self._ready = {f"ready:{each.name}": each for each in ready_mappings()}
        self._saved = {f"saved:{each.pk}": each for each in queries.saved_mappings()}
        known = f" ({proposal})" if f"ready:{proposal}" in self._ready else ""
        choices: list[tuple[str, Any]] = [("", f"the proposal{known}")]
        if self._ready:
            choices.append(("Ready mappings", [(key, each.name) for key, each in self._ready.items()]))
        if self._saved:
            choices.append(("Saved mappings", [(key, each.name) for key, each in self._saved.items()]))
        field = self.fields["start_from"]
        assert isinstance(field, forms.ChoiceField)
        field.required = False
        field.choices = choices

    def clean_start_file(self) -> mappings.Mapping | None:
        file = self.cleaned_data.get("start_file")
        return read_mapping(file) if file else None

    def chosen(self) -> mappings.Mapping | None:
        """The mapping chosen; None for the proposal. Raises MappingInvalid where a saved one no longer holds."""
        given: mappings.Mapping | None = self.cleaned_data.get("start_file")
        key = self.cleaned_data.get("start_from", "")
        if given is not None:
            return given
        if key in self._ready:
            return self._ready[key]
        return mappings.loads(self._saved[key].text) if key in self._saved else None
