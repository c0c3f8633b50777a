"""Where objectives and initiatives stand, in one list: what the rule says, and what is shown beside it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hoshin.apps.accounts.confidence import Eyes, Onlooker
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports import status as initiative_status
from hoshin.apps.portfolios.reports.status import InitiativeStanding
from hoshin.apps.reviews import watermelon
from hoshin.apps.reviews.watermelon import Watermelon
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.beside_numbers import Kind, asked, known
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.status import Derived, Shown, Status
from hoshin.pipeline.read import Reader


@dataclass(frozen=True)
class Row:
    """An objective or initiative with its derived status, and what is shown beside it; None where nothing is.

    ``by_numbers`` is what progress or verdict alone say, before all else that is known.
    """

    kind: Kind
    pk: int
    title: str
    owner: str
    href: str
    derived: Derived
    shown: Shown | None
    objective: int | None
    by_numbers: Status

    @property
    def outside(self) -> Status:
        """What is shown to the outside: the override while it holds, else what the rule says."""
        return self.shown.status if self.shown else self.derived.status

    @property
    def hides(self) -> bool:
        """Whether it is shown better than the rule says."""
        order = list(Status)
        return order.index(self.outside) < order.index(self.derived.status)


@dataclass(frozen=True)
class Gathered:
    """Where every objective and initiative stands."""

    objectives: tuple[ObjectiveStanding, ...]
    initiatives: tuple[InitiativeStanding, ...]


def gather(
    reader: Reader | None,
    today: date,
    onlooker: Onlooker = Eyes.EVERYBODY,
    objectives: Iterable[Objective] | None = None,
    initiatives: Iterable[Initiative] | None = None,
) -> Gathered:
    """Read progress, verdicts and all else that is known; None takes all that the onlooker sees."""
    seen = list(strategy.objectives(onlooker) if objectives is None else objectives)
    works = portfolios.initiatives(onlooker) if initiatives is None else initiatives
    judged = portfolios.judged(reader, works, drawn=False)
    beside = known(today, asked(seen, [each.initiative.pk for each in judged]))
    return Gathered(
        tuple(progress.gather(reader, seen, today, beside)),
        tuple(initiative_status.gather(reader, judged, today, beside)),
    )


def alone(reader: Reader | None, found: Objective | Initiative, today: date) -> Gathered:
    """Where one thing stands; the others are not read."""
    if isinstance(found, Objective):
        return gather(reader, today, Eyes.MACHINE, [found], ())
    return gather(reader, today, Eyes.MACHINE, (), [found])


def compose(found: Gathered) -> list[Row]:
    """Each objective and initiative with its status, the worst first."""
    rows = [*map(_objective, found.objectives), *map(_initiative, found.initiatives)]
    order = list(Status)
    return sorted(rows, key=lambda row: (-order.index(row.derived.status), row.kind != Kind.OBJECTIVE, row.title))


def _objective(standing: ObjectiveStanding) -> Row:
    objective = standing.objective
    return Row(
        Kind.OBJECTIVE,
        objective.pk,
        objective.title,
        objective.owner.name if objective.owner else "",
        reverse("strategy:objective", args=[objective.pk]),
        standing.derived,
        standing.shown,
        objective.pk,
        standing.by_numbers,
    )


def _initiative(standing: InitiativeStanding) -> Row:
    initiative = standing.judged.initiative
    return Row(
        Kind.INITIATIVE,
        initiative.pk,
        initiative.title,
        initiative.owner.name if initiative.owner else "",
        reverse("portfolios:initiative", args=[initiative.slug]),
        standing.derived,
        standing.shown,
        initiative.key_result.objective_id if initiative.key_result else None,
        standing.by_verdict,
    )


def of(rows: Iterable[Row], objectives: Collection[int]) -> list[Row]:
    """The rows of some objectives, by number, with the initiatives that serve them or none."""
    return [row for row in rows if row.objective is None or row.objective in objectives]


def melon(rows: Iterable[Row]) -> Watermelon:
    """The watermelon index over some rows."""
    return watermelon.index((row.outside, row.derived.status) for row in rows)
