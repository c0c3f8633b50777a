"""Pages that go beyond one number: the flow of work, and a metric by two dimensions at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.definitions import readers
from hoshin.apps.scorecards.pages.choices import PAGE, choices, metric_or_404, query_of, tickets_response
from hoshin.apps.scorecards.reports import flow, matrix, reconciliation
from hoshin.apps.scorecards.selection import Selection
from hoshin.eventlog.schema import DIMENSIONS
from hoshin.metrics.ageing import BUCKETS
from hoshin.metrics.reconciliation import FigureInvalid, figure
from hoshin.metrics.registry import METRICS
from hoshin.reporting.wording import dimension_words


def flow_page(request: SignedInRequest) -> HttpResponse:
    """What comes in, what is finished, what is in progress, and how long that has been lying."""
    with readers.opened() as reader:
        selection = Selection.from_address(request.GET).settled(reader.desks)
        found = flow.gather(reader, selection)
        offered = choices(reader, selection)
    where = [("where", f"{dimension}={value}") for dimension, value in selection.where]
    address = f"{reverse('scorecards:aged-tickets')}?{urlencode([('to', found.end.isoformat()), *where])}"
    context = offered | {
        "title": "Flow of work",
        "subtitle": selection.words,
        "says": flow.says(found),
        "in_and_out": flow.in_and_out(found),
        "in_progress": flow.in_progress(found),
        "ages": flow.ages(found),
        "age_table": flow.age_table(found, address),
        "periods": flow.period_table(found),
        "generation": found.generation,
    }
    return render(request, "scorecards/flow.html", context)


def aged_tickets_page(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The open tickets of one age."""
    bucket = next((each for each in BUCKETS if each.key == request.GET.get("aged")), None)
    if bucket is None:
        raise Http404(f"There is no such age: use one of {', '.join(each.key for each in BUCKETS)}.")
    query = query_of(request)
    with readers.opened() as reader:
        end: date = query.last or reader.coverage(query.where)[1]
        found = reader.aged_tickets(query, end, bucket)
        generation = reader.generation
    context = {
        "title": f"Open for {bucket.label}",
        "metric": METRICS["backlog"],
        "where": query.where,
        "query": query,
        "generation": generation,
    }
    return tickets_response(request, found, "backlog-by-age", context)


def reconciliation_page(request: SignedInRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """The desk's own figure beside Hoshin's; with ``form=csv`` the tickets that differ."""
    metric, query = metric_or_404(key), query_of(request)
    typed = request.GET.get("figure", "").strip()
    context: dict[str, object] = {"title": "Reconcile with the desk's report", "metric": metric, "typed": typed}
    with readers.opened() as reader:
        covered = reader.coverage(query.where)
        first, last = query.first or covered[0], query.last or covered[1]
        query = replace(query, first=first, last=last)
        context |= {"query": query, "where": query.where, "generation": reader.generation}
        try:
            if first > last:
                raise FigureInvalid("The first day lies after the last one: exchange them.")
            found = reader.explain(key, query, figure(typed, metric.unit)) if typed else None
        except FigureInvalid as error:
            return render(request, "scorecards/reconciliation.html", context | {"refusal": str(error)})
        # What does not come to the figure explains nothing: to name tickets would blame the desk without ground.
        tickets = reader.differing(key, query, found.best) if found and found.best.explains else None
    if found is None:
        return render(request, "scorecards/reconciliation.html", context)
    if tickets is not None and request.GET.get("form") == "csv":
        return tickets_response(request, tickets, f"{key}-differing", context)
    context |= {
        "agreed": found.own.explains,
        "explained": found.best.explains,
        "says": reconciliation.says(found, metric),
        "variants": reconciliation.variants(found, metric),
        "differing": tickets.slice(0, PAGE).to_pylist() if tickets is not None else [],
        "total": tickets.num_rows if tickets is not None else 0,
        "address": request.GET.urlencode(),
    }
    return render(request, "scorecards/reconciliation.html", context)


def matrix_page(request: SignedInRequest, key: str) -> HttpResponse:
    """One metric by two dimensions."""
    metric = metric_or_404(key)
    by, across = request.GET.get("by", "group"), request.GET.get("across", "priority")
    for dimension in (by, across):
        if dimension not in DIMENSIONS:
            raise Http404(f"There is no dimension '{dimension}': use one of {', '.join(DIMENSIONS)}.")
    with readers.opened() as reader:
        selection = Selection.from_address(request.GET).settled(reader.desks)
        if across == by:
            across = next(dimension for dimension in DIMENSIONS if dimension != by)
        found = matrix.gather(reader, metric, selection, by, across)
        offered = choices(reader, selection)
    context = offered | {
        "title": metric.title,
        "metric": metric,
        "by": by,
        "across": across,
        "dimensions": [(dimension, dimension_words(dimension)) for dimension in DIMENSIONS],
        "table": matrix.compose(found),
        "left_out": matrix.left_out(found),
        "whole": found.whole,
        "generation": found.whole.generation,
    }
    return render(request, "scorecards/matrix.html", context)
