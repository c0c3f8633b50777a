"""Pages: my goals, one goal, a new one, other terms, signing and closing."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.confidence import sees
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.narrowing import containing, first_of, page_of, words_of
from hoshin.apps.definitions import readers
from hoshin.apps.people import access, measured, queries, tables
from hoshin.apps.people.actions import goals as actions
from hoshin.apps.people.actions.recognition import note
from hoshin.apps.people.forms.checkins import CheckInForm, SolveForm
from hoshin.apps.people.forms.goals import DIMENSIONS, CloseForm, CounterForm, GoalForm, TermsForm
from hoshin.apps.people.health import RULE
from hoshin.apps.people.models import Goal, Outcome, Read
from hoshin.apps.people.reports import goals as report
from hoshin.apps.people.reports.versions import versions
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.scoping import Offer, offer
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.read import Reader

TO_SIGN = 10
"""Goals that wait for a signature, named on one page."""


def mine(request: SignedInRequest) -> HttpResponseBase:
    """My goals, those of the people I lead, and what waits for me."""
    today, words = timezone.localdate(), words_of(request)
    every, waiting = queries.of_both(request.user), queries.to_sign(request.user)
    with readers.if_published() as reader:
        if "form" in request.GET and (file := file_of(request, tables.GOALS, report.gather(reader, every, today))):
            return file
        page = page_of(request, containing(every, words, "terms__title", "person__name").distinct() if words else every)
        shown = report.gather(reader, page, today)
        own = report.gather(reader, queries.answered_for(request.user), today)
        to_sign = report.gather(reader, first_of(waiting, TO_SIGN), today)
    context = {
        "title": "My goals",
        "page": page,
        "words": words,
        "sentence": report.sentence([each for each in own if not each.goal.outcome]),
        "to_sign": to_sign,
        "more_to_sign": max(waiting.count() - TO_SIGN, 0),
        "to_say": [each for each in own if each.overdue],
        "own": [each for each in shown if not each.goal.outcome and each.goal.person == request.user],
        "led": [each for each in shown if not each.goal.outcome and each.goal.person != request.user],
        "closed": [each for each in shown if each.goal.outcome],
        "files": (tables.GOALS,) if shown else (),
        "blockers": queries.asked_of(request.user),
        "rule": RULE,
    }
    return render(request, "people/mine.html", context)


def goal(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One goal: how it stands, its thread, its terms with signatures, its check-ins."""
    found = access.goal(request.user, pk)
    if not found.shared and not found.sides_of(request.user):
        note(request.user, [found.person], Read.GOAL, timezone.localdate())
    return file_of(request, tables.CHECK_INS, found.check_ins.all()) or show(request, found)


def show(
    request: SignedInRequest,
    found: Goal,
    *,
    check_in_form: CheckInForm | None = None,
    close_form: CloseForm | None = None,
) -> HttpResponse:
    """The page of a goal, with a form as it was filled in."""
    today = timezone.localdate()
    with readers.if_published() as reader:
        [line] = report.gather(reader, [found], today)
        seen = access.seen_by(request.user)
        children = report.gather(reader, queries.goals().filter(seen, parent=found), today)
    sides = found.sides_of(request.user)
    above = queries.line_up(found)
    top = (above[-1] if above else found).objective
    top = top if top and sees(request.user, top) else None
    context = {
        "title": line.terms.title,
        "line": line,
        "goal": found,
        "versions": versions(found),
        "above": above,
        "vision": strategy.vision(),
        "objectives": [*reversed(strategy.line_up(top, request.user)), top] if top else [],
        "visible": set(queries.goals().filter(seen).values_list("pk", flat=True)),
        "children": children,
        "files": (tables.CHECK_INS,) if found.check_ins.all() else (),
        "sides": sides,
        "may_sign": any(each in line.waits_for for each in sides),
        "may_say": request.user.pk == found.person_id and found.in_force and not found.outcome,
        "check_in_form": check_in_form or CheckInForm(auto_id="id_said_%s"),
        "close_form": close_form or CloseForm(auto_id="id_close_%s", initial={"outcome": Outcome.REACHED}),
        "solve_form": SolveForm(),
        "rule": RULE,
        "today": today,
    }
    return render(request, "people/goal.html", context)


