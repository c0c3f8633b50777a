"""Pages: how agreements are kept, the tickets behind a count, one ticket's clock, the reconciliation with the desk."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import csv_file
from hoshin.apps.agreements import access
from hoshin.apps.agreements.choice import SPANS, Choice
from hoshin.apps.agreements.pages.book import proposal_page
from hoshin.apps.agreements.reports import clock as clocks
from hoshin.apps.agreements.reports import kept, two_words
from hoshin.metrics.query import Grain
from hoshin.pipeline.home import Home
from hoshin.pipeline.service_levels import ServiceLevels
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.book_file import digest
from hoshin.service_levels.standing import Part

PAGE = 50
"""Tickets on one page."""
MICROSECONDS_AN_HOUR = 3_600_000_000


def kept_page(request: SignedInRequest) -> HttpResponse:
    """How each agreement is kept; before the first book the proposal of one."""
    found = access.book(request.user)
    if not found.book.agreements:
        return proposal_page(request)
    with ServiceLevels.remembering(Home.from_environment(), found.book) as levels:
        choice = Choice.from_address(request.GET).settled(levels.reader.desks)
        gathered = kept.gather(levels, choice)
        context = _choices(levels, choice)
    context |= {
        "title": "Service levels",
        "subtitle": choice.words,
        "kept": gathered,
        "says": kept.says(gathered),
        "picture": kept.picture(gathered),
        "bars": kept.bars(gathered),
        "unsure": any(each.unsure for each in gathered.standings),
        "number": found.number,
        "digest": digest(found.book),
    }
    return render(request, "agreements/kept.html", context)


def tickets_page(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The clocks behind one count; with ``form=csv`` all of them as a file."""
    place, part = request.GET.get("agreement", ""), request.GET.get("part", "")
    if not place.isdigit() or part not in list(Part):
        raise Http404(
            f"The address names no count: expected are agreement, a number, and part, one of {', '.join(Part)}."
        )
    found, agreement = access.agreement(request.user, int(place))
    with ServiceLevels.remembering(Home.from_environment(), found.book) as levels:
        choice = Choice.from_address(request.GET).settled(levels.reader.desks)
        query = choice.query(levels.reader.coverage(choice.where), Grain.ALL)
        behind = _shown(levels.behind(agreement.clock, query, agreement, Part(part)), found.book)
        generation = levels.reader.generation
    if request.GET.get("form") == "csv":
        return csv_file(behind, f"{agreement.clock}-{part}")
    context = {
        "title": f"{agreement.name}: {kept.PARTS.get(Part(part), part)}",
        "agreement": agreement,
        "choice": choice,
        "query": query,
        "generation": generation,
        "digest": digest(found.book),
    }
    return render(request, "agreements/tickets.html", context | _paged(request, behind))


def ticket_page(request: SignedInRequest, desk: str, ticket: str) -> HttpResponse:
    """The clocks of one ticket as pictures."""
    found = access.book(request.user)
    with ServiceLevels.remembering(Home.from_environment(), found.book) as levels:
        known = levels.reader.ticket(desk, ticket)
        if known is None:
            raise Http404(f"The desk {desk} has no ticket {ticket} in generation {levels.reader.generation}.")
        lives = {clock: levels.life(clock, desk, ticket) for clock in Clock}
        generation = levels.reader.generation
    pictures = [
        clocks.compose(clock, life, found.book.calendar(life.agreement.calendar).zone)
        for clock, life in lives.items()
        if life is not None
    ]
    context = {
        "title": ticket,
        "desk": desk,
        "ticket": known.ticket,
        "pictures": pictures,
        "without": [clock.value for clock, life in lives.items() if life is None],
        "flags": {"response": known.ticket["response_sla_met"], "resolution": known.ticket["sla_met"]},
        "generation": generation,
        "number": found.number,
        "digest": digest(found.book),
    }
    return render(request, "agreements/ticket.html", context)


def reconciliation_page(request: SignedInRequest) -> HttpResponse | StreamingHttpResponse:
    """The desk's own flag beside the clock, ticket by ticket; with ``form=csv`` every ticket on which they differ."""
    found = access.book(request.user)
    with ServiceLevels.remembering(Home.from_environment(), found.book) as levels:
        choice = Choice.from_address(request.GET).settled(levels.reader.desks)
        query = choice.query(levels.reader.coverage(choice.where), Grain.ALL)
        compared = levels.reconcile(choice.clock, query)
        context = _choices(levels, choice)
        generation = levels.reader.generation
    differing = _shown(compared.differing, found.book)
    if request.GET.get("form") == "csv":
        return csv_file(differing, f"{choice.clock}-differing")
    context |= {
        "title": "Desk and clock compared",
        "subtitle": choice.words,
        "compared": compared,
        "says": two_words.says(compared),
        "square": two_words.square(compared),
        "causes": two_words.causes(compared),
        "shares": two_words.shares(compared),
        "alone": two_words.alone(compared),
        "generation": generation,
        "digest": digest(found.book),
    }
    return render(request, "agreements/reconciliation.html", context | _paged(request, differing))


def _choices(levels: ServiceLevels, choice: Choice) -> dict[str, object]:
    return {
        "choice": choice,
        "clocks": [(clock.value, clocks.NAMES[clock], choice.address(clock=clock.value)) for clock in Clock],
        "desks": sorted(levels.reader.desks),
        "several": sum(not desk.demonstration for desk in levels.reader.desks.values()) > 1,
        "spans": [(key, words) for key, (words, _) in SPANS.items()],
        "generation": levels.reader.generation,
    }


def _shown(found: pa.Table, book: Book) -> pa.Table:
    """A table of clocks with the agreement by name, and hours in place of microseconds."""
    names = pa.array([each.title for each in book.agreements], pa.string())
    targets = pa.array([each.target.total_seconds() / 3600 for each in book.agreements], pa.float64())
    elapsed = pc.divide(pc.cast(found["elapsed"], pa.float64()), MICROSECONDS_AN_HOUR)
    columns = {
        name: names.take(found["agreement"].combine_chunks()) if name == "agreement" else found[name]
        for name in found.column_names
        if name not in ("elapsed", "opened_on", "stopped_on")
    }
    place = list(columns).index("agreement") + 1
    worked = {"agreed_hours": targets.take(found["agreement"].combine_chunks()), "worked_hours": pc.round(elapsed, 2)}
    items = list(columns.items())
    return pa.table(dict([*items[:place], *worked.items(), *items[place:]]))


def _paged(request: SignedInRequest, found: pa.Table) -> dict[str, object]:
    asked = request.GET.get("page", "")
    pages = max(-(-found.num_rows // PAGE), 1)
    page = min(max(int(asked) if asked.isdigit() else 1, 1), pages)
    address = request.GET.copy()
    address.pop("page", None)
    return {
        "rows": found.slice((page - 1) * PAGE, PAGE).to_pylist(),
        "total": found.num_rows,
        "page": page,
        "pages": pages,
        "address": address.urlencode(),
    }
