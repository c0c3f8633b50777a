"""Pages: the effect ledger, and what an hour is worth."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, require
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Role
from hoshin.apps.accounts.narrowing import page_of
from hoshin.apps.portfolios import actions, queries, tables
from hoshin.apps.portfolios.forms.rates import RateForm
from hoshin.apps.portfolios.pages.reading import judged_beside, judged_now, stands
from hoshin.apps.portfolios.queries import error_checks, pricing
from hoshin.apps.portfolios.reports import ledger as effect_ledger
from hoshin.apps.portfolios.reports import worth
from hoshin.reporting.blocks import Figures

PAGE = 50
"""Lines of the ledger on one page."""


def ledger(request: SignedInRequest) -> HttpResponseBase:
    """The effect ledger: what every initiative claimed beside what it did."""
    if "form" in request.GET:
        found = judged_now(queries.initiatives(request.user))
        if file := file_of(request, tables.LEDGER, tables.entries(found, error_checks.measured(found), stands(found))):
            return file
    page = page_of(request, queries.claimed_first(queries.initiatives(request.user)), PAGE)
    shown, claimed = judged_beside(page, request.user)
    measured = error_checks.measured(shown)
    lines = effect_ledger.compose(shown, measured, stands(shown))
    context = {
        "title": "Effect ledger",
        "subtitle": "What each initiative claimed before it started, beside what it is proven to have done.",
        "ledger": replace(effect_ledger.compose(claimed), rows=lines.rows, ticks=lines.ticks),
        "page": page,
        "files": (tables.LEDGER,) if shown else (),
        "totals": Figures(worth.totals(claimed)),
        "rates": [each for each in pricing.rates() if each.holds(timezone.localdate())],
    }
    return render(request, "portfolios/ledger.html", context)


def rates(request: SignedInRequest) -> HttpResponseBase:
    """What saved hours and tickets are worth; leaders add rates."""
    today = timezone.localdate()
    known = pricing.rates()
    if file := file_of(request, tables.RATES, known):
        return file
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
        "rates": [(each, each.holds(today)) for each in known],
        "files": (tables.RATES,) if known else (),
        "form": form,
    }
    return render(request, "portfolios/rates.html", context)
