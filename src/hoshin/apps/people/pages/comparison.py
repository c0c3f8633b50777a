"""Page: the desk's groups compared, as far as chance lets them be."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import readers
from hoshin.apps.people.reports import comparison as report
from hoshin.apps.scorecards.selection import Selection


@at_least(Role.LEADER, audited=True)
def compare(request: SignedInRequest) -> HttpResponse:
    """Groups on one metric. Raises NothingPublished, which the server answers with what to do."""
    with readers.remembering() as reader:
        offered = report.comparable(list(reader.catalogue.metrics.values()))
        keys = {each.key: each for each in offered}
        metric = keys.get(request.GET.get("metric", ""), keys.get(report.USUAL, offered[0]))
        desk = Selection(desk=request.GET.get("desk", "")).settled(reader.desks).desk
        if desk not in reader.desks:
            desk = ""
        cases, asked = report.gather(reader, metric, desk)
    context = {
        "title": "What chance does",
        "metric": metric,
        "metrics": sorted(offered, key=lambda each: each.title),
        "found": report.compose(metric, cases, asked),
    }
    return render(request, "people/compare.html", context)
