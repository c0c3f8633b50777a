"""Where objectives and initiatives stand: what the rule says, what is shown instead, and why they differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hoshin.apps.accounts.confidence import Eyes, Onlooker
from hoshin.apps.obligations.models import Obligation, State
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.reviews import watermelon
from hoshin.apps.reviews.models import Commitment, StatusOverride
from hoshin.apps.reviews.reports import initiative_status
from hoshin.apps.reviews.watermelon import Watermelon
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import TONES, ObjectiveStanding, Standing
from hoshin.apps.strategy.status import Derived, Evidence, Status, derive, worst
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.signals.control_chart import Meaning

OBJECTIVE, INITIATIVE = "objective", "initiative"


@dataclass(frozen=True)
class Row:
    """An objective or initiative with both statuses; ``override`` is None where the derived one is shown.

    ``by_numbers`` is what progress or verdict alone say, before all else that is known.
    """

    kind: str
    pk: int
    title: str
    owner: str
    href: str
    derived: Derived
    override: StatusOverride | None
    objective: int | None
    by_numbers: Status

    @property
    def shown(self) -> Status:
        """What people see: the override while it holds, else what the rule says."""
        return Status(self.override.shown) if self.override else self.derived.status

    @property
    def tone(self) -> Tone:
        """The shown status as a tone."""
        return TONES[self.shown]

    @property
    def derived_tone(self) -> Tone:
        """The derived status as a tone."""
        return TONES[self.derived.status]

    @property
    def hides(self) -> bool:
        """Whether it is shown better than the rule says."""
        order = list(Status)
        return order.index(self.shown) < order.index(self.derived.status)


@dataclass(frozen=True)
class Gathered:
    """All that statuses follow from."""

    objectives: tuple[ObjectiveStanding, ...]
    initiatives: tuple[tuple[Judged, Status, str], ...]
    signals: Mapping[tuple[str, tuple[tuple[str, str], ...]], int]
    held_up: Mapping[tuple[str, int], date]
    overrides: Mapping[tuple[str, int], StatusOverride]
    today: date


def gather(
    reader: Reader | None,
    today: date,
    onlooker: Onlooker = Eyes.EVERYBODY,
    objectives: Iterable[Objective] | None = None,
    initiatives: Iterable[Initiative] | None = None,
) -> Gathered:
    """Read progress, verdicts, signals, late commitments and overrides; None takes all that the onlooker sees."""
    judged = portfolios.judged(reader, portfolios.initiatives(onlooker) if initiatives is None else initiatives)
    return Gathered(
        tuple(progress.gather(reader, strategy.objectives(onlooker) if objectives is None else objectives, today)),
        tuple((each, *initiative_status.status(each, today, reader)) for each in judged),
        _signals(),
        _held_up(today),
        overrides(today),
        today,
    )


def _signals() -> dict[tuple[str, tuple[tuple[str, str], ...]], int]:
    """How many unexplained signals for the worse there are of each metric and scope."""
    found: dict[tuple[str, tuple[tuple[str, str], ...]], int] = defaultdict(int)
    waiting = Obligation.objects.filter(state=State.OPEN, watch__ended=False, meaning=Meaning.WORSE)
    for each in waiting.select_related("watch"):
        found[each.watch.metric, tuple(each.watch.selection.where)] += 1
    return found


def _held_up(today: date) -> dict[tuple[str, int], date]:
    """Since when something late holds up an objective or initiative."""
    found: dict[tuple[str, int], date] = {}
    late = Commitment.objects.filter(kept_on=None, withdrawn_on=None, due__lt=today)
    for objective, initiative, due in late.values_list("objective", "initiative", "due"):
        for kind, pk in ((OBJECTIVE, objective), (INITIATIVE, initiative)):
            if pk is not None:
                found[kind, pk] = min(due, found.get((kind, pk), due))
    return found


def overrides(today: date) -> dict[tuple[str, int], StatusOverride]:
    """The overrides that hold today, by kind and number."""
    newest: dict[tuple[str, int], StatusOverride] = {}
    for each in StatusOverride.objects.select_related("person"):
        key = (OBJECTIVE, each.objective_id) if each.objective_id else (INITIATIVE, each.initiative_id or 0)
        newest[key] = each
    return {key: each for key, each in newest.items() if each.shown and each.until >= today}


def compose(found: Gathered) -> list[Row]:
    """Each objective and initiative with both statuses, the worst first."""
    rows = [_objective(each, found) for each in found.objectives]
    rows += [_initiative(*each, found) for each in found.initiatives]
    order = list(Status)
    return sorted(rows, key=lambda row: (-order.index(row.derived.status), row.kind != OBJECTIVE, row.title))


def _objective(standing: ObjectiveStanding, found: Gathered) -> Row:
    pk = standing.objective.pk
    parts = [(each, _key_result(each, found)) for each in standing.key_results]
    by_numbers = worst(derived.status for _, derived in parts)
    whole = derive(by_numbers, Evidence(held_up=found.held_up.get((OBJECTIVE, pk))), found.today)
    why = [
        f"{each.key_result.title}: {derived.status}. {each.why}{''.join(f' {word}' for word in derived.why)}"
        for each, derived in parts
        if derived.status is by_numbers
    ]
    why = why or ["It has no key result: nobody can tell."]
    return Row(
        OBJECTIVE,
        pk,
        standing.objective.title,
        standing.objective.owner.name if standing.objective.owner else "",
        reverse("strategy:objective", args=[pk]),
        Derived(whole.status, (*why, *whole.why)),
        found.overrides.get((OBJECTIVE, pk)),
        pk,
        standing.status,
    )


def _key_result(standing: Standing, found: Gathered) -> Derived:
    scope = tuple(standing.key_result.where)
    return derive(standing.status, Evidence(signals=found.signals.get((standing.metric.key, scope), 0)), standing.today)


def _initiative(judged: Judged, status: Status, why: str, found: Gathered) -> Row:
    initiative = judged.initiative
    derived = derive(status, Evidence(held_up=found.held_up.get((INITIATIVE, initiative.pk))), found.today)
    return Row(
        INITIATIVE,
        initiative.pk,
        initiative.title,
        initiative.owner.name if initiative.owner else "",
        reverse("portfolios:initiative", args=[initiative.slug]),
        Derived(derived.status, (why, *derived.why)),
        found.overrides.get((INITIATIVE, initiative.pk)),
        initiative.key_result.objective_id if initiative.key_result else None,
        status,
    )


def of(rows: Iterable[Row], objectives: Collection[int]) -> list[Row]:
    """The rows of some objectives, by number, with the initiatives that serve them or none."""
    return [row for row in rows if row.objective is None or row.objective in objectives]


def melon(rows: Iterable[Row]) -> Watermelon:
    """The watermelon index over some rows."""
    return watermelon.index((row.shown, row.derived.status) for row in rows)
