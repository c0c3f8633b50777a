"""Forms of forums."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.reviews import cadence
from hoshin.apps.reviews.cadence import Cadence
from hoshin.apps.reviews.forms.cadence import CadenceForm
from hoshin.apps.reviews.models import Forum
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective
from hoshin.eventlog.calendar import is_zone


def active() -> Any:  # noqa: ANN401 django-stubs has no name for a manager's query set of a swapped model
    """The people who may sign in."""
    return Person.objects.filter(is_active=True)


class ForumForm(CadenceForm):
    """What a forum is, when it meets, and what is on every agenda."""

    name = forms.CharField(
        max_length=120,
        help_text="Such as Service review, or Change board.",
        error_messages={"required": "Give the forum a name, such as Service review."},
    )
    purpose = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What would go wrong if it did not meet?",
        error_messages={"required": "Say in a sentence what the forum is for."},
    )
    chair = PersonField(Person.objects.none(), empty_label="Choose a person", help_text="Has a seat.")
    time = forms.TimeField(label="At", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), initial="10:00")
    zone = forms.CharField(
        label="Time zone",
        max_length=80,
        initial="UTC",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    minutes = forms.IntegerField(label="Minutes", min_value=5, max_value=24 * 60, initial=60)
    room = forms.CharField(required=False, max_length=200, label="Room or link")
    standing = forms.CharField(
        required=False,
        label="Standing agenda",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One item a line. They open every agenda; the rest is written by the data.",
    )
    objectives = forms.ModelMultipleChoiceField(
        Objective.objects.none(),
        required=False,
        label="Answers for these objectives",
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing chosen means all of them.",
    )
    confidential = forms.BooleanField(
        required=False,
        label="Confidential",
        help_text="Only its chair, its members, its unit’s head, administrators and auditors see it.",
    )
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="No unit", label="Business unit")
    version = forms.IntegerField(widget=forms.HiddenInput(), initial=0)

    def __init__(self, *args: object, forum: Forum | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.forum = forum
        chair = self.fields["chair"]
        assert isinstance(chair, forms.ModelChoiceField)
        chair.queryset = active()
        objectives = self.fields["objectives"]
        assert isinstance(objectives, forms.ModelMultipleChoiceField)
        objectives.queryset = strategy.objectives()

    @classmethod
    def of(cls, forum: Forum) -> ForumForm:
        """The form with the forum as it stands, but for confidential objectives, which it does not offer."""
        usual = cadence.cadence_of(forum.rule, forum.first)
        return cls(
            forum=forum,
            initial={
                "name": forum.name,
                "purpose": forum.purpose,
                "chair": forum.chair,
                "first": forum.first,
                "cadence": usual,
                "rule": forum.rule if usual is Cadence.OWN else "",
                "time": forum.time,
                "zone": forum.zone,
                "minutes": forum.minutes,
                "room": forum.room,
                "standing": "\n".join(each.title for each in forum.standing.all()),
                "objectives": list(forum.objectives.filter(confidential=False)),
                "confidential": forum.confidential,
                "unit": forum.unit,
                "version": forum.version,
            },
        )

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = Forum.objects.filter(name=name)
        if (same.exclude(pk=self.forum.pk) if self.forum else same).exists():
            raise forms.ValidationError(f"There is a forum '{name}' already: give this one another name.")
        return name

    def clean_zone(self) -> str:
        zone: str = self.cleaned_data["zone"].strip()
        if not is_zone(zone):
            raise forms.ValidationError(f"'{zone}' is no time zone: choose a name of the list, such as Europe/Berlin.")
        return zone

    def clean_standing(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["standing"].splitlines()]
        if any(len(line) > 160 for line in lines):
            raise forms.ValidationError("An item has more than 160 letters: shorten it, details belong to the notes.")
        return [line for line in lines if line]

    @property
    def answers(self) -> dict[str, Any]:
        """What ``actions.write_forum`` takes; confidential objectives were not offered, so those it names stay."""
        said = {key: value for key, value in self.cleaned_data.items() if key != "cadence"}
        kept = self.forum.objectives.filter(confidential=True) if self.forum else ()
        return said | {"objectives": [*said["objectives"], *kept]}


class MemberForm(forms.Form):
    """Who gets a seat, and where minutes and reminders go to."""

    person = PersonField(Person.objects.none(), empty_label="Choose a person")
    address = forms.EmailField(required=False, label="Mail address", help_text="For minutes and reminders.")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = active()


class RightForm(forms.Form):
    """What may be decided, and by whom."""

    words = forms.CharField(
        max_length=300,
        label="May decide",
        help_text="Such as: which initiative is stopped.",
        error_messages={"required": "Say what may be decided, such as: which initiative is stopped."},
    )
    decides = PersonField(Person.objects.none(), required=False, empty_label="The forum together", label="Who decides")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        decides = self.fields["decides"]
        assert isinstance(decides, forms.ModelChoiceField)
        decides.queryset = active()
