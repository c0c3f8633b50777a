"""Forms of initiatives and claims."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios.models import Initiative, Priced, Towards
from hoshin.apps.strategy.forms import ScopeForm, day_field
from hoshin.apps.strategy.models import KeyResult
from hoshin.apps.strategy.scoping import Offer, pairs
from hoshin.impact.guardrail import harm
from hoshin.metrics.definition import Direction

DIMENSIONS = ("group", "service")
"""By what an initiative's scope is told from what it is compared with."""

TOGETHER, IN_TURN = "together", "in turn"
PACES = ((TOGETHER, "All start together"), (IN_TURN, "One after the other"))
"""How the values of an initiative start."""

BETTER = "better"
BETTER_WAY = {Direction.LOWER: Towards.DOWN, Direction.HIGHER: Towards.UP}


def _guardrail_choices() -> list[tuple[str, str]]:
    """The metrics of which one way is worse."""
    return [(key, each.title) for key, each in definitions.catalogue().metrics.items() if harm(each)]


class InitiativeForm(ScopeForm):
    """An initiative: what, for which key result, where and from when."""

    title = forms.CharField(max_length=160)
    description = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text="What will be done differently, by whom?"
    )
    owner = forms.ModelChoiceField(Person.objects.filter(is_active=True), empty_label="Choose a person")
    key_result = forms.ModelChoiceField(
        KeyResult.objects.select_related("objective"), required=False, empty_label="None", label="Serves the key result"
    )
    pace = forms.ChoiceField(
        choices=PACES,
        required=False,
        label="Who starts when",
        help_text="One after the other: on the next page you set each day, or have the order drawn by lot.",
    )
    start = day_field("Starts on", help_text="A Monday wastes no week.")
    end = day_field("Ends on", required=False, help_text="Leave it open where it is to stay.")
    values_address = "portfolios:scope"

    def __init__(self, *args: object, offer: Offer, **kwargs: object) -> None:
        super().__init__(*args, offer=offer, **kwargs)
        scope = self.fields["scope"]
        scope.label, scope.required = "Where it acts", True
        scope.help_text = "Groups or services. Whatever stays outside is what it will be compared with."

    @staticmethod
    def initial_of(found: Initiative) -> dict[str, object]:
        """The answers as they stand."""
        return {
            "title": found.title,
            "description": found.description,
            "owner": found.owner,
            "key_result": found.key_result,
            "desk": found.desk,
            "scope": [f"{found.dimension}={value}" for value in found.scope_values],
            "pace": IN_TURN if found.starts else TOGETHER,
            "start": found.start,
            "end": found.end,
        }

    def clean_scope(self) -> tuple[tuple[str, str], ...]:
        chosen = pairs(self.cleaned_data["scope"])
        if len({dimension for dimension, _ in chosen}) > 1:
            raise forms.ValidationError("Choose groups or services, not both: they overlap.")
        return chosen

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("start") and answers.get("end") and answers["end"] <= answers["start"]:
            self.add_error("end", "It has to end after it starts.")
        if answers.get("pace") == IN_TURN and len(answers.get("scope", ())) == 1:
            self.add_error(
                "pace", "One alone has nothing to start after: choose more of them, or let all start together."
            )
        return answers

    @property
    def in_turn(self) -> bool:
        """Whether its values are to start one after the other."""
        return bool(self.cleaned_data["pace"] == IN_TURN)

    def fields_of(self, found: Initiative | None) -> dict[str, Any]:
        """The answers as ``actions.write_initiative`` takes them; starts that are known of ``found`` stay."""
        answers = self.cleaned_data.copy()
        chosen = answers.pop("scope")
        known = dict(found.starts) if found else {}
        values = [value for _, value in chosen]
        in_turn = answers.pop("pace") == IN_TURN
        starts = {value: known.get(value, answers["start"]) for value in values} if in_turn else None
        return answers | {"dimension": chosen[0][0], "values": values, "starts": starts}


class SealedInitiativeForm(forms.Form):
    """What may still be said of an initiative whose claim is sealed."""

    title = InitiativeForm.base_fields["title"]
    description = InitiativeForm.base_fields["description"]
    owner = InitiativeForm.base_fields["owner"]
    key_result = InitiativeForm.base_fields["key_result"]

    def fields_of(self, found: Initiative) -> dict[str, Any]:
        """The answers as ``actions.write_initiative`` takes them, with all that is sealed as it stands."""
        return self.cleaned_data | {
            "desk": found.desk,
            "dimension": found.dimension,
            "values": found.scope_values,
            "start": found.start,
            "end": found.end,
            "starts": dict(found.starts) or None,
        }


