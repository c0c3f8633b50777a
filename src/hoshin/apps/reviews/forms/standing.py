"""Forms of overrides, risks and responsibilities."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PeopleField, PersonField
from hoshin.apps.accounts.models import Person, Unit
from hoshin.apps.reviews.forms.forums import active
from hoshin.apps.reviews.models import Forum, RiskKind
from hoshin.apps.strategy.forms import day_field
from hoshin.apps.strategy.status import SHOWABLE

SCALE = [(1, "1 – little"), (2, "2"), (3, "3 – some"), (4, "4"), (5, "5 – much")]


class OverrideForm(forms.Form):
    """Which status is shown instead, why, and until when."""

    shown = forms.ChoiceField(
        required=False,
        label="Show it as",
        choices=[("", "As derived")] + [(each.value, each.value.capitalize()) for each in SHOWABLE],
    )
    reason = forms.CharField(
        max_length=300, label="Why", error_messages={"required": "Say why: the reason stands beside the status."}
    )
    until = day_field("Until", help_text="A quarter at most. Then the rule speaks again by itself.")


class RiskForm(forms.Form):
    """A risk or an exception."""

    kind = forms.ChoiceField(choices=RiskKind.choices, label="What it is")
    title = forms.CharField(
        max_length=200, label="In a few words", error_messages={"required": "Name it in a few words."}
    )
    words = forms.CharField(
        label="What may happen, or what is allowed",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what may happen, or from which rule this is an exception."},
    )
    answer = forms.CharField(
        label="What is done about it",
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Say what is done about it: accepting it is an answer as well."},
    )
    owner = PersonField(Person.objects.none(), empty_label="Choose a person")
    unit = forms.ModelChoiceField(Unit.objects.all(), required=False, empty_label="No unit", label="Business unit")
    forum = forms.ModelChoiceField(Forum.objects.none(), empty_label="Choose a forum", label="Looked at by")
    likelihood = forms.TypedChoiceField(choices=SCALE, coerce=int, initial=3)
    impact = forms.TypedChoiceField(choices=SCALE, coerce=int, initial=3)
    expires = day_field("Expires", help_text="Then it comes on the agenda: renew it, or say that it is over.")
    version = forms.IntegerField(widget=forms.HiddenInput(), initial=0)

    def __init__(self, *args: object, forums: Any, **kwargs: object) -> None:  # noqa: ANN401 a query set of forums
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        owner, forum = self.fields["owner"], self.fields["forum"]
        assert isinstance(owner, forms.ModelChoiceField)
        assert isinstance(forum, forms.ModelChoiceField)
        owner.queryset, forum.queryset = active(), forums


class CloseRiskForm(forms.Form):
    """Why it is over."""

    reason = forms.CharField(max_length=300, label="Why it is over", error_messages={"required": "Say why it is over."})


class RaciForm(forms.Form):
    """Who has which part in one thing: one is accountable, the others as many as there are."""

    accountable = PersonField(
        Person.objects.none(),
        required=False,
        empty_label="Nobody",
        help_text="Answers for it. Exactly one person, so that nobody waits for another.",
    )
    responsible = PeopleField(Person.objects.none(), required=False, help_text="Does it.")
    consulted = PeopleField(Person.objects.none(), required=False, help_text="Is asked before.")
    informed = PeopleField(Person.objects.none(), required=False, help_text="Is told afterwards.")
    seen = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("accountable", "responsible", "consulted", "informed"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = active()

    @property
    def parts(self) -> list[tuple[Person, str]]:
        """Pairs of person and part."""
        answers = self.cleaned_data
        found = [(answers["accountable"], "A")] if answers["accountable"] else []
        for name, part in (("responsible", "R"), ("consulted", "C"), ("informed", "I")):
            found += [(each, part) for each in answers[name]]
        return found