def new(request: SignedInRequest) -> HttpResponse:
    """Propose a goal."""
    today = timezone.localdate()
    initial = {
        "first": today,
        "last": today + timedelta(days=90),
        "upward": request.GET.get("below", ""),
        "whose": request.GET.get("whose", f"person-{request.user.pk}"),
    }
    with readers.if_published() as reader:
        form = GoalForm(
            request.POST if request.method == "POST" else None,
            person=request.user,
            seen=access.seen_by(request.user),
            offer=_offer(request, reader),
            initial=initial,
        )
        if request.method == "POST" and form.is_valid():
            try:
                written = actions.propose(
                    request.user,
                    form.draft(measured.starting_from(reader, timezone.localdate())),
                    timezone.now(),
                    person=form.person,
                    team=form.team,
                    objective=form.objective,
                    parent=form.parent,
                    shared=form.cleaned_data["shared"],
                )
            except actions.NobodyAbove as refusal:
                form.add_error("whose", str(refusal))
            except Refused as refusal:
                form.add_error("metric", str(refusal))
            else:
                messages.success(request, "Proposed, and signed for your side. The other side signs or counters it.")
                return redirect("people:goal", written.pk)
    return render(request, "people/write-goal.html", {"title": "New goal", "form": form})


def counter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer the newest terms by other ones."""
    found = access.goal(request.user, pk, to_change=True)
    newest, moved = found.newest, None
    with readers.if_published() as reader:
        given = _offer(request, reader, newest.desk)
        if request.method == "POST":
            form = CounterForm(request.POST, offer=given)
            if form.is_valid():
                try:
                    actions.counter(
                        request.user,
                        found,
                        form.draft(measured.starting_from(reader, timezone.localdate())),
                        timezone.now(),
                        reason=form.cleaned_data["reason"],
                        after=form.cleaned_data["after"],
                    )
                except Meanwhile as refusal:
                    newest = access.goal(request.user, pk).newest
                    moved = beside(form, refusal, TermsForm.says(newest), field="after")
                except actions.NotOpen as refusal:
                    form.add_error(None, str(refusal))
                except Refused as refusal:
                    form.add_error("metric", str(refusal))
                else:
                    messages.success(request, "Countered, and signed for your side. Now it is the other side's turn.")
                    return redirect("people:goal", pk)
        else:
            form = CounterForm(offer=given, initial=TermsForm.says(newest) | {"after": newest.number})
    context = {"title": "Other terms", "form": form, "goal": found, "newest": newest, "moved": moved}
    return render(request, "people/write-goal.html", context)


def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Sign the newest terms."""
    found = access.goal(request.user, pk, to_change=True)
    after = request.POST.get("after", "")
    try:
        actions.sign(request.user, found, timezone.now(), after=int(after) if after.isdecimal() else 0)
        messages.success(request, "Signed. These terms hold from now on.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("people:goal", pk)


def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Close a goal by what came of it."""
    found = access.goal(request.user, pk, to_change=True)
    form = CloseForm(request.POST, auto_id="id_close_%s")
    if not form.is_valid():
        return show(request, found, close_form=form)
    try:
        actions.close(request.user, found, timezone.localdate(), **form.cleaned_data)
        messages.success(request, "The goal is closed; all that was signed and said stays readable.")
    except actions.NotOpen as refusal:
        messages.error(request, f"{refusal} You wrote: “{form.cleaned_data['words']}”.")
    return redirect("people:goal", pk)


def share(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show a personal goal to everybody, or to its two sides alone."""
    found = access.own_goal(request.user, pk)
    actions.share(request.user, found, shared=request.POST.get("shared") == "1")
    return redirect("people:goal", pk)


def scope(request: SignedInRequest) -> HttpResponse:
    """The services of the chosen desk, for the form to offer."""
    with readers.if_published() as reader:
        form = TermsForm(offer=offer(reader, request.GET.get("desk"), DIMENSIONS, missing=False) if reader else None)
    return render(request, "strategy/scope-picker.html", {"bound": form["scope"]})


def _offer(request: SignedInRequest, reader: Reader | None, desk: str | None = None) -> Offer | None:
    chosen = request.POST.get("desk") if request.method == "POST" else desk
    return offer(reader, chosen, DIMENSIONS, missing=False) if reader else None
