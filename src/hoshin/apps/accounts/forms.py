"""Forms of people and teams."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Exists, OuterRef

from hoshin.apps.accounts.models import AuditLine, Person, Role, Team


class _Password(forms.Form):
    """A new password, checked by the rules of the settings."""

    password = forms.CharField(
        min_length=10,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least ten characters.",
    )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class FirstAdministratorForm(_Password):
    """What a new installation asks first."""

    organisation = forms.CharField(max_length=120)
    name = forms.CharField(label="Your name", max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    username = forms.CharField(
        label="Sign-in name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )
    field_order = ("organisation", "name", "username", "password")


class PersonForm(_Password):
    """A new person."""

    name = forms.CharField(max_length=120)
    username = forms.CharField(label="Sign-in name", max_length=80)
    role = forms.ChoiceField(choices=Role.choices, initial=Role.VIEWER)
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="No team")
    field_order = ("name", "username", "role", "team", "password")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Person.objects.filter(username=username).exists():
            raise forms.ValidationError("Somebody signs in with this name already: choose another.")
        return username


class PersonChangeForm(forms.Form):
    """Role, team, who leads the person, where mail reaches them, and whether they may sign in."""

    role = forms.ChoiceField(choices=Role.choices)
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="No team")
    is_active = forms.BooleanField(label="May sign in", required=False)
    manager = forms.ModelChoiceField(
        Person.objects.filter(is_active=True), required=False, empty_label="Nobody", label="Led by"
    )
    email = forms.EmailField(label="Mail address", required=False)
    is_hr = forms.BooleanField(label="Human resources", required=False)

    @classmethod
    def of(cls, person: Person) -> PersonChangeForm:
        """The form with the person as they stand."""
        names = ("role", "is_active", "email", "is_hr")
        initial = {name: getattr(person, name) for name in names}
        return cls(
            initial={**initial, "team": person.team_id, "manager": person.manager_id}, auto_id=f"id_{person.pk}_%s"
        )


class TeamForm(forms.Form):
    """A new team."""

    name = forms.CharField(label="New team", max_length=120)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Team.objects.filter(name=name).exists():
            raise forms.ValidationError("There is a team of this name already.")
        return name


class OrganisationForm(forms.Form):
    """The organisation's name."""

    name = forms.CharField(label="Organisation", max_length=120)


class AuditForm(forms.Form):
    """What to look for in the audit trail."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    person = forms.ModelChoiceField(
        Person.objects.filter(Exists(AuditLine.objects.filter(person=OuterRef("pk")))),
        label="Who",
        required=False,
        empty_label="Everybody",
    )
