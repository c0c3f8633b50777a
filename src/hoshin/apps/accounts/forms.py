"""Forms of people and teams."""

from __future__ import annotations

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db.models import Exists, OuterRef

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.models import AuditLine, Organisation, Person, Role, Team, Unit, UnitKind


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
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="As the team")
    field_order = ("name", "username", "role", "team", "unit", "password")

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Person.objects.filter(username=username).exists():
            raise forms.ValidationError("Somebody signs in with this name already: choose another.")
        return username


class PersonChangeForm(forms.Form):
    """Role, team, unit, who leads the person, where mail reaches them, and whether they may sign in."""

    role = forms.ChoiceField(choices=Role.choices)
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="No team")
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="As the team")
    is_active = forms.BooleanField(label="May sign in", required=False)
    manager = PersonField(Person.objects.filter(is_active=True), required=False, empty_label="Nobody", label="Led by")
    email = forms.EmailField(label="Mail address", required=False)
    is_hr = forms.BooleanField(label="Human resources", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, person: Person) -> PersonChangeForm:
        """The form with the person as they stand."""
        return cls(initial=cls.said(person), auto_id=f"id_{person.pk}_%s")

    @staticmethod
    def said(person: Person) -> dict[str, object]:
        """What is stored of a person, by field."""
        names = ("role", "is_active", "email", "is_hr", "version")
        ties = {"team": person.team_id, "manager": person.manager_id, "unit": person.unit_id}
        return {**{name: getattr(person, name) for name in names}, **ties}


class TeamForm(forms.Form):
    """A team: a new one, or ``team`` with another name or unit."""

    name = forms.CharField(label="Name", max_length=120)
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="No unit", label="Business unit")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, team: Team | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.team = team

    @staticmethod
    def said(team: Team) -> dict[str, object]:
        """What is stored of a team, by field."""
        return {"name": team.name, "unit": team.unit_id, "version": team.version}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Team.objects.filter(name=name).exclude(pk=self.team.pk if self.team else 0).exists():
            raise forms.ValidationError("There is a team of this name already: choose another.")
        return name


class UnitForm(forms.Form):
    """A unit of the business or of IT: a new one, or ``unit`` anew."""

    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(choices=UnitKind.choices, initial=UnitKind.BUSINESS)
    parent = forms.ModelChoiceField(
        Unit.objects.all(), required=False, empty_label="Nothing: it stands at the top", label="Part of"
    )
    head = PersonField(
        Person.objects.filter(is_active=True),
        required=False,
        empty_label="Nobody yet",
        help_text="Sees what is confidential in this unit.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, unit: Unit | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.unit = unit

    @staticmethod
    def said(unit: Unit) -> dict[str, object]:
        """What is stored of a unit, by field."""
        ties = {"parent": unit.parent_id, "head": unit.head_id}
        return {"name": unit.name, "kind": unit.kind, **ties, "version": unit.version}

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if Unit.objects.filter(name=name).exclude(pk=self.unit.pk if self.unit else 0).exists():
            raise forms.ValidationError("There is a unit of this name already: choose another.")
        return name


class OrganisationForm(forms.Form):
    """The organisation's name."""

    name = forms.CharField(label="Organisation", max_length=120)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def said(organisation: Organisation | None) -> dict[str, object]:
        """What is stored of the organisation, by field."""
        return {"name": organisation.name, "version": organisation.version} if organisation else {"version": 0}


class AuditForm(forms.Form):
    """What to look for in the audit trail."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    person = PersonField(
        Person.objects.filter(Exists(AuditLine.objects.filter(person=OuterRef("pk")))),
        label="Who",
        required=False,
        empty_label="Everybody",
    )
