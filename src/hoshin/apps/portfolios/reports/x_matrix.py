"""The X-matrix: themes, objectives of a year, initiatives, metrics and owners, and which of them belong together.

Every mark follows from a link that somebody made elsewhere; nothing is drawn by hand. A strong mark is a direct link, a
weak one goes round a corner, and each says why it is there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.urls import reverse

from hoshin.apps.portfolios import sealing
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy.models import KeyResult, Level, Objective, Theme
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric


class Kind(StrEnum):
    """The five sides of the matrix."""

    THEME = "theme"
    OBJECTIVE = "objective"
    INITIATIVE = "initiative"
    METRIC = "metric"
    OWNER = "owner"


class Strength(StrEnum):
    """How two things belong together."""

    STRONG = "strong"
    WEAK = "weak"


@dataclass(frozen=True)
class Item:
    """One line or column."""

    kind: Kind
    key: str
    title: str
    href: str = ""


@dataclass(frozen=True)
class Mark:
    """Two items that belong together, and why."""

    of: Item
    other: Item
    strength: Strength
    because: str


@dataclass(frozen=True)
class Matrix:
    """All items by side, and all marks: at most one between two items."""

    year: int
    themes: tuple[Item, ...]
    objectives: tuple[Item, ...]
    initiatives: tuple[Item, ...]
    metrics: tuple[Item, ...]
    owners: tuple[Item, ...]
    marks: tuple[Mark, ...]

    @property
    def lists(self) -> tuple[tuple[str, tuple[tuple[Item, tuple[Mark, ...]], ...]], ...]:
        """Themes, objectives and initiatives, each with its marks: the matrix for narrow screens, and to be read."""
        own: dict[Item, list[Mark]] = {}
        for mark in self.marks:
            own.setdefault(mark.of, []).append(mark)
        sides = (("Themes", self.themes), ("Objectives", self.objectives), ("Initiatives", self.initiatives))
        return tuple((name, tuple((item, tuple(own.get(item, ()))) for item in items)) for name, items in sides)


def compose(
    year: int,
    themes: Sequence[Theme],
    objectives: Iterable[Objective],
    initiatives: Iterable[Initiative],
    catalogue: Catalogue,
) -> Matrix:
    """The matrix of the objectives whose days touch ``year``, and of the initiatives that serve them."""
    every = {each.pk: each for each in objectives}
    own = sorted((each for each in every.values() if each.first.year <= year <= each.last.year), key=_beside(themes))
    within = {each.pk: place for place, each in enumerate(own)}
    served = sorted(
        (each for each in initiatives if each.key_result and each.key_result.objective_id in within),
        key=lambda each: within[each.key_result.objective_id] if each.key_result else 0,
    )
    marks = _Marks()
    for objective in own:
        _of_objective(marks, objective, every, themes)
    for initiative in served:
        _of_initiative(marks, initiative, every, within, catalogue)
    for objective in own:
        for each in objective.key_results.all():
            _of_key_result(marks, objective, each, themes, _metric(catalogue.metric(each.metric)))
    return Matrix(
        year,
        tuple(map(_theme, themes)),
        tuple(map(_objective, own)),
        tuple(map(_initiative, served)),
        marks.items(Kind.METRIC),
        marks.items(Kind.OWNER),
        marks.all,
    )


def _beside(themes: Sequence[Theme]) -> Callable[[Objective], tuple[int, int, date, int]]:
    """The order that puts beside each other what serves one theme, from the business down."""
    places = {each.pk: place for place, each in enumerate(themes)}
    levels = list(Level)

    def order(objective: Objective) -> tuple[int, int, date, int]:
        place = places.get(objective.theme_id or 0, len(places))
        return place, levels.index(Level(objective.level)), objective.first, objective.pk

    return order


class _Marks:
    """Marks as they are found; a strong one between two items replaces a weak one."""

    def __init__(self) -> None:
        self._found: dict[tuple[Item, Item], Mark] = {}

    def add(self, of: Item, other: Item, strength: Strength, because: str) -> None:
        known = self._found.get((of, other))
        if known is None or (known.strength is Strength.WEAK and strength is Strength.STRONG):
            self._found[of, other] = Mark(of, other, strength, because)

    @property
    def all(self) -> tuple[Mark, ...]:
        return tuple(self._found.values())

    def items(self, kind: Kind) -> tuple[Item, ...]:
        found = {mark.other for mark in self._found.values() if mark.other.kind is kind}
        return tuple(sorted(found, key=lambda item: item.title))


def _of_objective(marks: _Marks, objective: Objective, every: Mapping[int, Objective], themes: Sequence[Theme]) -> None:
    """The theme that it names, and those that it serves through the objectives above it."""
    known = {each.pk for each in themes}
    item, seen = _objective(objective), objective
    while True:
        if seen.theme and seen.theme.pk in known:
            strength = Strength.STRONG if seen is objective else Strength.WEAK
            because = "it names the theme" if seen is objective else f"it contributes to '{seen.title}'"
            marks.add(item, _theme(seen.theme), strength, because)
        if seen.parent_id is None or seen.parent_id not in every:
            break
        seen = every[seen.parent_id]
    if objective.owner:
        marks.add(item, _owner(objective.owner.pk, objective.owner.name), Strength.STRONG, "owns it")


def _of_key_result(
    marks: _Marks, objective: Objective, key_result: KeyResult, themes: Sequence[Theme], metric: Item
) -> None:
    """What measures an objective measures the theme that it names."""
    because = f"its key result '{key_result.title}' is measured by it"
    marks.add(_objective(objective), metric, Strength.STRONG, because)
    for theme in themes:
        if theme.pk == objective.theme_id:
            because = f"the key result '{key_result.title}' is measured by it"
            marks.add(_theme(theme), metric, Strength.STRONG, because)


def _of_initiative(
    marks: _Marks,
    initiative: Initiative,
    every: Mapping[int, Objective],
    within: Collection[int],
    catalogue: Catalogue,
) -> None:
    key_result = initiative.key_result
    assert key_result is not None  # only those that serve one are asked
    item, claim = _initiative(initiative), initiative.claim
    seen: Objective | None = every[key_result.objective_id]
    strength, because = Strength.STRONG, f"it serves the key result '{key_result.title}'"
    while seen is not None:
        if seen.pk in within:
            marks.add(item, _objective(seen), strength, because)
        strength, because = Strength.WEAK, f"what it serves contributes to '{seen.title}'"
        seen = every.get(seen.parent_id or 0)
    if claim:
        marks.add(item, _metric(catalogue.metric(claim.metric)), Strength.STRONG, "it claims to move it")
        for key, _ in sealing.guardrails(claim.text) or ():
            marks.add(item, _metric(catalogue.metric(key)), Strength.WEAK, "it must not make it worse")
    marks.add(item, _metric(catalogue.metric(key_result.metric)), Strength.WEAK, "its key result is measured by it")
    if initiative.owner:
        marks.add(item, _owner(initiative.owner.pk, initiative.owner.name), Strength.STRONG, "owns it")
    served = every[key_result.objective_id]
    if served.owner:
        marks.add(item, _owner(served.owner.pk, served.owner.name), Strength.WEAK, "owns what it serves")


def _theme(theme: Theme) -> Item:
    return Item(Kind.THEME, str(theme.pk), theme.name, reverse("strategy:vision"))


def _objective(objective: Objective) -> Item:
    return Item(Kind.OBJECTIVE, str(objective.pk), objective.title, reverse("strategy:objective", args=[objective.pk]))


def _initiative(initiative: Initiative) -> Item:
    href = reverse("portfolios:initiative", args=[initiative.slug])
    return Item(Kind.INITIATIVE, initiative.slug, initiative.title, href)


def _metric(metric: Metric) -> Item:
    return Item(Kind.METRIC, metric.key, metric.title, reverse("scorecards:metric", args=[metric.key]))


def _owner(pk: int, name: str) -> Item:
    return Item(Kind.OWNER, str(pk), name)
