"""The form of a candidate: what it brings, what it takes, and what it is tied to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from hoshin.apps.accounts.choosing import PersonField
from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.forms import possible
from hoshin.apps.plans.forms.figures import EstimatesField, as_text
from hoshin.apps.plans.models import Candidate, PlanningRound, TieKind, Undertaking
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Category, Initiative
from hoshin.portfolio.value import ThreePoint

PLAIN = (
    "title",
    "description",
    "category",
    "owner",
    "initiative",
    "quarters",
    "impact",
    "feasibility",
    "urgency",
    "risk_reduction",
    "reach",
    "earliest",
    "latest",
    "mandatory",
    "undertaking",
    "phase",
)
THREE = ("benefit", "probability", "cost")


def _rating(label: str, initial: float, help_text: str) -> forms.FloatField:
    widget = forms.NumberInput(attrs={"step": "any"})
    return forms.FloatField(min_value=1, max_value=10, initial=initial, label=label, help_text=help_text, widget=widget)


class CandidateForm(forms.Form):
    """One candidate of a round."""

    title = forms.CharField(max_length=160)
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    category = forms.ChoiceField(choices=Category.choices, label="Kind", initial=Category.PROCESS)
    owner = PersonField(Person.objects.filter(is_active=True), required=False, empty_label="Nobody yet")
    initiative = forms.ModelChoiceField(
        Initiative.objects.none(), required=False, empty_label="Not drafted yet", help_text="Once it is one."
    )
    quarters = forms.IntegerField(min_value=1, max_value=12, initial=1, label="Quarters that it takes")
    benefit = EstimatesField(label="Benefit a quarter", help_text="Money, least/likeliest/most: 20000/40000/90000.")
    probability = EstimatesField(label="How likely it succeeds", help_text="Per cent: 50/70/90.", initial="50/70/90")
    cost = EstimatesField(label="Cost in all", help_text="Money besides the teams' work: 10000/15000/30000.")
    impact = _rating("Impact", 5, "1 to 10")
    feasibility = _rating("Feasibility", 5, "1 to 10")
    urgency = _rating("Urgency", 5, "What waiting loses, 1 to 10")
    risk_reduction = _rating("Risk reduction", 1, "1 to 10")
    reach = forms.IntegerField(min_value=0, initial=0, help_text="People who notice it in a quarter")
    earliest = forms.IntegerField(min_value=1, max_value=12, required=False, label="Not before quarter")
    latest = forms.IntegerField(min_value=1, max_value=12, required=False, label="Finished by quarter")
    mandatory = forms.CharField(
        max_length=200, required=False, label="Has to be in, because", help_text="Empty where it may be left out."
    )
    needs = forms.ModelMultipleChoiceField(Candidate.objects.none(), required=False, label="Needs finished first")
    excludes = forms.ModelMultipleChoiceField(Candidate.objects.none(), required=False, label="Cannot be beside")
    undertaking = forms.ModelChoiceField(
        Undertaking.objects.none(), required=False, empty_label="By itself", label="Phase of"
    )
    phase = forms.IntegerField(
        min_value=1, max_value=20, required=False, label="Which phase", help_text="1 for the first."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, of: PlanningRound, found: Candidate | None = None, **kwargs: Any) -> None:  # noqa: ANN401 Django's
        self.of, self.found = of, found
        self.teams = list(Team.objects.all())
        if found:
            kwargs.setdefault("initial", _initial(found))
        super().__init__(*args, **kwargs)
        initiative = self.fields["initiative"]
        assert isinstance(initiative, forms.ModelChoiceField)
        # Everybody reads a candidate, so it names no confidential initiative.
        initiative.queryset = portfolios.initiatives()
        others = of.candidates.exclude(pk=found.pk) if found else of.candidates.all()
        for name in ("needs", "excludes"):
            tied = self.fields[name]
            assert isinstance(tied, forms.ModelMultipleChoiceField)
            tied.queryset = others
        whole = self.fields["undertaking"]
        assert isinstance(whole, forms.ModelChoiceField)
        whole.queryset = of.undertakings.all()
        for team in self.teams:
            self.fields[f"team_{team.pk}"] = EstimatesField(label=team.name)

    def clean_title(self) -> str:
        """A round names a candidate once."""
        title: str = self.cleaned_data["title"]
        same = self.of.candidates.filter(title=title).first()
        if same and same != self.found:
            raise forms.ValidationError(
                f"There is a candidate “{title}” already: choose another title, or change that one."
            )
        return title

    def clean(self) -> dict[str, Any]:
        """Each figure is one estimate; efforts are one for each quarter, or one for all."""
        given = super().clean() or {}
        linked = self.found.initiative if self.found else None
        if linked and not given.get("initiative") and not portfolios.seen_by(Eyes.EVERYBODY, linked):
            given["initiative"] = linked  # it was not offered, so nobody took it away
        for name in THREE:
            said = given.get(name)
            if said is not None and len(said) != 1:
                self.add_error(name, "Write one estimate: least/likeliest/most, or one number where it is known.")
        chance = given.get("probability")
        if chance and chance[0].high > 100:
            self.add_error("probability", f"{chance[0].high:g} is more than certain: write at most 100.")
        takes = given.get("quarters")
        for team in self.teams:
            said = given.get(f"team_{team.pk}") or []
            if takes and len(said) > 1 and len(said) != takes:
                self.add_error(
                    f"team_{team.pk}",
                    f"There are {len(said)} estimates for {takes} quarters: write one for each, or one for all.",
                )
        for field, said_why in possible.wrong(self.of, self.found, given, self._efforts(given)):
            self.add_error(field, said_why)
        return given

    def _efforts(self, given: Mapping[str, Any]) -> dict[str, list[float]]:
        """The people to expect by team, as far as they are said."""
        return {team.name: [each.mean for each in given.get(f"team_{team.pk}") or []] for team in self.teams}

    @property
    def plain(self) -> dict[str, object]:
        """The fields of the row."""
        given = self.cleaned_data
        found: dict[str, object] = {name: given[name] for name in PLAIN}
        for name in THREE:
            [said] = given[name]
            found |= {f"{name}_low": said.low, f"{name}_likely": said.likely, f"{name}_high": said.high}
        return found

    @property
    def efforts(self) -> dict[Team, list[ThreePoint]]:
        """The estimates by team and quarter."""
        takes = self.cleaned_data["quarters"]
        said = {team: self.cleaned_data[f"team_{team.pk}"] for team in self.teams}
        return {team: each * takes if len(each) == 1 else each for team, each in said.items() if each}

    @property
    def team_fields(self) -> list[forms.BoundField]:
        """The rows of effort."""
        return [self[f"team_{team.pk}"] for team in self.teams]


def _initial(found: Candidate) -> dict[str, object]:
    initial: dict[str, object] = {name: getattr(found, name) for name in (*PLAIN, "version")}
    for name in THREE:
        low, likely, high = (getattr(found, f"{name}_{end}") for end in ("low", "likely", "high"))
        initial[name] = as_text((low, likely, high))
    rows: dict[int, list[str]] = {}
    for each in found.efforts.all():
        rows.setdefault(each.team_id, []).append(as_text((each.low, each.likely, each.high)))
    ties = list(found.ties.all())
    initial["needs"] = [tie.other_id for tie in ties if tie.kind == TieKind.NEEDS]
    initial["excludes"] = [tie.other_id for tie in ties if tie.kind == TieKind.EXCLUDES]
    return initial | {f"team_{team}": " ".join(row) for team, row in rows.items()}
