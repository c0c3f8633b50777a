"""Pages: how often Hoshin would err here, one start that it called wrongly, and the line beside a verdict."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import access
from hoshin.apps.portfolios.forms.error_checks import ErrorForm
from hoshin.apps.portfolios.jobs import error_checks as jobs
from hoshin.apps.portfolios.models import CheckState
from hoshin.apps.portfolios.queries import error_checks
from hoshin.apps.portfolios.queries.error_checks import Standing, Subject
from hoshin.apps.portfolios.reports import errors as report
from hoshin.apps.portfolios.reports import placebo_start
from hoshin.apps.strategy.scoping import offer
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished

USUAL = "time_to_resolve_median"


def errors(request: SignedInRequest) -> HttpResponse:
    """How often Hoshin would err on a metric: asked for by POST, read by GET, with ``form=json`` as plain values."""
    context: dict[str, object] = {
        "title": "How often would Hoshin err here?",
        "subtitle": "Hoshin judges your own history where nothing was done. What it calls an effect there is wrong.",
    }
    try:
        with readers.remembering() as reader:
            return _errors(request, reader, context)
    except NothingPublished:
        return render(request, "portfolios/errors-empty.html", context)


def _errors(request: SignedInRequest, reader: Reader, context: dict[str, object]) -> HttpResponse:
    offered = [each for each in error_checks.claimed() if not each.desk or each.desk in reader.desks]
    given = request.POST or request.GET
    form = _form(reader, given if "metric" in given else _usual(reader, offered))
    context |= {"form": form, "claimed": [(each, report.name(each), report.address(each)) for each in offered]}
    if not form.is_valid():
        return render(request, "portfolios/errors.html", context, status=400)
    subject = form.subject
    if request.method == "POST":
        jobs.ask(request.user, reader, subject)
        messages.success(request, "The worker works it out; this page shows it when it is there.")
        return redirect(report.address(subject))
    known = error_checks.standing(reader, subject)
    found = error_checks.found(known.shown) if known.shown else None
    if request.GET.get("form") == "json":
        return JsonResponse(report.plain(known, found))
    context |= _state(known) | {
        "subject": subject,
        "name": report.name(subject),
        "json": report.address(subject, form="json"),
        "found": found,
        "errors": report.compose(subject, known.shown, found) if known.shown and found else None,
        "outdated": known.shown is not None and known.shown != known.current,
    }
    return render(request, "portfolios/errors.html", context)


def _form(reader: Reader, given: QueryDict | dict[str, str]) -> ErrorForm:
    """The form; a desk that claims name is offered also where it is the only one."""
    offered = offer(reader, None, (), missing=False)
    names = {name for name, _ in offered.desks}
    desks = (*offered.desks, *((name, name) for name in sorted(reader.desks) if name not in names))
    return ErrorForm(given, desks=desks, usual=offered.desk)


def _usual(reader: Reader, offered: list[Subject]) -> dict[str, str]:
    """What is meant where nobody says: what the newest claim asks."""
    desk = offer(reader, None, (), missing=False).desk
    subject = offered[0] if offered else Subject(USUAL, "group", desk)
    return {"metric": subject.metric, "by": subject.dimension, "desk": subject.desk}


def _state(known: Standing) -> dict[str, object]:
    now = known.current
    return {
        "known": known,
        "silent": known.silent(timezone.now()),
        "refused": now.why if now and now.state == CheckState.REFUSED else "",
        "failed": now.why if now and now.state == CheckState.FAILED else "",
        "state": report.address(known.subject, "portfolios:errors-state"),
    }


def state(request: SignedInRequest) -> HttpResponse:
    """How far the worker is, as a part of the page; the page is read anew when there is something to show."""
    with readers.remembering() as reader:
        form = _form(reader, request.GET)
        if not form.is_valid():
            raise Http404("There is no such question.")
        known = error_checks.standing(reader, form.subject)
    response = render(request, "portfolios/errors-state.html", {"subject": form.subject, **_state(known)})
    if not known.waiting and not known.coming:
        response["HX-Refresh"] = "true"
    return response


def start(request: SignedInRequest) -> HttpResponse:
    """One start at which nothing was begun: what Hoshin saw there, as it would show a verdict."""
    with readers.remembering() as reader:
        form = _form(reader, request.GET)
        if not form.is_valid():
            raise Http404("There is no such question.")
        subject = form.subject
        try:
            first = date.fromisoformat(request.GET.get("start", ""))
        except ValueError as error:
            raise Http404(f"A day is written like 2016-04-30: {error}.") from error
        history = error_checks.history_of(reader, subject)
        tried = history.start_at(request.GET.get("group", ""), first)
    if tried is None or tried.panel is None:
        raise Http404("No start can be tried there by the tickets of today.")
    context = {
        "title": "Nothing was done here",
        "subject": subject,
        "name": report.name(subject),
        "back": report.address(subject),
        "start": placebo_start.compose(subject, tried.group, tried.panel, first),
    }
    return render(request, "portfolios/error-start.html", context)


def beside(request: SignedInRequest, slug: str) -> HttpResponse:
    """How often verdicts on the initiative's metric are wrong here, as a part of its page."""
    found = access.initiative(request.user, slug)
    if found.claim is None:
        return HttpResponse()
    subject = error_checks.subject_of(found, found.claim.metric)
    try:
        check = error_checks.newest(found)
        context = {
            "address": report.address(subject),
            "line": report.line(check) if check else "",
            "warning": report.warning(check, error_checks.title(subject)) if check else "",
        }
    except Refused:
        # The metric that was sealed is known no more: there is nothing to measure.
        return HttpResponse()
    return render(request, "portfolios/errors-beside.html", context)
