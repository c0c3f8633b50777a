"""Pages: vision, objectives."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least, require
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import readers
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.forms import ObjectiveForm, VisionForm
from hoshin.apps.strategy.models import Vision
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.course import course
from hoshin.apps.strategy.reports.outlook import outlook
from hoshin.apps.strategy.status import RULE
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


def _reader() -> Reader | None:
    """A reader of what is published; None before the first import."""
    try:
        return readers.remembering()
    except NothingPublished:
        return None


def objectives(request: SignedInRequest) -> HttpResponse:
    """The vision, and where each objective stands."""
    reader = _reader()
    try:
        standings = [
            (found, [outlook(reader, each) for each in found.key_results])
            for found in progress.gather(reader, queries.objectives(), timezone.localdate())
        ]
    finally:
        if reader:
            reader.close()
    context = {
        "title": "Objectives",
        "vision": queries.vision(),
        "standings": standings,
        "rule": RULE,
        "imported": reader is not None,
    }
    return render(request, "strategy/objectives.html", context)


def vision(request: SignedInRequest) -> HttpResponse:
    """The vision with its earlier versions; leaders publish the next one here."""
    current = queries.vision()
    form = VisionForm(request.POST or None, initial=_text(current))
    if request.method == "POST":
        require(request.user, Role.LEADER)
        if form.is_valid():
            actions.publish_vision(request.user, **form.cleaned_data)
            messages.success(request, "The vision is published.")
            return redirect("strategy:objectives")
    context = {"title": "Vision", "vision": current, "earlier": queries.earlier_visions(), "form": form}
    return render(request, "strategy/vision.html", context)


def _text(vision: Vision | None) -> dict[str, str]:
    return {"statement": vision.statement, "horizon": vision.horizon, "success": vision.success} if vision else {}


@at_least(Role.LEADER)
def write_objective(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Write an objective, or change one."""
    found = access.objective(request.user, pk, to_change=True) if pk else None
    today = timezone.localdate()
    fresh = ObjectiveForm(initial={"owner": request.user, "first": today, "last": today + timedelta(days=365)})
    form = ObjectiveForm(request.POST) if request.method == "POST" else ObjectiveForm.of(found) if found else fresh
    if request.method == "POST" and form.is_valid():
        written = actions.write_objective(request.user, **form.cleaned_data, objective=found)
        messages.success(request, "Saved." if found else "Written. Now say how you will know: add a key result.")
        return redirect("strategy:objective", written.pk)
    context = {"title": "Change the objective" if found else "New objective", "form": form, "objective": found}
    return render(request, "strategy/write-objective.html", context)


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
    reader = _reader()
    try:
        [standing] = progress.gather(reader, [found], timezone.localdate())
        ahead = [outlook(reader, each) for each in standing.key_results]
        courses = [
            (
                each.standing,
                course(reader, each.standing, each.prospect) if reader and each.standing.query else None,
                each,
            )
            for each in ahead
        ]
    finally:
        if reader:
            reader.close()
    context = {
        "title": found.title,
        "standing": standing,
        "courses": courses,
        "rule": RULE,
        "newer_vision": queries.newer_vision(found),
        "imported": reader is not None,
    }
    return render(request, "strategy/objective.html", context)
