"""Forms of a review: what was decided, what was promised, what else to talk about."""

from __future__ import annotations

from django import forms

from hoshin.apps.accounts.models import Person
from hoshin.apps.reviews.models import Forum
from hoshin.apps.strategy.forms import day_field


class BeginForm(forms.Form):
    """The day of the meeting."""

    on = day_field("Day of the meeting")


class ItemForm(forms.Form):
    """Something to talk about that no data know of."""

    title = forms.CharField(
        max_length=200,
        label="Add to the agenda",
        error_messages={"required": "Say what there is to talk about."},
    )


class PresentForm(forms.Form):
    """Who is there."""

    present = forms.ModelMultipleChoiceField(
        Person.objects.none(), required=False, label="Who is there", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: object, forum: Forum, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        present = self.fields["present"]
        assert isinstance(present, forms.ModelMultipleChoiceField)
        present.queryset = Person.objects.filter(pk__in=forum.members.values("person"))


class NewDayForm(forms.Form):
    """To which day and time a review is moved."""

    on = day_field("New day")
    at = forms.TimeField(label="At", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class TimeForm(forms.Form):
    """How many minutes an item gets."""

    minutes = forms.IntegerField(
        min_value=1,
        max_value=240,
        error_messages={
            "required": "Say how many minutes it gets.",
            "invalid": "Give whole minutes, such as 5.",
            "min_value": "Give it at least one minute, or take it off the agenda.",
            "max_value": "Give it at most four hours.",
        },
    )


class CallOffForm(forms.Form):
    """Why a review is not held."""

    why = forms.CharField(
        max_length=300,
        label="Why is it called off?",
        error_messages={"required": "Say why it is called off: the members read it."},
    )
