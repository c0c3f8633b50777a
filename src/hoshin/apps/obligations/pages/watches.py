"""Pages: what is watched, and one watch with its threshold and its mute."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Role
from hoshin.apps.accounts.narrowing import matching, page_of, words_of
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import access, queries, tables, wording
from hoshin.apps.obligations.actions import watches as actions
from hoshin.apps.obligations.forms.watches import DeadlineForm, MuteForm, ThresholdForm, WatchForm
from hoshin.apps.obligations.models import Origin, Watch
from hoshin.apps.obligations.reports import course, proposal
from hoshin.apps.scorecards.selection import BREAKDOWNS, Selection
from hoshin.apps.strategy.scoping import offer
from hoshin.eventlog.refused import Refused
from hoshin.metrics.query import Query
from hoshin.warehouse.errors import NothingPublished

PAGE = 50
"""Watched numbers on one page: the usual ones of one desk."""


def watches(request: SignedInRequest) -> HttpResponseBase:
    """All that is watched, with thresholds and mutes, and the form to watch another number."""
    mutes, catalogue = queries.mutes(timezone.localdate()), definitions.catalogue()
    rows = (
        tables.Watched(
            each,
            wording.metric_title(each, catalogue),
            wording.threshold_words(each, catalogue),
            wording.muted(mutes[each.pk]) if each.pk in mutes else "",
        )
        for each in queries.watches()
        if each.metric in catalogue.metrics
    )
    return file_of(request, tables.WATCHES, rows) or _watches(request)


def _watches(request: SignedInRequest, *, deadline_form: DeadlineForm | None = None) -> HttpResponse:
    mutes, catalogue = queries.mutes(timezone.localdate()), definitions.catalogue()
    found = [watch for watch in queries.watches() if watch.metric in catalogue.metrics]
    try:
        with readers.remembering() as reader:
            form = WatchForm(
                auto_id="id_watch_%s",
                offer=offer(reader, request.GET.get("desk"), BREAKDOWNS, missing=False),
                initial={key: request.GET.get(key, "") for key in ("metric", "desk", "scope")},
            )
    except NothingPublished:
        form = None
    words = words_of(request)
    shown = [each for each in found if each.judged_to or each.origin != Origin.USUAL]
    page = page_of(request, matching(shown, words, lambda each: wording.about(each, catalogue)), PAGE)
    context = {
        "title": "What is watched",
        "page": page,
        "words": words,
        "subtitle": "Judged by week, each time new tickets are published, and once a day.",
        "rows": [
            {
                "watch": watch,
                "title": wording.metric_title(watch, catalogue),
                "scope": watch.selection.words,
                "threshold": wording.threshold_words(watch, catalogue),
                "mute": mutes.get(watch.pk),
            }
            for watch in page
        ],
        "silent": [wording.about(w, catalogue) for w in found if not w.judged_to and w.origin == Origin.USUAL],
        "files": (tables.WATCHES,) if found else (),
        "form": form,
        "deadline_form": deadline_form
        or DeadlineForm(initial={"working_days": queries.working_days()}, auto_id="id_deadline_%s"),
    }
    return render(request, "obligations/watches.html", context)


@at_least(Role.LEADER)
def add(request: SignedInRequest) -> HttpResponse:
    """Watch another number."""
    with readers.remembering() as reader:
        form = WatchForm(
            request.POST,
            auto_id="id_watch_%s",
            offer=offer(reader, request.POST.get("desk"), BREAKDOWNS, missing=False),
        )
        if not form.is_valid():
            messages.error(request, "Choose a metric, and a part of the desk that is offered.")
            return redirect("obligations:watches")
        given = form.cleaned_data
        dimension, _, value = given["scope"].partition("=")
        scope = Selection(desk=given["desk"], dimension=dimension, value=value).settled(reader.desks)
        reader.check(Query(where=scope.where))
    watch = actions.add(request.user, given["metric"], desk=scope.desk, dimension=dimension, value=value)
    messages.success(request, "It is watched from now on. Set a threshold if it is to keep to one.")
    return redirect("obligations:watch", pk=watch.pk)


def watch(request: SignedInRequest, pk: int) -> HttpResponse:
    """One watch: its threshold, its mutes, and what fired."""
    return _watch(request, access.watch(request.user, pk))


def _watch(
    request: SignedInRequest,
    found: Watch,
    *,
    threshold_form: ThresholdForm | None = None,
    mute_form: MuteForm | None = None,
) -> HttpResponse:
    try:
        with readers.remembering() as reader:
            proposed = proposal.gather(reader, found)
    except NothingPublished:
        proposed = None
    today, catalogue = timezone.localdate(), definitions.catalogue()
    context = {
        "title": wording.metric_title(found, catalogue),
        "watch": found,
        "scope": found.selection.words,
        "threshold": wording.threshold_words(found, catalogue),
        "proposal": proposed,
        "mute": queries.mutes(today).get(found.pk),
        "mutes": found.mutes.select_related("person"),
        "obligations": queries.obligations().filter(watch=found),
        "metric_address": course.metric_address_of(found),
        "threshold_form": threshold_form or ThresholdForm(watch=found, auto_id="id_threshold_%s"),
        "mute_form": mute_form or MuteForm(auto_id="id_mute_%s"),
        "may_drop": request.user.may_lead and found.origin == Origin.ADDED,
    }
    return render(request, "obligations/watch.html", context)


def set_threshold(request: SignedInRequest, pk: int) -> HttpResponse:
    """Set, change or remove the threshold."""
    found = access.watch(request.user, pk, needs=Role.LEADER)
    form = ThresholdForm(request.POST, watch=found, auto_id="id_threshold_%s")
    if not form.is_valid():
        return _watch(request, found, threshold_form=form)
    lower, upper = form.in_unit("lower"), form.in_unit("upper")
    actions.set_threshold(request.user, found, lower, upper)
    none = lower is None and upper is None
    messages.success(request, "The threshold is removed." if none else "The threshold is set.")
    return redirect("obligations:watch", pk=pk)


def mute(request: SignedInRequest, pk: int) -> HttpResponse:
    """Mute a watch up to a day, with a reason."""
    found = access.watch(request.user, pk, needs=Role.LEADER)
    form = MuteForm(request.POST, auto_id="id_mute_%s")
    if not form.is_valid():
        return _watch(request, found, mute_form=form)
    try:
        actions.mute(request.user, found, **form.cleaned_data, today=timezone.localdate())
    except Refused as refusal:
        form.add_error("until", str(refusal))
        return _watch(request, found, mute_form=form)
    n = queries.muted_open(found).count()
    along = f" {n} open signal{'s are' if n > 1 else ' is'} muted with it, and back when the mute ends." if n else ""
    messages.success(request, f"It is muted, and the register says so.{along}")
    return redirect("obligations:watch", pk=pk)


def unmute(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a mute before its day."""
    found = access.watch(request.user, pk, needs=Role.LEADER)
    n = actions.unmute(request.user, found, timezone.localdate())
    back = f" {n} signal{'s wait' if n > 1 else ' waits'} for an answer again." if n else ""
    messages.success(request, f"It raises alarms again.{back}")
    return redirect("obligations:watch", pk=pk)


def drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Watch a number no more that a leader added."""
    found = access.watch(request.user, pk, needs=Role.LEADER)
    try:
        actions.drop(request.user, found)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("obligations:watch", pk=pk)
    messages.success(request, "It is watched no more. What fired stays in the register.")
    return redirect("obligations:watches")


@at_least(Role.LEADER)
def set_deadline(request: SignedInRequest) -> HttpResponse:
    """Set the time to answer."""
    form = DeadlineForm(request.POST, auto_id="id_deadline_%s")
    if not form.is_valid():
        return _watches(request, deadline_form=form)
    actions.set_deadline(request.user, form.cleaned_data["working_days"])
    messages.success(request, "The time to answer is set; clocks that run keep their day.")
    return redirect("obligations:watches")
