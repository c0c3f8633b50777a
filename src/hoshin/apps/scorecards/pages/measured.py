"""Pages: the scorecard, one metric, the tickets behind a number, one ticket."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.scorecards import actions, queries
from hoshin.apps.scorecards.forms import BaselineForm, TargetForm
from hoshin.apps.scorecards.pages.choices import choices, metric_or_404, query_of, tickets_response, told_apart
from hoshin.apps.scorecards.reports import breakdown, control, scorecard
from hoshin.apps.scorecards.selection import Selection
from hoshin.metrics.own.specification import PREFIX
from hoshin.pipeline.read import Reader
from hoshin.reporting import to_html


def scorecard_page(request: SignedInRequest) -> HttpResponse:
    """Every metric: the latest reading, the control chart, the signals."""
    with readers.remembering() as reader:
        selection = Selection.from_address(request.GET).settled(reader.desks)
        context = {"title": "Scorecard", "subtitle": selection.words, **_scorecard_parts(reader, selection)}
    return render(request, "scorecards/scorecard.html", context)


def _scorecard_parts(reader: Reader, selection: Selection) -> dict[str, str]:
    """The parts of the scorecard that are the same for everybody, remembered as they are drawn."""
    targets, baselines = queries.targets(selection), queries.baselines(selection)

    def draw() -> bytes:
        gathered = scorecard.gather(reader, selection, targets, baselines)
        context = choices(reader, selection) | {
            "chapters": scorecard.chapters(gathered),
            "silent": scorecard.silent(gathered),
            "generation": gathered.generation,
            "covered": gathered.covered,
        }
        parts = (
            render_to_string("scorecards/filter.html", context),
            to_html.block(scorecard.says(gathered)),
            render_to_string("scorecards/cards.html", context),
        )
        return "\0".join(parts).encode()

    question = (
        "scorecard page",
        selection,
        [(metric.digest, metric.title) for metric in reader.catalogue.metrics.values()],
        sorted((key, target.amount) for key, target in targets.items()),
        sorted((key, baseline.first, baseline.last) for key, baseline in baselines.items()),
    )
    # What was drawn has been escaped where it was drawn.
    parts = [mark_safe(part) for part in reader.kept(question, draw).decode().split("\0")]  # noqa: S308
    return dict(zip(("filter", "says", "cards"), parts, strict=True))


def metric_page(request: SignedInRequest, key: str) -> HttpResponse:
    """One metric: the control chart, its baseline and target, and where the number comes from."""
    metric = metric_or_404(key)
    with readers.remembering() as reader:
        selection = Selection.from_address(request.GET).settled(reader.desks)
        gathered = scorecard.gather(reader, selection, queries.targets(selection), queries.baselines(selection), (key,))
        by = [breakdown.gather(reader, metric, selection, dimension) for dimension in told_apart(reader, selection)]
        offered, catalogue = choices(reader, selection), reader.catalogue
    course = gathered.courses[0]
    stretch = selection.query(gathered.covered)
    context = offered | {
        "title": metric.title,
        "metric": metric,
        "course": course,
        "picture": control.picture(course),
        "card": scorecard.card(course, gathered),
        "signals": [(course.readings[s.index], s) for s in reversed(course.drawn_signals)],
        "readings": [
            (reading, breakdown.tickets_address(metric, gathered.query, reading)) for reading in reversed(course.drawn)
        ],
        "breakdowns": [breakdown.compose(found, whole=found.dimension == request.GET.get("rows")) for found in by],
        "target_form": TargetForm.for_course(course),
        "baseline_form": BaselineForm.for_course(course),
        "generation": gathered.generation,
        "covered": gathered.covered,
        "reconcile": breakdown.address("scorecards:reconcile", metric, stretch),
        "own": definitions.origin(key) if key.startswith(PREFIX) else None,
        "counter_metrics": [catalogue.metrics[k] for k in metric.counter_metrics if k in catalogue.metrics],
    }
    return render(request, "scorecards/metric.html", context)


@at_least(Role.LEADER)
def set_target(request: SignedInRequest, key: str) -> HttpResponse:
    """Set, change or remove the metric's target in the scope of the address."""
    metric, selection = metric_or_404(key), Selection.from_address(request.GET)
    form = TargetForm(request.POST, unit=metric.unit)
    if form.is_valid():
        actions.set_target(
            request.user,
            key,
            form.in_unit,
            desk=selection.desk,
            dimension=selection.dimension,
            value=selection.value,
        )
        messages.success(request, "The target is set." if form.in_unit is not None else "The target is removed.")
    else:
        messages.error(request, " ".join(map(str, form.errors["amount"])))
    return redirect(f"{reverse('scorecards:metric', args=[key])}?{selection.address}")


@at_least(Role.LEADER)
def set_baseline(request: SignedInRequest, key: str) -> HttpResponse:
    """Choose the days that the control chart compares with, or return to the proposed ones."""
    metric_or_404(key)
    selection = Selection.from_address(request.GET)
    scope = {"desk": selection.desk, "dimension": selection.dimension, "value": selection.value}
    form = BaselineForm(request.POST)
    if "drop" in request.POST:
        actions.drop_baseline(request.user, key, **scope)
        messages.success(request, "The proposed baseline is back.")
    elif form.is_valid():
        answers = form.cleaned_data
        actions.choose_baseline(request.user, key, answers["first"], answers["last"], answers["reason"], **scope)
        messages.success(request, "The baseline is chosen.")
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(f"{reverse('scorecards:metric', args=[key])}?{selection.address}")


def tickets_page(request: SignedInRequest, key: str) -> HttpResponse | StreamingHttpResponse:
    """The tickets behind one number: as many as its n."""
    metric, query = metric_or_404(key), query_of(request)
    with readers.opened() as reader:
        readings = reader.read([key], query)
        found = reader.tickets(key, query)
        generation = reader.generation
    context = {
        "title": f"Tickets behind {metric.title}",
        "metric": metric,
        "reading": readings[0] if len(readings) == 1 else None,
        "where": query.where,
        "query": query,
        "generation": generation,
    }
    return tickets_response(request, found, f"{key}-tickets", context)


def ticket_page(request: SignedInRequest, desk: str, ticket: str) -> HttpResponse:
    """One ticket with its history, as last known."""
    with readers.opened() as reader:
        found = reader.ticket(desk, ticket)
        generation = reader.generation
    if found is None:
        raise Http404(f"The desk {desk} has no ticket {ticket} in generation {generation}.")
    context = {"title": ticket, "found": found, "desk": desk, "generation": generation}
    return render(request, "scorecards/ticket.html", context)
