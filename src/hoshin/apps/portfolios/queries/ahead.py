"""How a claim would be judged, before anything is sealed."""

from __future__ import annotations

from datetime import date, timedelta

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import sealing
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.queries.asking import others_of, starts_of
from hoshin.apps.portfolios.queries.listing import initiatives
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.pipeline.effect import Foreseen, Scope
from hoshin.pipeline.effect import foreseen as foresee
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import StaggeredForeseen, foreseen_staggered
from hoshin.warehouse.errors import NothingPublished


def foreseen(reader: Reader, found: Initiative, claim: ImpactClaim, until: date | None = None) -> Foreseen | None:
    """How a claim would be judged if it were sealed now; None where its desk is not there.

    Tickets up to ``until`` count, all there are where it is None.
    """
    if not found.scope_values or (found.desk and found.desk not in reader.desks):
        return None
    year = found.start + timedelta(days=365)
    return foresee(
        reader,
        Scope(found.dimension, found.scope_values, found.where),
        found.start,
        claim,
        as_of=min(filter(None, (until, reader.coverage(found.where)[1]))),
        others=dict(others_of(found, list(initiatives(Eyes.MACHINE)), min(found.end or year, year))),
    )


def foreseen_rollout(
    reader: Reader, found: Initiative, claim: ImpactClaim, until: date | None = None
) -> StaggeredForeseen | None:
    """As ``foreseen``, of an initiative whose values start one after the other; None where they do not."""
    starts = starts_of(found)
    if starts is None or (found.desk and found.desk not in reader.desks):
        return None
    year = found.start + timedelta(days=365)
    return foreseen_staggered(
        reader,
        Scope(found.dimension, found.scope_values, found.where),
        starts,
        claim,
        as_of=min(filter(None, (until, reader.coverage(found.where)[1]))),
        others=dict(others_of(found, list(initiatives(Eyes.MACHINE)), min(found.end or year, year))),
    )


def foreseen_now(found: Initiative, claim: ImpactClaim) -> Foreseen | StaggeredForeseen | None:
    """How a claim would be judged if it were sealed now, all at once or one after the other; None without tickets."""
    try:
        with readers.opened() as reader:
            return foreseen_rollout(reader, found, claim) if found.starts else foreseen(reader, found, claim)
    except NothingPublished:
        return None


def design(found: Foreseen | StaggeredForeseen | None) -> list[tuple[str, str]]:
    """How a claim will be judged, as it is sealed."""
    if found is None or not found.estimator:
        return []
    if isinstance(found, StaggeredForeseen):
        periods, grain = found.periods, found.grain
    else:
        periods, grain = len(found.history.periods), found.history.grain
    return [
        (sealing.ESTIMATOR, found.estimator),
        (sealing.BEFORE, f"{periods} {grain}s when sealed"),
        *((sealing.COMPARED, name) for name in found.used),
    ]
