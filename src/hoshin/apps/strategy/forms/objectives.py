"""The form of an objective."""

from __future__ import annotations

from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.confidence import Onlooker, sees
from hoshin.apps.accounts.keeping import KeepingForm, said
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.actions import NotAbove
from hoshin.apps.strategy.actions.objectives import check_parent
from hoshin.apps.strategy.forms.days import day_field, in_order
from hoshin.apps.strategy.models import Level, Objective, Theme

WEIGHTS = (
    (5, "5: it decides it"),
    (4, "4: strong"),
    (3, "3: considerable"),
    (2, "2: some"),
    (1, "1: slight"),
    (0, "0: none"),
)


class ObjectiveForm(KeepingForm):
    """An objective in words, and its place in the tree. ``after`` is the edition that was changed."""

    title = forms.CharField(max_length=160, help_text="What shall be better, and for whom?")
    why = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="What does it cost to stay as we are?"
    )
    level = forms.ChoiceField(choices=Level, initial=Level.IT, required=False, label="Whose objective")
    team = forms.ModelChoiceField(Team.objects.all(), required=False, empty_label="No team", label="Team")
    owner = PersonField(Person.objects.filter(is_active=True), empty_label="Choose a person")
    theme = forms.ModelChoiceField(
        Theme.objects.none(), required=False, empty_label="None", help_text="What it serves of the vision."
    )
    parent = forms.ModelChoiceField(
        Objective.objects.none(),
        required=False,
        empty_label="None",
        label="Contributes to",
        help_text="The objective above it.",
    )
    weight = forms.TypedChoiceField(choices=WEIGHTS, coerce=int, initial=3, label="Impact there", required=False)
    first = day_field("From")
    last = day_field("To")
    after = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: object, onlooker: Onlooker, objective: Objective | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.objective = objective
        self.onlooker = onlooker
        theme, parent = self.fields["theme"], self.fields["parent"]
        assert isinstance(theme, forms.ModelChoiceField)
        assert isinstance(parent, forms.ModelChoiceField)
        theme.queryset = queries.themes_to_serve(objective)
        parent.queryset = queries.objectives(onlooker).exclude(pk=objective.pk if objective else 0)

    @classmethod
    def of(cls, objective: Objective, onlooker: Onlooker) -> ObjectiveForm:
        """The form with the objective as it stands."""
        names = ("title", "why", "level", "team", "owner", "theme", "parent", "weight", "first", "last")
        initial = {name: getattr(objective, name) for name in names}
        initial |= said(objective) | {"after": objective.edition}
        return cls(objective=objective, onlooker=onlooker, initial=initial)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        in_order(self, answers, "first", "last", "It has to end after it begins.")
        above = self.objective.parent if self.objective else None
        if above and not answers.get("parent") and not sees(self.onlooker, above):
            answers["parent"] = above  # it was not offered, so nobody took it away
        answers["weight"] = 3 if answers.get("weight") in (None, "") else answers["weight"]
        team = answers.get("team")
        answers["level"] = answers.get("level") or (Level.TEAM if team else Level.IT)
        if answers["level"] == Level.TEAM and not team and "team" not in self.errors:
            self.add_error("team", "Choose the team whose objective it is, or another level.")
        if answers["level"] != Level.TEAM and team:
            self.add_error("team", "Only a team's objective has a team: choose the level of a team, or no team.")
        try:
            meant = Objective(pk=self.objective.pk if self.objective else None, level=answers["level"])
            check_parent(meant, answers.get("parent"))
        except NotAbove as refusal:
            self.add_error("parent", str(refusal))
        return answers
