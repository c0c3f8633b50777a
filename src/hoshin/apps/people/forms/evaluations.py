"""Forms of evaluation cycles, of the steps in an evaluation, and of recognition."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.actions.evaluations import WORDLESS, Days
from hoshin.apps.people.machine import WAYS, Act
from hoshin.apps.people.models import Evaluation, Rating
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy.forms import day_field

ORDER = ("first", "last", "self_by", "manager_by", "calibration_on", "final_by")
RATED = frozenset(act for (_, act), way in WAYS.items() if way.rated)
ASKED = {
    Act.SELF: "What did you reach, what not, and what did you learn?",
    Act.PASSED: "What did you do to get a self-evaluation?",
    Act.PROPOSED: "What do you see, by which evidence?",
    Act.MOVED: "Why does the rating move?",
    Act.CALIBRATED: "What was said in the meeting?",
    Act.FINAL: "What do you tell the person?",
    Act.ACKNOWLEDGED: "What do you want to add?",
    Act.APPEALED: "What is wrong, and by what can it be told?",
    Act.ANSWERED: "What was found, and what follows?",
}
DOES = {
    Act.SELF: "Send the self-evaluation",
    Act.PASSED: "Go on without a self-evaluation",
    Act.PROPOSED: "Propose the rating",
    Act.MOVED: "Move the rating",
    Act.CALIBRATED: "Calibrated: the rating stands",
    Act.FINAL: "Tell the person",
    Act.ACKNOWLEDGED: "I have read it",
    Act.APPEALED: "Appeal",
    Act.ANSWERED: "Answer the appeal",
}


class CycleForm(forms.Form):
    """A new cycle: its period, its clocks, and who is evaluated."""

    title = forms.CharField(max_length=120, help_text="Such as: second half of 2026.")
    first = day_field("Period from")
    last = day_field("Period to")
    self_by = day_field("Self-evaluations until")
    manager_by = day_field("Managers’ proposals until")
    calibration_on = day_field("Calibration meeting on")
    final_by = day_field("Final words until")
    appeal_days = forms.IntegerField(min_value=7, max_value=90, initial=14, label="Days to appeal in")
    people = forms.ModelMultipleChoiceField(
        Person.objects.filter(is_active=True, manager__isnull=False),
        widget=forms.CheckboxSelectMultiple,
        label="Who is evaluated",
        help_text="Only people whom somebody leads can be chosen.",
    )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        for before, after in pairwise(ORDER):
            if answers.get(before) and answers.get(after) and answers[after] < answers[before]:
                label = str(self.fields[before].label)
                self.add_error(after, f"This cannot come before “{label}”: choose {answers[before]} or later.")
        return answers

    @property
    def days(self) -> Days:
        """The days of the cycle."""
        return Days(**{name: self.cleaned_data[name] for name in (*ORDER, "appeal_days")})


class StepForm(forms.Form):
    """One act in an evaluation.

    ``after`` is how many steps were read, ``edition`` that of the draft that was read, 0 for none. A draft needs
    neither words nor a rating.
    """

    act = forms.CharField(widget=forms.HiddenInput)
    after = forms.IntegerField(widget=forms.HiddenInput)
    edition = forms.IntegerField(widget=forms.HiddenInput, initial=0, required=False)
    rating = forms.TypedChoiceField(choices=[("", "Choose"), *Rating.choices], coerce=int, empty_value=None)
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: object, act: Act, is_draft: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.auto_id = f"id_{act}_%s"
        self.doing, self.does = act, DOES[act]
        self.can_wait = act not in WORDLESS
        self.fields["words"].label = ASKED[act]
        self.fields["words"].required = act not in WORDLESS and not is_draft
        self.fields["rating"].required = not is_draft
        if act not in RATED:
            del self.fields["rating"]


class SuccessionForm(forms.Form):
    """Who goes on as the manager of an evaluation, and why; ``before`` is the id of the manager until now."""

    before = forms.IntegerField(widget=forms.HiddenInput)
    manager = PersonField(Person.objects.none(), label="Who goes on with it?", empty_label="Choose a person")
    why = forms.CharField(max_length=300, label="Why?", help_text="The person and both managers read it.")

    def __init__(self, *args: object, evaluation: Evaluation, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        manager, taken = self.fields["manager"], [evaluation.person_id, evaluation.manager_id]
        assert isinstance(manager, forms.ModelChoiceField)
        manager.queryset = Person.objects.filter(is_active=True).exclude(pk__in=taken)


class RecognitionForm(forms.Form):
    """Thanks, with their ground."""

    person = PersonField(Person.objects.none(), label="Whom do you thank?", empty_label="Choose a person")
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), label="What for?")
    behaviour = forms.CharField(
        required=False, max_length=160, help_text="What did this person do that others can do as well?"
    )
    initiative = forms.ChoiceField(
        required=False, label="Proven result", help_text="Initiatives whose effect is proven by the tickets."
    )

    def __init__(self, *args: object, by: Person, proven: Iterable[Initiative], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.proven = {str(each.pk): each for each in proven}
        person, initiative = self.fields["person"], self.fields["initiative"]
        assert isinstance(person, forms.ModelChoiceField)
        assert isinstance(initiative, forms.ChoiceField)
        person.queryset = Person.objects.filter(is_active=True).exclude(pk=by.pk)
        initiative.choices = [("", "None"), *((pk, each.title) for pk, each in self.proven.items())]

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        answers["proven"] = self.proven.get(answers.pop("initiative", ""))
        if not answers.get("behaviour") and answers["proven"] is None:
            self.add_error("behaviour", "Name the behaviour, or choose a proven result below.")
        return answers
