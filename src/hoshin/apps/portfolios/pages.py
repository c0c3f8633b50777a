"""Pages: the initiatives, one initiative with its verdict, drafting, sealing, stopping."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least, require
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import access, actions, error_checks, integrity, queries
from hoshin.apps.portfolios import rates as rate_queries
from hoshin.apps.portfolios.forms import (
    BETTER_WAY,
    DIMENSIONS,
    ClaimForm,
    InitiativeForm,
    RateForm,
    SealedInitiativeForm,
    StopForm,
)
from hoshin.apps.portfolios.integrity import Integrity
from hoshin.apps.portfolios.models import Claim, Initiative, Towards
from hoshin.apps.portfolios.reports import as_sealed, roll_out, worth
from hoshin.apps.portfolios.reports import initiative as below
from hoshin.apps.portfolios.reports import ledger as effect_ledger
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.apps.strategy.scoping import Offer, offer, plural
from hoshin.eventlog.refused import Refused
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.power import power
from hoshin.pipeline.effect import Foreseen
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import StaggeredForeseen
from hoshin.reporting import to_csv
from hoshin.reporting.blocks import Figures
from hoshin.warehouse.errors import NothingPublished


def _judged(found: Iterable[Initiative]) -> list[queries.Judged]:
    try:
        with readers.opened() as reader:
            return queries.judged(reader, found)
    except NothingPublished:
        return queries.judged(None, found)


def _rows(found: Iterable[Initiative]) -> list[dict[str, object]]:
    return [
        {
            "initiative": each.initiative,
            "phase": each.initiative.phase(timezone.localdate()),
            "tone": report.tone(each),
            "label": report.label(each),
            "claimed": report.claimed(each),
            "seen": report.seen(each.verdict),
        }
        for each in _judged(found)
    ]


def initiatives(request: SignedInRequest) -> HttpResponse:
    """All initiatives, or those that serve an objective: claimed beside seen."""
    objective = request.GET.get("objective", "")
    found = queries.serving(int(objective)) if objective.isdigit() else queries.initiatives()
    context = {
        "title": "Initiatives",
        "subtitle": "What each one claimed before it started, and what it did.",
        "rows": _rows(found),
        "narrowed": objective.isdigit(),
    }
    return render(request, "portfolios/initiatives.html", context)


def ledger(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The effect ledger: what every initiative claimed beside what it did; with ``form=csv`` as a file."""
    found = _judged(queries.initiatives())
    measured = error_checks.measured(found)
    if request.GET.get("form") == "csv":
        response = StreamingHttpResponse(to_csv.lines(effect_ledger.columns(found, measured)), content_type="text/csv")
        response["Content-Disposition"] = 'attachment; filename="effect-ledger.csv"'
        return response
    context = {
        "title": "Effect ledger",
        "subtitle": "What each initiative claimed before it started, beside what it is proven to have done.",
        "ledger": effect_ledger.compose(found, measured),
        "totals": Figures(worth.totals(found)),
        "rates": [each for each in rate_queries.rates() if each.holds(timezone.localdate())],
    }
    return render(request, "portfolios/ledger.html", context)


def rates(request: SignedInRequest) -> HttpResponse:
    """What saved hours and tickets are worth; leaders add rates."""
    today = timezone.localdate()
    if request.method == "POST":
        require(request.user, Role.LEADER)
    form = RateForm(request.POST or None, initial={"first": today, "owner": request.user})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_rate(request.user, **form.cleaned_data, now=timezone.now())
        except actions.NotARate as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The rate is added. The ledger books by it from now on.")
            return redirect("portfolios:rates")
    context = {
        "title": "What an hour is worth",
        "subtitle": "The ledger books saved hours and tickets at these rates. Each has somebody who answers for it.",
        "rates": [(each, each.holds(today)) for each in rate_queries.rates()],
        "form": form,
    }
    return render(request, "portfolios/rates.html", context)


def serving(request: SignedInRequest, pk: int) -> HttpResponse:
    """The initiatives that serve an objective, as a part of its page."""
    return render(request, "portfolios/serving.html", {"rows": _rows(queries.serving(pk))})


def initiative(request: SignedInRequest, slug: str) -> HttpResponse:
    """One initiative: the verdict in one sentence, the chart, the seal."""
    return _initiative(request, access.initiative(request.user, slug))


