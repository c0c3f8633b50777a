"""What came of what an approved plan promised for a quarter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from hoshin.apps.accounts.confidence import Eyes, Onlooker
from hoshin.apps.plans.models import Approval, PlannedInitiative, PlanningRound
from hoshin.apps.plans.queries.running import begun, finished
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative, InitiativeCheckIn
from hoshin.portfolio.keeping import Integrity, Planned, Quarter, Work, integrity


@dataclass(frozen=True)
class Kept:
    """What came of one quarter of a round; ``place`` counts from 0.

    ``initiatives`` are those that are seen, by their keys; the others count as well, and are not named.
    """

    round: PlanningRound
    place: int
    approval: Approval
    integrity: Integrity
    initiatives: dict[str, Initiative]

    @property
    def name(self) -> str:
        """The quarter's name."""
        return self.round.quarter(self.place)


def plan_of(of: PlanningRound, place: int) -> Approval | None:
    """The decision that held when a quarter began, or else the first one after: what was promised for that quarter."""
    known = list(Approval.objects.filter(scenario__round=of).select_related("scenario").order_by("on", "id"))
    before = [each for each in known if each.on <= of.begins(place)]
    return before[-1] if before else known[0] if known else None


def quarters_begun(of: PlanningRound, today: date) -> list[int]:
    """The quarters of a round that have begun, the first being 0."""
    return [place for place in range(of.quarters) if of.begins(place) <= today]


def kept_in(of: PlanningRound, place: int, today: date, onlooker: Onlooker = Eyes.EVERYBODY) -> Kept | None:
    """What came of a quarter; None where nothing was approved. In a fixed number of queries."""
    approval = plan_of(of, place)
    if approval is None:
        return None
    every = {str(each.pk): each for each in Initiative.objects.all()}
    seen = {str(each.pk): each for each in portfolios.initiatives(onlooker)}
    planned = [
        Planned(
            str(each.initiative_id) if each.initiative_id else f"discarded {each.pk}",
            each.title,
            _quarter(of, each.start),
            _quarter(of, each.start + each.quarters - 1),
        )
        for each in PlannedInitiative.objects.filter(approval=approval)
    ]
    works = _works(every, seen.keys(), today)
    found = integrity(_quarter(of, place), planned, works, today=today, silent_after=timedelta(weeks=of.cadence))
    return Kept(of, place, approval, found, seen)


def _works(initiatives: dict[str, Initiative], seen: Collection[str], today: date) -> dict[str, Work]:
    listed = list(initiatives.values())
    active, over = begun(listed, today), finished(listed)
    said: dict[int, list[date]] = {}
    for pk, at in InitiativeCheckIn.objects.values_list("initiative", "at"):
        said.setdefault(pk, []).append(timezone.localdate(at))
    return {
        key: Work(
            key,
            each.title if key in seen else portfolios.UNNAMED,
            each.start,
            each.pk in active,
            over.get(each.pk),
            tuple(said.get(each.pk, ())),
        )
        for key, each in initiatives.items()
    }


def _quarter(of: PlanningRound, place: int) -> Quarter:
    return Quarter(of.begins(place), of.begins(place + 1) - timedelta(days=1))
