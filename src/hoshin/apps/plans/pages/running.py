"""Pages: who carries what runs, who works on one initiative, and which plan is behind it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.plans import actions, queries
from hoshin.apps.plans.forms.allocations import AllocationForm
from hoshin.apps.plans.queries.running import Quarter, named, quarter_of
from hoshin.apps.plans.reports import load as report
from hoshin.apps.portfolios import access as initiatives
from hoshin.eventlog.refused import Refused

SHOWN = 6
"""Quarters beside each other, the one before today's first."""


def load(request: SignedInRequest) -> HttpResponse:
    """People asked for by what runs, by team and quarter, beside those there are."""
    first = _quarter(request.GET.get("from", "")) or quarter_of(timezone.localdate(), -1)
    quarters = [_later(first, place) for place in range(SHOWN)]
    found = queries.carried(quarters, request.user)
    context = {
        "title": "Who carries what runs",
        "subtitle": "People that initiatives ask for, by team and quarter: the approved plan, and what runs beside it.",
        "sentence": report.sentence(found),
        "lines": report.lines(found),
        "quarters": [named(each) for each in quarters],
        "earlier": report.key(_later(first, -SHOWN)),
        "later": report.key(_later(first, SHOWN)),
    }
    return render(request, "plans/load.html", context)


def cell(request: SignedInRequest) -> HttpResponse:
    """What is behind one team and quarter."""
    quarter = _quarter(request.GET.get("quarter", ""))
    found = queries.behind(request.GET.get("team", ""), quarter, request.user) if quarter else None
    if found is None:
        raise Http404("Nothing is known of this team in this quarter.")
    context = {
        "title": f"{found.team}, {named(found.quarter)}",
        "subtitle": "Who asks this team for people in this quarter.",
        "found": found,
        "cell": report.lines([found])[0].cells[0],
    }
    return render(request, "plans/load-cell.html", context)


def _later(quarter: Quarter, places: int) -> Quarter:
    whole = quarter[0] * 4 + quarter[1] - 1 + places
    return whole // 4, whole % 4 + 1


def _quarter(said: str) -> Quarter | None:
    year, _, number = said.partition("-")
    if not (year.isdigit() and number.isdigit()):
        return None
    fits = 1900 <= int(year) <= 9000 and 1 <= int(number) <= 4
    return (int(year), int(number)) if fits else None


@at_least(Role.LEADER)
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say who works on an initiative."""
    found = initiatives.initiative(request.user, slug, needs=Role.LEADER)
    form = AllocationForm(request.POST or None, found=found)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_allocation(request.user, found, form.people, seen=form.cleaned_data["seen"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("portfolios:initiative", slug)
    context = {
        "title": "Who works on it",
        "initiative": found,
        "form": form,
        "first": named(quarter_of(found.start)),
    }
    return render(request, "plans/people.html", context)


def behind(request: SignedInRequest, slug: str) -> HttpResponse:
    """Which decision began an initiative, and who works on it, as a part of its page."""
    found = initiatives.initiative(request.user, slug)
    context = {
        "initiative": found,
        "planned": queries.planned_by(found),
        "allocated": {
            team: report.by_quarter(row, quarter_of(found.start)) for team, row in actions.allocated(found).items()
        },
    }
    return render(request, "plans/behind.html", context)