def _initiative(
    request: SignedInRequest,
    found: Initiative,
    *,
    claim_form: ClaimForm | None = None,
    stop_form: StopForm | None = None,
) -> HttpResponse:
    [judged] = _judged([found])
    today = timezone.localdate()
    claims = list(found.claims.all())
    may_seal = request.user.may_lead and today < found.start
    context = {
        "title": found.title,
        "initiative": found,
        "scope_kind": plural(found.dimension),
        "judged": judged,
        "phase": found.phase(today),
        "tone": report.tone(judged),
        "label": report.label(judged),
        "callout": report.callout(judged),
        "figures": report.figures(judged, worth.figure(judged)),
        "picture": report.picture(judged),
        "comparison": report.comparison(judged.verdict) if judged.verdict else None,
        "departures": as_sealed.departures(judged),
        "claimed": report.claimed(judged),
        "absolute": report.absolute(judged),
        "guardrails": below.guardrails(judged),
        "lasting": below.lasting(judged),
        "weekly": below.weekly(judged),
        "fit": below.fit(judged),
        "cloud": below.cloud(judged),
        "roll_out": roll_out.compose(judged) if found.starts else None,
        "history": report.history(queries.history(judged.claim)) if judged.claim else None,
        "earlier": _earlier(found, claims[:-1]),
        "overlaps": queries.overlaps(found),
        "late": not found.sealed and today >= found.start,
        "may_seal": may_seal,
        "foreseeable": today < found.start and not found.sealed,
        "may_change": request.user.may_lead or (request.user.may_import and not found.sealed),
        "may_stop": request.user.may_lead and found.phase(today) == "running" and found.end is None,
        "claim_form": claim_form or ClaimForm(auto_id="id_claim_%s", initial=_proposed(found)),
        "stop_form": stop_form or StopForm(auto_id="id_stop_%s", initial={"end": max(today, found.start)}),
    }
    return render(request, "portfolios/initiative.html", context)


def ahead(request: SignedInRequest, slug: str) -> HttpResponse:
    """How a claim would be judged and how soon, as a part of the initiative's page: before anything is sealed."""
    found = access.initiative(request.user, slug)
    form = ClaimForm(request.GET, auto_id="id_claim_%s")
    claim = _meant(form.cleaned_data) if form.is_valid() else _first_guess(found)
    if found.starts:
        return _ahead_in_turn(request, found, claim)
    foreseen = _foreseen(found, claim)
    context = {
        "initiative": found,
        "scope_kind": plural(found.dimension),
        "metric": definitions.catalogue().metric(claim.metric),
        "claim": claim,
        "foreseen": foreseen,
        "power": power(foreseen.history, claim) if foreseen else None,
    }
    return render(request, "portfolios/ahead.html", context)


def _ahead_in_turn(request: SignedInRequest, found: Initiative, claim: ImpactClaim) -> HttpResponse:
    foreseen = _foreseen_in_turn(found, claim)
    context = {
        "scope_kind": plural(found.dimension),
        "metric": definitions.catalogue().metric(claim.metric),
        "foreseen": foreseen,
        "design": roll_out.design(foreseen.estimator if foreseen else "", found),
        "again": roll_out.again(found),
    }
    return render(request, "portfolios/ahead-in-turn.html", context)


def _foreseen_in_turn(found: Initiative, claim: ImpactClaim) -> StaggeredForeseen | None:
    """How a roll-out would be judged if its claim were sealed now; None without tickets."""
    try:
        with readers.opened() as reader:
            return queries.foreseen_rollout(reader, found, claim)
    except NothingPublished:
        return None


def _meant(given: Mapping[str, Any]) -> ImpactClaim:
    return ImpactClaim(given["metric"], Direction(given["towards"]), given["size"])


def _first_guess(found: Initiative) -> ImpactClaim:
    """A fifth better, of the metric that is likely meant."""
    metric = definitions.catalogue().metric(str(_proposed(found)["metric"]))
    return ImpactClaim(metric.key, Direction(BETTER_WAY.get(metric.direction, Towards.UP)), 0.2)


def _foreseen(found: Initiative, claim: ImpactClaim) -> Foreseen | None:
    """How a claim would be judged if it were sealed now; None without tickets."""
    try:
        with readers.opened() as reader:
            return queries.foreseen(reader, found, claim)
    except NothingPublished:
        return None


def _earlier(found: Initiative, claims: list[Claim]) -> list[tuple[Claim, str, Integrity]]:
    """The claims that were superseded, newest first."""
    catalogue = definitions.catalogue() if claims else None
    return [
        (each, report.claim_words(each, catalogue.metric(each.metric)), integrity.check(found, each, catalogue))
        for each in reversed(claims)
        if catalogue
    ]