class StartsForm(forms.Form):
    """A start of its own for each value of an initiative."""

    def __init__(self, *args: object, found: Initiative, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.values, self.end = found.scope_values, found.end
        known = dict(found.acting)
        for place, value in enumerate(self.values):
            self.fields[f"start_{place}"] = day_field(value)
            self.initial[f"start_{place}"] = known[value]

    @property
    def starts(self) -> dict[str, date]:
        """The answers by value."""
        return {value: self.cleaned_data[f"start_{place}"] for place, value in enumerate(self.values)}

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        for name, on in list(answers.items()):
            if self.end and on >= self.end:
                self.add_error(name, f"The initiative ends on {self.end:%-d %b %Y}: choose an earlier day.")
        days = [answers.get(name) for name in self.fields]
        if None not in days and len(set(days)) == 1:
            self.add_error(f"start_{len(days) - 1}", "All would start on one day: choose another one for some of them.")
        return answers


class DrawForm(forms.Form):
    """What the lot needs: from when, how far apart, in how many waves."""

    first = day_field("The first start", help_text="A Monday: weeks are compared whole.")
    weeks = forms.IntegerField(label="Weeks to the next start", min_value=1, max_value=26)
    waves = forms.IntegerField(label="In how many starts", min_value=2)

    def __init__(self, *args: object, found: Initiative, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.many, self.today, self.end = len(found.scope_values), today, found.end
        made = list(found.draws.all())
        start = max(found.start, today + timedelta(days=1))
        self.initial = {
            "first": start + timedelta(days=-start.weekday() % 7),
            "weeks": made[-1].weeks if made else 4,
            "waves": min(made[-1].waves, self.many) if made else self.many,
            **self.initial,
        }
        self.fields["waves"].help_text = f"At most {self.many}: then each starts alone."

    def clean_first(self) -> date:
        first: date = self.cleaned_data["first"]
        if first.weekday():
            raise forms.ValidationError(f"That is a {first:%A}. Choose a Monday: weeks are compared whole.")
        if first <= self.today:
            raise forms.ValidationError("Choose a Monday after today: the claim has to be sealed before it.")
        return first

    def clean_waves(self) -> int:
        waves: int = self.cleaned_data["waves"]
        if waves > self.many:
            raise forms.ValidationError(f"There are only {self.many} to start: choose {self.many} or fewer.")
        return waves

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if self.end and {"first", "weeks", "waves"} <= answers.keys():
            last = answers["first"] + timedelta(weeks=answers["weeks"] * (answers["waves"] - 1))
            if last >= self.end:
                self.add_error(
                    "waves",
                    f"The last would start on {last:%-d %b %Y}, and the initiative ends on {self.end:%-d %b %Y}: "
                    "choose fewer starts, or fewer weeks between them.",
                )
        return answers


class StopForm(forms.Form):
    """The last day of an initiative whose end was open."""

    end = day_field("Ends on", help_text="Today or later: the verdict counts the time up to then.")


class ClaimForm(forms.Form):
    """What the initiative will do: a metric, a direction, a size. ``cleaned_data["size"]`` is a share, above 0."""

    metric = forms.ChoiceField(choices=definitions.metric_choices)
    towards = forms.ChoiceField(choices=[(BETTER, "gets better"), *Towards.choices], label="It", initial=BETTER)
    size = forms.FloatField(
        label="by at least (%)",
        min_value=0.1,
        max_value=900,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text="Of what it would have been without the initiative.",
    )

    guardrails = forms.MultipleChoiceField(
        required=False,
        choices=_guardrail_choices,
        label="Must not get worse either",
        help_text="The counter-metrics of what you claim are guarded anyway. Choose more where you want to.",
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )

    def clean_size(self) -> float:
        given: float = self.cleaned_data["size"]
        return round(given / 100, 6)

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("towards") == BETTER and answers.get("metric"):
            metric = definitions.catalogue().metric(answers["metric"])
            way = BETTER_WAY.get(metric.direction)
            if way is None:
                self.add_error(
                    "towards", f"More or less {metric.title.lower()} is neither good nor bad: say which way."
                )
            else:
                answers["towards"] = way.value
        return answers


class RateForm(forms.Form):
    """What one of something costs, from when on, and who answers for it."""

    priced = forms.ChoiceField(choices=Priced.choices, label="What")
    amount = forms.DecimalField(
        label="Costs", max_digits=12, decimal_places=2, min_value=Decimal("0.01"), help_text="Each."
    )
    currency = forms.CharField(min_length=3, max_length=3, help_text="Three letters, such as EUR.")
    first = day_field("Holds from")
    last = day_field("Holds to", required=False, help_text="Leave it open where no end is known.")
    owner = forms.ModelChoiceField(
        Person.objects.filter(is_active=True), empty_label="Choose a person", label="Who answers for it"
    )
    basis = forms.CharField(
        max_length=300, label="How it was found", help_text="Such as: cost centre 4711, budget 2026, divided by hours."
    )
