"""Pages of risks and exceptions."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.apps.reviews import access, tables
from hoshin.apps.reviews.actions import standing as actions
from hoshin.apps.reviews.forms.standing import CloseRiskForm, RiskForm
from hoshin.apps.reviews.models import Risk
from hoshin.apps.reviews.queries import standing as queries

QUARTER = timedelta(days=91)
CLOSED = 50
"""Risks that are over, listed at once."""


def risks(request: SignedInRequest) -> HttpResponseBase:
    """All risks and exceptions: the map, those that have expired, and the rest by weight."""
    today = timezone.localdate()
    words = words_of(request)
    found = containing(queries.risks(request.user), words, "title", "owner__name", "forum__name")
    if file := file_of(request, tables.RISKS, found):
        return file
    live = queries.held(found, today)
    page = page_of(request, live)
    over = found.filter(closed_on__isnull=False).order_by("-closed_on", "pk")
    counts = queries.by_place(live)
    context = {
        "title": "Risks and exceptions",
        "subtitle": "What may go wrong, what is allowed for a while, and who answers for it.",
        "files": (tables.RISKS,) if found.exists() else (),
        "rows": [(each, each.has_expired(today)) for each in page],
        "page": page,
        "words": words,
        "held": page.paginator.count,
        "expired": live.filter(expires__lt=today).count(),
        "closed": over[:CLOSED],
        "closed_count": over.count(),
        "map": [
            (
                likelihood,
                [
                    (
                        _tone(likelihood * impact),
                        [e for e in page if (e.likelihood, e.impact) == (likelihood, impact)],
                        counts.get((likelihood, impact), 0),
                    )
                    for impact in range(1, 6)
                ],
            )
            for likelihood in range(5, 0, -1)
        ],
        "may_write": request.user.may_import and access.forums(request.user).filter(ended=False).exists(),
        "forums": access.forums(request.user).filter(ended=False).exists(),
    }
    return render(request, "reviews/risks.html", context)


def _tone(weight: int) -> str:
    return "bad" if weight >= 15 else "watch" if weight >= 6 else "good"


def write_risk(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Write a risk or exception, change it, renew it."""
    today = timezone.localdate()
    found = access.risk(request.user, pk, to_take_part=True) if pk else None
    mine = access.forums(request.user).filter(ended=False)
    initial = _said(found) if found else {"owner": request.user, "expires": today + QUARTER}
    form = RiskForm(request.POST or None, forums=mine, initial=initial)
    moved = None
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        forum = access.forum(request.user, answers.pop("forum").pk, to_take_part=True)
        try:
            actions.write_risk(request.user, forum, today=today, risk=found, **answers)
        except Meanwhile as refusal:
            moved = beside(form, refusal, _said(access.risk(request.user, pk or 0, to_take_part=True)))
        except actions.NotARisk as refusal:
            form.add_error("expires", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("reviews:risks")
    context = {
        "title": found.title if found else "New risk or exception",
        "form": form,
        "risk": found,
        "moved": moved,
        "close_form": CloseRiskForm(auto_id="id_close_%s"),
    }
    return render(request, "reviews/write-risk.html", context)


def _said(found: Risk) -> dict[str, object]:
    fields = ("kind", "title", "words", "answer", "owner", "unit", "forum", "likelihood", "impact", "expires")
    return {name: getattr(found, name) for name in (*fields, "version")}


def close_risk(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a risk is over."""
    found = access.risk(request.user, pk, to_take_part=True)
    form = CloseRiskForm(request.POST, auto_id="id_close_%s")
    if form.is_valid():
        actions.close_risk(request.user, found, today=timezone.localdate(), **form.cleaned_data)
        messages.success(request, "It is over; it stays to be read.")
    else:
        messages.error(request, "Say why it is over.")
        return redirect("reviews:risk", pk)
    return redirect("reviews:risks")
