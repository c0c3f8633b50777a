"""The form of erasure."""

from __future__ import annotations

from django import forms

from hoshin.apps.accounts.models import Person


class ErasureForm(forms.Form):
    """Asks for the sign-in name once more, because an erasure cannot be undone."""

    username = forms.CharField(label="Sign-in name of this person, to be sure")

    def __init__(self, *args: object, person: Person, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.person = person

    def clean_username(self) -> str:
        given: str = self.cleaned_data["username"]
        if given != self.person.username:
            raise forms.ValidationError(f"This person signs in as “{self.person.username}”: type that.")
        return given
