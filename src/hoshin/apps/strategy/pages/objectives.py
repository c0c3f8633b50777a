"""Pages of objectives."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.apps.definitions import readers
from hoshin.apps.strategy import access, actions, queries, tables
from hoshin.apps.strategy.forms import ObjectiveForm
from hoshin.apps.strategy.models import Countermeasure, Level, Objective
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.course import course
from hoshin.apps.strategy.reports.outlook import outlook
from hoshin.apps.strategy.reports.tree import counted
from hoshin.apps.strategy.status import RULE


def objectives(request: SignedInRequest) -> HttpResponseBase:
    """The vision, and where each objective stands."""
    words = words_of(request)
    searched = ("title", "owner__name", "team__name", "key_results__title")
    known = containing(queries.listed(request.user), words, *searched)
    known = known.distinct() if words else known
    page = page_of(request, known)
    with readers.if_published() as reader:
        if "form" in request.GET:
            every = progress.gather(reader, known, timezone.localdate())
            file = file_of(request, tables.OBJECTIVES, every) or file_of(
                request, tables.KEY_RESULTS, tables.measured(every)
            )
            if file:
                return file
        found = progress.gather(reader, page, timezone.localdate())
        standings = [(each, [outlook(reader, one) for one in each.key_results]) for each in found]
    vision = queries.vision()
    context = {
        "title": "Objectives",
        "vision": vision,
        "unread": vision is not None and queries.acknowledgement(request.user, vision) is None,
        "standings": standings,
        "page": page,
        "words": words,
        "files": (tables.OBJECTIVES, tables.KEY_RESULTS) if standings else (),
        "rule": RULE,
        "imported": reader is not None,
    }
    return render(request, "strategy/objectives.html", context)


@at_least(Role.LEADER)
def write_objective(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Write an objective, or change one."""
    found = access.objective(request.user, pk, to_change=True) if pk else None
    today = timezone.localdate()
    fresh = ObjectiveForm(
        onlooker=request.user, initial=_fresh(request) | {"first": today, "last": today + timedelta(days=365)}
    )
    context: dict[str, object] = {"title": "Change the objective" if found else "New objective", "objective": found}
    if request.method != "POST":
        form = ObjectiveForm.of(found, request.user) if found else fresh
        context |= {"form": form, "after": form["after"].value()}
        return render(request, "strategy/write-objective.html", context)
    form = ObjectiveForm(request.POST, onlooker=request.user, objective=found)
    context |= {"form": form, "after": request.POST.get("after")}
    if form.is_valid():
        try:
            written = actions.write_objective(request.user, **form.cleaned_data, objective=found)
        except Meanwhile as refusal:
            saved = access.objective(request.user, pk or 0, to_change=True)
            stored = ObjectiveForm.of(saved, request.user).initial
            context |= {"moved": beside(form, refusal, stored, field="after"), "after": refusal.version}
        else:
            messages.success(request, "Saved." if found else "Written. Now say how you will know: add a key result.")
            return redirect("strategy:objective", written.pk)
    return render(request, "strategy/write-objective.html", context)


def _fresh(request: SignedInRequest) -> dict[str, object]:
    """A new objective below another one, where its page asks for it, is of the level below."""
    above = request.GET.get("parent", "")
    parent = access.objective(request.user, int(above)) if above.isdigit() else None
    level = Level.IT if parent is None or parent.level == Level.BUSINESS else Level.TEAM
    return {"owner": request.user, "parent": parent, "theme": parent.theme_id if parent else None, "level": level}


def _measures(objective: Objective) -> list[tuple[Countermeasure, str]]:
    today = timezone.localdate()
    found = queries.countermeasures(Eyes.MACHINE).filter(key_result__objective=objective)
    return [(each, each.state(today)) for each in found]


@at_least(Role.LEADER)
def drop_objective(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove an objective that has no key results."""
    found = access.objective(request.user, pk, to_change=True)
    try:
        actions.drop_objective(request.user, found)
    except actions.StillMeasured as refusal:
        messages.error(request, str(refusal))
        return redirect("strategy:objective", pk)
    messages.success(request, "The objective is removed; the audit trail keeps what it said.")
    return redirect("strategy:objectives")


def objective(request: SignedInRequest, pk: int) -> HttpResponse:
    """One objective: where it stands, why, and each key result's course."""
    found = access.objective(request.user, pk)
    with readers.if_published() as reader:
        standing, *below = progress.gather(reader, [found, *queries.below(found, request.user)], timezone.localdate())
        ahead = [outlook(reader, each) for each in standing.key_results]
        courses = [
            (
                each.standing,
                course(reader, each.standing, each.prospect) if reader and each.standing.query else None,
                each,
            )
            for each in ahead
        ]
    context = {
        "title": found.title,
        "standing": standing,
        "courses": courses,
        "below": below,
        "countermeasures": _measures(found),
        "below_words": counted(each.status for each in below),
        "rule": RULE,
        "newer_vision": queries.newer_vision(found),
        "imported": reader is not None,
    }
    return render(request, "strategy/objective.html", context)
