"""The form of who works on an initiative."""

from __future__ import annotations

import json
from typing import Any

from django import forms

from hoshin.apps.accounts.models import Team
from hoshin.apps.plans import actions
from hoshin.apps.plans.forms.figures import PeopleField
from hoshin.apps.portfolios.models import Initiative


class AllocationForm(forms.Form):
    """People by team and quarter, from the quarter in which the initiative starts."""

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, found: Initiative, **kwargs: Any) -> None:  # noqa: ANN401 Django's
        self.teams = list(Team.objects.all())
        now = actions.allocated(found)
        initial: dict[str, object] = {f"team_{team.pk}": now.get(team.name, "") for team in self.teams}
        kwargs["initial"] = initial | {"seen": json.dumps(now)}
        super().__init__(*args, **kwargs)
        for team in self.teams:
            self.fields[f"team_{team.pk}"] = PeopleField(label=team.name)

    def clean_seen(self) -> dict[str, str]:
        """What stood there when the form was opened."""
        try:
            said = json.loads(self.cleaned_data["seen"])
        except ValueError as error:
            raise forms.ValidationError("Open this page anew: what you saw of it got lost.") from error
        return {str(team): str(row) for team, row in said.items()} if isinstance(said, dict) else {}

    def clean(self) -> dict[str, Any]:
        """At most twenty quarters."""
        given = super().clean() or {}
        for team in self.teams:
            if len(given.get(f"team_{team.pk}") or []) > 20:
                self.add_error(f"team_{team.pk}", "That is more than twenty quarters: write those that are sure.")
        return given

    @property
    def people(self) -> dict[Team, list[float]]:
        """The people by team and quarter."""
        return {team: row for team in self.teams if (row := self.cleaned_data[f"team_{team.pk}"])}

    @property
    def team_fields(self) -> list[forms.BoundField]:
        """The rows of people."""
        return [self[f"team_{team.pk}"] for team in self.teams]
