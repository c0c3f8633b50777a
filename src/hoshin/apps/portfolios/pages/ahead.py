"""Pages: how a claim would be judged and how soon, before anything is sealed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import access, queries
from hoshin.apps.portfolios.forms.claims import BETTER_WAY, ClaimForm
from hoshin.apps.portfolios.models import Initiative, Towards
from hoshin.apps.portfolios.reports import roll_out
from hoshin.apps.strategy.scoping import plural
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.power import power
from hoshin.pipeline.effect import Foreseen
from hoshin.pipeline.staggered_effect import StaggeredForeseen


def ahead(request: SignedInRequest, slug: str) -> HttpResponse:
    """How a claim would be judged and how soon, as a part of the initiative's page: before anything is sealed."""
    found = access.initiative(request.user, slug)
    form = ClaimForm(request.GET, auto_id="id_claim_%s")
    claim = form.claim if form.is_valid() else _first_guess(found)
    foreseen = queries.foreseen_now(found, claim)
    if found.starts:
        return _ahead_in_turn(request, found, claim, foreseen)
    assert not isinstance(foreseen, StaggeredForeseen)
    context = {
        "initiative": found,
        "scope_kind": plural(found.dimension),
        "metric": definitions.catalogue().metric(claim.metric),
        "claim": claim,
        "foreseen": foreseen,
        "power": power(foreseen.history, claim) if foreseen else None,
    }
    return render(request, "portfolios/ahead.html", context)


def _ahead_in_turn(
    request: SignedInRequest, found: Initiative, claim: ImpactClaim, foreseen: Foreseen | StaggeredForeseen | None
) -> HttpResponse:
    estimator = foreseen.estimator if foreseen else ""
    context = {
        "scope_kind": plural(found.dimension),
        "metric": definitions.catalogue().metric(claim.metric),
        "foreseen": foreseen,
        "design": roll_out.design(estimator, found),
        "again": roll_out.again(found) or (roll_out.not_by_lot(estimator, found) if foreseen else ""),
    }
    return render(request, "portfolios/ahead-in-turn.html", context)


def _first_guess(found: Initiative) -> ImpactClaim:
    """A fifth better, of the metric that is likely meant."""
    metric = definitions.catalogue().metric(ClaimForm.proposed(found)["metric"])
    return ImpactClaim(metric.key, Direction(BETTER_WAY.get(metric.direction, Towards.UP)), 0.2)
