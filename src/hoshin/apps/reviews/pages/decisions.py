"""Pages of decisions: all of them, and one with what came of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.definitions import readers
from hoshin.apps.reviews import access, tables
from hoshin.apps.reviews.actions import decisions as actions
from hoshin.apps.reviews.actions.meetings import Closed
from hoshin.apps.reviews.forms.decisions import ChangeDecisionForm, OutcomeForm
from hoshin.apps.reviews.forms.searching import RESULTS, SearchForm
from hoshin.apps.reviews.models import Decision, Result
from hoshin.apps.reviews.queries import forums, outcomes
from hoshin.apps.reviews.reports import came_of_it

PAGE, DUE = 50, 15
"""Decisions on one page, and those named as due to be checked."""


def decisions(request: SignedInRequest) -> HttpResponseBase:
    """What was decided, how it came out, and what is to be checked."""
    today = timezone.localdate()
    form = SearchForm(request.GET, seen=forums.seen_by(request.user))
    asked = form.cleaned_data if form.is_valid() else {}
    everything = outcomes.decisions(request.user)
    found = outcomes.search(everything, asked.get("words", ""), asked.get("forum"), asked.get("result", ""))
    if file := file_of(request, tables.DECISIONS, found):
        return file
    counts = outcomes.results(everything)
    due = outcomes.due_decisions(request.user, today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "title": "Decisions",
        "subtitle": "What was decided, what was expected, and how it came out.",
        "due": due[:DUE],
        "more_due": max(due.count() - DUE, 0),
        "form": form,
        "any": bool(counts),
        "asked": any(asked.values()),
        "number": page.paginator.count,
        "address": urlencode({key: value for key, value in request.GET.items() if key != "page" and value}),
        "page": page,
        "files": (tables.DECISIONS,) if page.object_list else (),
        "rows": [(each, list(each.outcomes.all())[-1:]) for each in page],
        "counts": [(r.value, r.label, counts.get(r.value, 0), came_of_it.TONES[r]) for r in Result],
        "open": counts.get("", 0),
    }
    return render(request, "reviews/decisions.html", context)


def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """One decision: what was expected, what is seen now, how it came out."""
    return _decision(request, access.decision(request.user, pk))


def _decision(request: SignedInRequest, found: Decision, form: OutcomeForm | None = None) -> HttpResponse:
    today = timezone.localdate()
    with readers.if_published() as reader:
        gathered = came_of_it.gather(reader, found, today, request.user)
    seen = came_of_it.compose(gathered)
    forum = access.forum(request.user, found.forum_id)
    said = list(found.outcomes.all())
    context = {
        "title": found.title,
        "decision": found,
        "seen": seen,
        "course": came_of_it.course(gathered),
        "amendments": found.amendments.select_related("person").prefetch_related("fields"),
        "outcomes": [(each, came_of_it.TONES[Result(each.result)]) for each in reversed(said)],
        "newest": said[-1] if said else None,
        "newest_tone": came_of_it.TONES[Result(said[-1].result)] if said else None,
        "is_due": found.is_due(today),
        "form": form or OutcomeForm(results=RESULTS),
        "may_take_part": access.may_take_part(request.user, forum),
    }
    return render(request, "reviews/decision.html", context)


def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Correct a decision of an open review, or amend one whose minutes are frozen."""
    found = access.decision(request.user, pk, to_take_part=True)
    sent = request.method == "POST"
    form = ChangeDecisionForm(request.POST, decision=found) if sent else ChangeDecisionForm.of(found)
    moved = None
    if sent and form.is_valid():
        try:
            actions.change(request.user, found, now=timezone.now(), **form.answers)
        except Meanwhile as refusal:
            stored = access.decision(request.user, pk, to_take_part=True)
            moved = beside(form, refusal, ChangeDecisionForm.of(stored).initial)
        except actions.NotADecision as refusal:
            form.add_error(_field(str(refusal)), str(refusal))
        else:
            done = "corrected" if found.review.is_open else "amended; the minutes stay, and this stands beside them"
            messages.success(request, f"The decision is {done}.")
            return redirect("reviews:decision", pk)
    context = {
        "title": "Correct the decision" if found.review.is_open else "Amend the decision",
        "decision": found,
        "form": form,
        "moved": moved,
    }
    return render(request, "reviews/change-decision.html", context)


def _field(refusal: str) -> str | None:
    """Beside which field a refusal belongs."""
    return "initiative" if "sealed" in refusal else "due" if "Check it" in refusal else None


def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record how a decision came out."""
    found = access.decision(request.user, pk, to_take_part=True)
    form = OutcomeForm(request.POST, results=RESULTS)
    if not form.is_valid():
        return _decision(request, found, form)
    with readers.if_published() as reader:
        seen = came_of_it.words(came_of_it.compose(came_of_it.gather(reader, found, timezone.localdate())))
    try:
        actions.settle(request.user, found, seen=seen, now=timezone.now(), **form.cleaned_data)
    except actions.NotAnOutcome as refusal:
        form.add_error("again", str(refusal))
        return _decision(request, found, form)
    messages.success(request, "The outcome is kept beside the decision.")
    return redirect("reviews:decision", pk)


def take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a decision while its review is open."""
    found = access.decision(request.user, pk, to_take_part=True)
    try:
        actions.take_back(request.user, found)
    except Closed as refusal:
        messages.error(request, str(refusal))
        return redirect("reviews:decision", pk)
    messages.success(request, "The decision is taken back; the audit trail keeps what it said.")
    return redirect("reviews:review", found.review_id)
