"""Forms of goals: proposed, countered, closed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.people import queries
from hoshin.apps.people.actions.goals import Baseline, Draft
from hoshin.apps.people.models import Cadence, Goal, Outcome, Terms
from hoshin.apps.people.wording import whose
from hoshin.apps.strategy.forms import ScopeForm, day_field
from hoshin.apps.strategy.level import typed, untyped
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.scoping import Offer

DIMENSIONS = ("service", "category", "priority")
"""Of which services a goal's metric may be. Not of groups: a group of one person would be that person's tickets."""
NOTHING = Offer("", (), ())


def _metrics() -> list[tuple[str, object]]:
    return [("", "None: in words"), *definitions.metric_choices()]


class TermsForm(ScopeForm):
    """What a goal says. Either a metric with a target, or words that say when it is done."""

    title = forms.CharField(max_length=160, help_text="What will be better, and for whom?")
    why = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    first = day_field("From")
    last = day_field("To")
    cadence = forms.TypedChoiceField(choices=Cadence.choices, coerce=int, initial=Cadence.FORTNIGHTLY, label="Check-in")
    done_when = forms.CharField(
        required=False,
        label="Done when",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Words by which anybody could tell that it is reached.",
    )
    metric = forms.ChoiceField(
        choices=_metrics,
        required=False,
        help_text="Read from the tickets of a scope of services, never from one person's own tickets.",
    )
    target = forms.FloatField(
        required=False,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text="Shares in %, times in hours, counts in 4 weeks. It starts from the last four weeks.",
    )
    values_address = "people:scope"

    def __init__(self, *args: object, offer: Offer | None, **kwargs: object) -> None:
        super().__init__(*args, offer=offer or NOTHING, **kwargs)
        if offer is None:
            self.fields["metric"].widget.attrs["disabled"] = True
            self.fields["metric"].help_text = "Import tickets first to choose one."

    @staticmethod
    def says(terms: Terms) -> dict[str, object]:
        """The answers by which the form says what some terms say."""
        metric = definitions.catalogue().metric(terms.metric) if terms.metric else None
        names = ("title", "why", "done_when", "metric", "desk", "first", "last", "cadence")
        return {
            **{name: getattr(terms, name) for name in names},
            "scope": [f"{each.dimension}={each.value}" for each in terms.scope.all()],
            "target": typed(metric, terms.target) if metric and terms.target is not None else None,
        }

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("first") and answers.get("last") and answers["first"] >= answers["last"]:
            self.add_error("last", "It has to end after it begins.")
        if answers.get("metric") and answers.get("target") is None and "target" not in self.errors:
            self.add_error("target", "Say which number is to be reached.")
        if not answers.get("metric") and not answers.get("done_when"):
            self.add_error("done_when", "Say in words when it is done, or choose a metric.")
        return answers

    def draft(self, baseline: Baseline) -> Draft:
        """What the answers say, with the number that the metric starts from. Raises Refused where there is none."""
        answers, start, definition, target = self.cleaned_data, None, "", None
        if answers["metric"]:
            start, definition = baseline(answers["metric"], self.where)
            target = untyped(definitions.catalogue().metric(answers["metric"]), answers["target"])
        names = ("title", "why", "done_when", "metric", "desk", "scope", "first", "last", "cadence")
        said = {name: answers[name] for name in names}
        return Draft(**said, baseline=start, definition=definition, target=target)


class CounterForm(TermsForm):
    """Other terms, and why the last ones are not accepted; ``after`` is the version that was read."""

    reason = forms.CharField(
        label="Why not as proposed?",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What stands against it, and what would make it possible?",
    )
    after = forms.IntegerField(widget=forms.HiddenInput)


class GoalForm(TermsForm):
    """A new goal: whose, and below what."""

    whose = forms.ChoiceField(label="Whose goal")
    upward = forms.ChoiceField(required=False, label="Hangs below", help_text="The thread runs through here.")
    shared = forms.BooleanField(
        required=False,
        label="Everybody may see it",
        help_text="Else a personal goal is seen by its two sides and human resources alone.",
    )

    def __init__(self, *args: object, person: Person, seen: Q, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        own, above = self.fields["whose"], self.fields["upward"]
        assert isinstance(own, forms.ChoiceField)
        assert isinstance(above, forms.ChoiceField)
        self.people = {each.pk: each for each in (person, *queries.members(person))}
        own.choices = self._whose(person)
        objectives, goals = queries.upward(person, seen)
        self.objectives = {each.pk: each for each in objectives}
        self.goals = {each.pk: each for each in goals}
        above.choices = [
            ("", "Nothing yet"),
            ("Objectives", [(f"objective-{pk}", str(each)) for pk, each in self.objectives.items()]),
            ("Goals", [(f"goal-{pk}", f"{each.shown.title} ({whose(each)})") for pk, each in self.goals.items()]),
        ]

    def _whose(self, person: Person) -> list[tuple[str, str]]:
        found = []
        for each in self.people.values():
            name = "Mine" if each == person else each.name
            found.append((f"person-{each.pk}", name))
            if each.team:
                who = "I answer" if each == person else f"{each.name} answers"
                found.append((f"team-{each.pk}", f"{each.team.name}’s, and {who} for it"))
        return found

    @property
    def person(self) -> Person:
        """Who answers for the goal."""
        return self.people[int(self.cleaned_data["whose"].partition("-")[2])]

    @property
    def team(self) -> Team | None:
        """Whose goal it is, where it is a team's."""
        return self.person.team if self.cleaned_data["whose"].startswith("team-") else None

    @property
    def objective(self) -> Objective | None:
        """The objective that it hangs below."""
        kind, _, pk = self.cleaned_data["upward"].partition("-")
        return self.objectives[int(pk)] if kind == "objective" else None

    @property
    def parent(self) -> Goal | None:
        """The goal that it hangs below."""
        kind, _, pk = self.cleaned_data["upward"].partition("-")
        return self.goals[int(pk)] if kind == "goal" else None


class CloseForm(forms.Form):
    """What came of a goal."""

    outcome = forms.ChoiceField(choices=[each for each in Outcome.choices if each[0]], label="What came of it")
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), label="By what can it be told?")
