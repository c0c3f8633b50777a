"""Pages: vision, objectives, key results."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least, require
from hoshin.apps.accounts.models import Role
from hoshin.apps.strategy import access, actions, queries
from hoshin.apps.strategy.forms import KeyResultForm, ObjectiveForm, VisionForm
from hoshin.apps.strategy.models import Vision
from hoshin.apps.strategy.reports import progress
from hoshin.metrics.query import MISSING
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import result_words
from hoshin.warehouse.errors import NothingPublished

SCOPES = ("group", "service", "category", "priority")


def _reader() -> Reader | None:
    """A reader of what is published; None before the first import."""
    try:
        return Reader.open(Home.from_environment())
    except NothingPublished:
        return None


def objectives(request: SignedInRequest) -> HttpResponse:
    """The vision, and where each objective stands."""
    reader = _reader()
    try:
        standings = progress.gather(reader, queries.objectives(), timezone.localdate())
    finally:
        if reader:
            reader.close()
    context = {"title": "Objectives", "vision": queries.vision(), "standings": standings}
    return render(request, "strategy/objectives.html", context)


def vision(request: SignedInRequest) -> HttpResponse:
    """The vision with its earlier versions; leaders publish the next one here."""
    current = queries.vision()
    form = VisionForm(request.POST or None, instance=None, initial=_text(current))
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


def objective(request: SignedInRequest, pk: int) -> HttpResponse:
    """One objective: where it stands, why, and each key result's course."""
    found = access.objective(request.user, pk)
    reader = _reader()
    try:
        [standing] = progress.gather(reader, [found], timezone.localdate())
        courses = [
            (each, progress.course(reader, each) if reader and each.query else None) for each in standing.key_results
        ]
    finally:
        if reader:
            reader.close()
    context = {
        "title": found.title,
        "standing": standing,
        "courses": courses,
    }
    return render(request, "strategy/objective.html", context)


@at_least(Role.LEADER)
def add_key_result(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bind a key result to a metric: choose, see the measured baseline, set target and date."""
    found = access.objective(request.user, pk, to_change=True)
    with Reader.open(Home.from_environment()) as reader:
        desks = sorted(reader.desks)
        scopes = [(d, [MISSING if v is None else str(v) for v in reader.values(d)]) for d in SCOPES]
        covered = reader.coverage()
        initial = {
            "metric": "time_to_resolve_median",
            "baseline_first": max(covered[0], covered[1] - timedelta(days=365)),
            "baseline_last": covered[1] - timedelta(days=1),
            "start": found.first,
            "due": found.last,
        }
        form = KeyResultForm(request.POST or None, desks=desks, scopes=scopes, initial=initial)
        measured = ""
        if request.method == "POST" and form.is_valid():
            answers = form.cleaned_data
            where = ((("desk", answers["desk"]),) if answers["desk"] else ()) + form.where
            try:
                baseline = actions.read_baseline(
                    reader, answers["metric"], where, answers["baseline_first"], answers["baseline_last"]
                )
            except actions.NoBaseline as refusal:
                form.add_error("baseline_first", str(refusal))
            else:
                if "measure" not in request.POST:
                    actions.write_key_result(
                        request.user,
                        found,
                        baseline,
                        title=answers["title"],
                        target=answers["target"],
                        start=answers["start"],
                        due=answers["due"],
                        desk=answers["desk"],
                        scope=form.where,
                    )
                    messages.success(request, "The key result is set. Its progress is read from the tickets.")
                    return redirect("strategy:objective", found.pk)
                measured = f"{result_words(baseline)} (n = {baseline.result.n:,})"
    context = {"title": "New key result", "objective": found, "form": form, "measured": measured, "covered": covered}
    return render(request, "strategy/key-result.html", context)


@at_least(Role.LEADER)
def drop_key_result(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a key result."""
    found = access.key_result(request.user, pk, to_change=True)
    actions.drop_key_result(request.user, found)
    messages.success(request, "The key result is removed; the audit trail keeps what it said.")
    return redirect("strategy:objective", found.objective_id)
