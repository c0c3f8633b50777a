"""Pages of risks and exceptions."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import standing as actions
from hoshin.apps.reviews.changing import ChangedMeanwhile, as_of
from hoshin.apps.reviews.forms.standing import CloseRiskForm, RiskForm
from hoshin.apps.reviews.queries import standing as queries

QUARTER = timedelta(days=91)


def risks(request: SignedInRequest) -> HttpResponse:
    """All risks and exceptions: the map, those that have expired, and the rest by weight."""
    today = timezone.localdate()
    found = list(queries.risks(request.user))
    live = sorted((e for e in found if e.closed_on is None), key=lambda e: (not e.has_expired(today), -e.weight, e.pk))
    context = {
        "title": "Risks and exceptions",
        "subtitle": "What may go wrong, what is allowed for a while, and who answers for it.",
        "rows": [(each, each.has_expired(today)) for each in live],
        "expired": sum(each.has_expired(today) for each in live),
        "closed": [each for each in found if each.closed_on],
        "map": [
            (
                likelihood,
                [
                    (_tone(likelihood * impact), [e for e in live if (e.likelihood, e.impact) == (likelihood, impact)])
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
    if found:
        fields = ("kind", "title", "words", "answer", "owner", "forum", "likelihood", "impact", "expires", "version")
        initial = {name: getattr(found, name) for name in fields}
    else:
        initial = {"owner": request.user, "expires": today + QUARTER}
    form = RiskForm(request.POST or None, forums=mine, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = dict(form.cleaned_data)
        forum = access.forum(request.user, answers.pop("forum").pk, to_take_part=True)
        try:
            actions.write_risk(request.user, forum, today=today, risk=found, **answers)
        except ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal))
            form.data = as_of(request.POST, refusal.version)
        except actions.NotARisk as refusal:
            form.add_error("expires", str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("reviews:risks")
    context = {
        "title": found.title if found else "New risk or exception",
        "form": form,
        "risk": found,
        "close_form": CloseRiskForm(auto_id="id_close_%s"),
    }
    return render(request, "reviews/write-risk.html", context)


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
