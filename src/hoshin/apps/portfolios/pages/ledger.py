"""Pages: the effect ledger, and what an hour is worth."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, require
from hoshin.apps.accounts.downloads import csv_file
from hoshin.apps.accounts.models import Role
from hoshin.apps.portfolios import actions, queries
from hoshin.apps.portfolios.forms.rates import RateForm
from hoshin.apps.portfolios.pages.reading import judged_now
from hoshin.apps.portfolios.queries import error_checks, pricing
from hoshin.apps.portfolios.reports import ledger as effect_ledger
from hoshin.apps.portfolios.reports import worth
from hoshin.reporting.blocks import Figures


def ledger(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The effect ledger: what every initiative claimed beside what it did; with ``form=csv`` as a file."""
    found = judged_now(queries.initiatives(request.user))
    measured = error_checks.measured(found)
    if request.GET.get("form") == "csv":
        return csv_file(effect_ledger.columns(found, measured), "effect-ledger")
    context = {
        "title": "Effect ledger",
        "subtitle": "What each initiative claimed before it started, beside what it is proven to have done.",
        "ledger": effect_ledger.compose(found, measured),
        "totals": Figures(worth.totals(found)),
        "rates": [each for each in pricing.rates() if each.holds(timezone.localdate())],
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
        "rates": [(each, each.holds(today)) for each in pricing.rates()],
        "form": form,
    }
    return render(request, "portfolios/rates.html", context)
