"""Pages: one initiative with its verdict; sealing what it claims, and stopping it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import access, actions, integrity, queries
from hoshin.apps.portfolios.forms.check_ins import CheckInForm
from hoshin.apps.portfolios.forms.claims import ClaimForm
from hoshin.apps.portfolios.forms.initiatives import StopForm
from hoshin.apps.portfolios.integrity import Integrity
from hoshin.apps.portfolios.models import Claim, Initiative
from hoshin.apps.portfolios.pages.reading import judged_now
from hoshin.apps.portfolios.reports import as_sealed, chance, roll_out, waiting, worth
from hoshin.apps.portfolios.reports import initiative as below
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.apps.strategy.scoping import plural
from hoshin.eventlog.refused import Refused


def initiative(request: SignedInRequest, slug: str) -> HttpResponse:
    """One initiative: the verdict in one sentence, the chart, the seal."""
    return _initiative(request, access.initiative(request.user, slug))


def _initiative(
    request: SignedInRequest,
    found: Initiative,
    *,
    claim_form: ClaimForm | None = None,
    stop_form: StopForm | None = None,
    check_in_form: CheckInForm | None = None,
) -> HttpResponse:
    [judged] = judged_now([found])
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
        "early": waiting.is_early(judged),
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
        "cloud": chance.cloud(judged),
        "roll_out": roll_out.compose(judged) if found.starts else None,
        "history": report.history(queries.history(judged.claim)) if judged.claim else None,
        "earlier": _earlier(found, claims[:-1]),
        "overlaps": queries.overlaps(found, request.user),
        "late": not found.sealed and today >= found.start,
        "may_seal": may_seal,
        "foreseeable": today < found.start and not found.sealed,
        "may_change": request.user.may_lead or (request.user.may_import and not found.sealed),
        "may_stop": request.user.may_lead and found.phase(today) == "running" and found.end is None,
        "check_ins": list(found.check_ins.select_related("person")),
        "may_check_in": request.user.may_import and today >= found.start,
        "check_in_form": check_in_form or CheckInForm(auto_id="id_check_in_%s"),
        "claim_form": claim_form or ClaimForm(auto_id="id_claim_%s", initial=ClaimForm.proposed(found)),
        "stop_form": stop_form or StopForm(auto_id="id_stop_%s", initial={"end": max(today, found.start)}),
    }
    return render(request, "portfolios/initiative.html", context)


def _earlier(found: Initiative, claims: list[Claim]) -> list[tuple[Claim, str, Integrity]]:
    """The claims that were superseded, newest first."""
    catalogue = definitions.catalogue() if claims else None
    return [
        (each, report.claim_words(each, catalogue.metric(each.metric)), integrity.check(found, each, catalogue))
        for each in reversed(claims)
        if catalogue
    ]


@at_least(Role.LEADER)
def seal(request: SignedInRequest, slug: str) -> HttpResponse:
    """Seal the claim, or supersede the one that holds."""
    found = access.initiative(request.user, slug, needs=Role.LEADER)
    form = ClaimForm(request.POST, auto_id="id_claim_%s")
    if not form.is_valid():
        return _initiative(request, found, claim_form=form)
    try:
        how = queries.design(queries.foreseen_now(found, form.claim))
        actions.seal(request.user, found, **form.cleaned_data, design=how, now=timezone.now())
        messages.success(request, "The claim is sealed. It can be superseded until the start, never edited.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("portfolios:initiative", slug)


@at_least(Role.MEMBER)
def check_in(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say how the work stands."""
    found = access.initiative(request.user, slug, needs=Role.MEMBER)
    form = CheckInForm(request.POST, auto_id="id_check_in_%s")
    if form.is_valid():
        try:
            actions.check_in(request.user, found, **form.cleaned_data, now=timezone.now())
        except actions.NotSaid as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Said. It stands here for all, and stays.")
            return redirect("portfolios:initiative", slug)
    return _initiative(request, found, check_in_form=form)


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
