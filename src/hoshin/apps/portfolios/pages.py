"""Pages: the initiatives, one initiative with its verdict, drafting and sealing."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.portfolios import access, actions, queries
from hoshin.apps.portfolios.forms import DIMENSIONS, ClaimForm, InitiativeForm
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


def _judged(found: list[Initiative]) -> list[queries.Judged]:
    try:
        with Reader.open(Home.from_environment()) as reader:
            return queries.judged(reader, found)
    except NothingPublished:
        return queries.judged(None, found)


def initiatives(request: SignedInRequest) -> HttpResponse:
    """All initiatives: claimed beside seen."""
    rows = [
        {
            "initiative": each.initiative,
            "phase": each.initiative.phase(timezone.localdate()),
            "tone": report.tone(each),
            "label": report.label(each),
            "claimed": report.claimed(each.claim),
            "seen": report.seen(each.verdict),
        }
        for each in _judged(list(queries.initiatives()))
    ]
    context = {
        "title": "Initiatives",
        "subtitle": "What each one claimed before it started, and what it did.",
        "rows": rows,
    }
    return render(request, "portfolios/initiatives.html", context)


def initiative(request: SignedInRequest, slug: str) -> HttpResponse:
    """One initiative: the verdict in one sentence, the chart, the seal."""
    found = access.initiative(request.user, slug)
    [judged] = _judged([found])
    today = timezone.localdate()
    context = {
        "title": found.title,
        "initiative": found,
        "judged": judged,
        "phase": found.phase(today),
        "tone": report.tone(judged),
        "label": report.label(judged),
        "callout": report.callout(judged),
        "figures": report.figures(judged),
        "picture": report.picture(judged),
        "comparison": report.comparison(judged.verdict) if judged.verdict else None,
        "claimed": report.claimed(judged.claim),
        "absolute": report.absolute(judged),
        "earlier": list(found.claims.all())[:-1],
        "may_seal": request.user.may_lead and today < found.start,
        "claim_form": ClaimForm(auto_id="id_claim_%s"),
    }
    return render(request, "portfolios/initiative.html", context)


@at_least(Role.MEMBER)
def write(request: SignedInRequest, slug: str | None = None) -> HttpResponse:
    """Draft an initiative, or change one."""
    found = access.initiative(request.user, slug, needs=Role.MEMBER) if slug else None
    with Reader.open(Home.from_environment()) as reader:
        desks = sorted(reader.desks)
        scopes = [(d, [str(v) for v in reader.values(d) if v is not None]) for d in DIMENSIONS]
    fresh = {"owner": request.user, "start": timezone.localdate() + timedelta(days=14)}
    initial = InitiativeForm.initial_of(found) if found else fresh
    form = InitiativeForm(request.POST or None, desks=desks, scopes=scopes, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_initiative(request.user, **form.fields_of_initiative, initiative=found)
        except actions.Sealed as refusal:
            form.add_error("scope", str(refusal))
        else:
            messages.success(request, "Saved." if found else "Drafted. Seal what it claims before it starts.")
            return redirect("portfolios:initiative", written.slug)
    context = {"title": "Change the initiative" if found else "New initiative", "form": form, "initiative": found}
    return render(request, "portfolios/write.html", context)


@at_least(Role.LEADER)
def seal(request: SignedInRequest, slug: str) -> HttpResponse:
    """Seal the claim, or supersede the one that holds."""
    found = access.initiative(request.user, slug, needs=Role.LEADER)
    form = ClaimForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("portfolios:initiative", slug)
    answers = form.cleaned_data
    try:
        actions.seal(
            request.user,
            found,
            metric=answers["metric"],
            towards=answers["towards"],
            size=answers["size"] / 100,
            now=timezone.now(),
        )
        messages.success(request, "The claim is sealed. It can be superseded until the start, never edited.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("portfolios:initiative", slug)
