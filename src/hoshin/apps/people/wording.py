"""How goals are put into words, alike on every page."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.people.models import Cadence, Goal, Terms
from hoshin.apps.strategy.level import level_words
from hoshin.reporting.wording import day, scope_words


@dataclass(frozen=True)
class Difference:
    """What one version says in place of another."""

    name: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.name}: {self.before or 'nothing'} → {self.after or 'nothing'}"


def whose(goal: Goal) -> str:
    """Whose goal it is."""
    return f"{goal.team.name}, {goal.person.name} answers for it" if goal.team else goal.person.name


def measure_words(terms: Terms) -> str:
    """By what it is told whether the goal is reached."""
    if not terms.metric:
        return terms.done_when
    metric = definitions.catalogue().metric(terms.metric)
    start, target = (level_words(metric, each) for each in (terms.baseline or 0.0, terms.target or 0.0))
    return f"{metric.title} from {start} to {target}, {scope_words(terms.where)}"


def differences(before: Terms, after: Terms) -> list[Difference]:
    """What changed between two versions, field by field."""
    pairs = (
        ("Title", before.title, after.title),
        ("Why", before.why, after.why),
        ("Measure", measure_words(before), measure_words(after)),
        ("Done when", before.done_when, after.done_when),
        ("From", day(before.first), day(after.first)),
        ("To", day(before.last), day(after.last)),
        ("Check-in", Cadence(before.cadence).label, Cadence(after.cadence).label),
    )
    found = [Difference(name, old, new) for name, old, new in pairs if old != new]
    # Without a metric the measure is the words.
    return [each for each in found if each.name != "Measure"] if not (before.metric or after.metric) else found
