"""What is there when a workbook is read: people, teams, themes, metrics, tickets, and the direction as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from hoshin.apps.accounts import queries as accounts
from hoshin.apps.accounts.confidence import Eyes, Onlooker
from hoshin.apps.accounts.models import Person, Role, Team
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.forms.initiatives import PACES
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.forms.objectives import WEIGHTS
from hoshin.apps.strategy.models import KeyResult, Level, Objective, Theme
from hoshin.apps.strategy.scoping import Offer, offer
from hoshin.apps.workbooks.cells import Unread, folded
from hoshin.apps.workbooks.layout import Topic
from hoshin.apps.workbooks.names import Names, Thing, Things
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric
from hoshin.pipeline.read import Reader


@dataclass
class Known:
    """All that rows may name. ``person`` writes (None: the terminal); ``reader`` is None before the first import."""

    person: Person | None
    reader: Reader | None
    people: Names[Person]
    teams: Names[Team]
    themes: Names[Theme]
    metrics: Names[Metric]
    catalogue: Catalogue
    objectives: Things[Objective]
    key_results: Things[KeyResult]
    initiatives: Things[Initiative]
    key_results_of: dict[int, list[KeyResult]]
    offers: dict[tuple[str | None, tuple[str, ...], bool], Offer] = field(default_factory=dict)

    @property
    def onlooker(self) -> Onlooker:
        """For whom rows are read; the terminal sees all."""
        return self.person or Eyes.MACHINE

    def may(self, role: Role) -> bool:
        """Whether who writes has that role."""
        return self.person is None or self.person.at_least(role)

    def offer(self, desk: str | None, dimensions: tuple[str, ...], *, missing: bool) -> Offer:
        """The desks and values that a form offers for a desk, None for the usual one. Raises Unread without tickets."""
        if self.reader is None:
            raise Unread(
                "No tickets have been read yet, so Hoshin knows no desk, group or service. Import an export of your "
                "desk first, then this row; objectives can be written before."
            )
        key = (desk, dimensions, missing)
        if key not in self.offers:
            self.offers[key] = offer(self.reader, desk, dimensions, missing=missing)
        return self.offers[key]


def known(person: Person | None, reader: Reader | None) -> Known:
    """Read what is there, in a fixed number of queries."""
    objectives, key_results, initiatives = _things(person or Eyes.MACHINE)
    catalogue = definitions.catalogue()
    below: dict[int, list[KeyResult]] = {}
    for each in key_results[1]:
        below.setdefault(each.objective_id, []).append(each)
    return Known(
        person=person,
        reader=reader,
        people=_people(),
        teams=_named("team", ((each, each.name) for each in accounts.teams())),
        themes=_themes(),
        metrics=_metrics(catalogue),
        catalogue=catalogue,
        objectives=objectives,
        key_results=key_results[0],
        initiatives=initiatives,
        key_results_of=below,
    )


def _things(
    onlooker: Onlooker,
) -> tuple[Things[Objective], tuple[Things[KeyResult], list[KeyResult]], Things[Initiative]]:
    objectives: Things[Objective] = Things(Topic.OBJECTIVES)
    by_key = {each.pk: each for each in strategy.objectives(onlooker)}
    key_results: Things[KeyResult] = Things(Topic.KEY_RESULTS)
    found: list[KeyResult] = []
    for objective in by_key.values():
        # One object each, so that a parent that a row moves is moved for all that walk up to it.
        # One that is not seen is none.
        objective.parent = by_key.get(objective.parent_id) if objective.parent_id else None
        objectives.add(objective, objective.title)
        for each in objective.key_results.all():
            key_results.add(each, each.title)
            found.append(each)
    initiatives: Things[Initiative] = Things(Topic.INITIATIVES)
    for initiative in portfolios.initiatives(onlooker):
        initiatives.add(initiative, initiative.title)
    return objectives, (key_results, found), initiatives


def person_labels() -> dict[int, str]:
    """Everybody's name by key, with the sign-in name where others are called the same."""
    everybody = list(accounts.people())
    alike = Counter(folded(each.name) for each in everybody)
    return {
        each.pk: f"{each.name} ({each.username})" if alike[folded(each.name)] > 1 else each.name for each in everybody
    }


def _people() -> Names[Person]:
    found: Names[Person] = Names("person")
    labels = person_labels()
    for each in accounts.people():
        found.add(each, labels[each.pk], [each.name, each.username, each.email])
    return found


def _themes() -> Names[Theme]:
    vision = strategy.vision()
    return _named("theme of the vision", ((each, each.name) for each in (strategy.themes(vision) if vision else ())))


def _metrics(catalogue: Catalogue) -> Names[Metric]:
    found: Names[Metric] = Names("metric")
    for key, metric in catalogue.metrics.items():
        found.add(metric, metric.title, [key])
    return found


def _named(what: str, things: Iterable[tuple[Thing, str]]) -> Names[Thing]:
    found: Names[Thing] = Names(what)
    for thing, name in things:
        found.add(thing, name, [])
    return found


def level(text: str) -> str:
    """The level that a word means. Raises Unread."""
    words = {folded(each): value.value for value in Level for each in (value.label, value.value)}
    return _chosen(text, words, [value.label for value in Level])


def pace(text: str) -> str:
    """Who starts when, as the form of initiatives takes it. Raises Unread."""
    return _chosen(
        text, {folded(each): key for key, word in PACES for each in (key, word)}, [word for _, word in PACES]
    )


def weight(text: str) -> int:
    """The impact that a number or its words mean. Raises Unread."""
    words = {folded(each): value for value, word in WEIGHTS for each in (str(value), word, word.partition(": ")[2])}
    return _chosen(text, words, [word for _, word in WEIGHTS])


Answer = TypeVar("Answer")


def _chosen(text: str, words: dict[str, Answer], offered: Iterable[str]) -> Answer:
    try:
        return words[folded(text)]
    except KeyError:
        raise Unread(f"Expected is one of: {'; '.join(offered)}. Choose one of these.") from None