def _proposed(found: Initiative) -> dict[str, object]:
    """The claim that is likely meant: of the metric of the key result that it serves."""
    return {"metric": found.key_result.metric} if found.key_result else {"metric": "time_to_resolve_median"}


@at_least(Role.MEMBER)
def write(request: SignedInRequest, slug: str | None = None) -> HttpResponse:
    """Draft an initiative, or change one."""
    found = access.to_change(request.user, slug) if slug else None
    if found and found.sealed:
        return _change_sealed(request, found)
    context: dict[str, object] = {"title": "Change the initiative" if found else "New initiative", "initiative": found}
    try:
        with readers.opened() as reader:
            offered = _offer(reader, request.POST, found)
    except NothingPublished:
        return render(request, "portfolios/no-tickets.html", context)
    fresh = {"owner": request.user, "start": _next_monday(), "key_result": request.GET.get("key_result")}
    initial = InitiativeForm.initial_of(found) if found else fresh
    form = InitiativeForm(request.POST or None, offer=offered, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_initiative(request.user, **form.fields_of(found), initiative=found)
        except actions.Sealed as refusal:
            form.add_error("scope", str(refusal))
        except actions.NotARollOut as refusal:
            form.add_error("end", str(refusal))
        else:
            messages.success(request, "Saved." if found else "Drafted. Seal what it claims before it starts.")
            return redirect("portfolios:starts" if form.in_turn else "portfolios:initiative", written.slug)
    return render(request, "portfolios/write.html", context | {"form": form})


def _next_monday() -> object:
    """The Monday after next week: time to write the claim."""
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def _offer(reader: Reader, answers: QueryDict, found: Initiative | None) -> Offer:
    return offer(reader, answers.get("desk", found.desk if found else None), DIMENSIONS, missing=False)


def _change_sealed(request: SignedInRequest, found: Initiative) -> HttpResponse:
    form = SealedInitiativeForm(request.POST or None, initial=InitiativeForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        actions.write_initiative(request.user, **form.fields_of(found), initiative=found)
        messages.success(request, "Saved.")
        return redirect("portfolios:initiative", found.slug)
    context = {"title": "Change the initiative", "form": form, "initiative": found}
    return render(request, "portfolios/write.html", context)


@at_least(Role.MEMBER)
def scope(request: SignedInRequest) -> HttpResponse:
    """The values of the chosen desk, for the form to offer."""
    with readers.opened() as reader:
        form = InitiativeForm(offer=_offer(reader, request.GET, None))
    return render(request, "strategy/scope-picker.html", {"bound": form["scope"]})


@at_least(Role.LEADER)
def seal(request: SignedInRequest, slug: str) -> HttpResponse:
    """Seal the claim, or supersede the one that holds."""
    found = access.initiative(request.user, slug, needs=Role.LEADER)
    form = ClaimForm(request.POST, auto_id="id_claim_%s")
    if not form.is_valid():
        return _initiative(request, found, claim_form=form)
    try:
        foresee = _foreseen_in_turn if found.starts else _foreseen
        how = queries.design(foresee(found, _meant(form.cleaned_data)))
        actions.seal(request.user, found, **form.cleaned_data, design=how, now=timezone.now())
        messages.success(request, "The claim is sealed. It can be superseded until the start, never edited.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("portfolios:initiative", slug)


@at_least(Role.LEADER)
def stop(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say on which day an initiative ends whose end was open."""
    found = access.initiative(request.user, slug, needs=Role.LEADER)
    form = StopForm(request.POST, auto_id="id_stop_%s")
    if form.is_valid():
        try:
            actions.stop(request.user, found, end=form.cleaned_data["end"], today=timezone.localdate())
        except actions.Sealed as refusal:
            form.add_error("end", str(refusal))
        else:
            messages.success(request, "The end is set. The verdict counts the time up to it.")
            return redirect("portfolios:initiative", slug)
    return _initiative(request, found, stop_form=form)


@at_least(Role.MEMBER)
def discard(request: SignedInRequest, slug: str) -> HttpResponse:
    """Remove a draft."""
    found = access.to_change(request.user, slug)
    try:
        actions.discard(request.user, found)
    except actions.Sealed as refusal:
        messages.error(request, str(refusal))
        return redirect("portfolios:initiative", slug)
    messages.success(request, "The draft is discarded; the audit trail keeps what it said.")
    return redirect("portfolios:initiatives")
