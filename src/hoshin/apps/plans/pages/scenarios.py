"""Pages: scenarios side by side, one of them, and the decision for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least, require
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Role
from hoshin.apps.plans import access, actions, jobs, queries, tables
from hoshin.apps.plans.forms.scenarios import ApprovalForm, ScenarioForm
from hoshin.apps.plans.models import Scenario, ScenarioState
from hoshin.apps.plans.reports import heat, side_by_side

FIELDS = ("title", "stance", "reserve", "budget")


def scenarios(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """Up to five scenarios beside each other; leaders ask for another."""
    of = access.planning_round(request.user, pk)
    found_scenarios = queries.scenarios(of)
    if file := file_of(request, tables.SCENARIOS, found_scenarios):
        return file
    if request.method == "POST":
        require(request.user, Role.LEADER)
    form = ScenarioForm(request.POST or None, of=of, initial={"stance": "expected", "reserve": 0})
    if request.method == "POST" and form.is_valid():
        try:
            found = jobs.ask(request.user, of, {name: form.cleaned_data[name] for name in FIELDS})
        except actions.TooMany as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The worker plans it; this page shows it when it is there.")
            return redirect("plans:scenario", found.pk)
    context = {
        "files": (tables.SCENARIOS,) if found_scenarios else (),
        "title": f"Scenarios for {of.title}",
        "subtitle": "The same candidates, planned in several ways. One of them becomes the plan.",
        "round": of,
        "form": form,
        "cards": list(
            zip(
                [side_by_side.card(of, each) for each in found_scenarios],
                side_by_side.drawn(found_scenarios),
                strict=True,
            )
        ),
        "rows": side_by_side.rows(of, found_scenarios),
        "approval": queries.approved(of),
        "full": len(found_scenarios) >= actions.MOST,
    }
    return render(request, "plans/scenarios.html", context)


def scenario(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One scenario: what it brings, when what begins, the load, what is left out and what it would need."""
    found = access.scenario(request.user, pk)
    picks = (tables.Pick(found.round, each) for each in found.places.all())
    loads = (tables.Load(found.round, each) for each in found.loads.all())
    file = file_of(request, tables.PICKS, picks) or file_of(request, tables.LOADS, loads)
    return file or _scenario(request, found)


def _scenario(request: SignedInRequest, found: Scenario, form: ApprovalForm | None = None) -> HttpResponse:
    of = found.round
    approval = queries.approved(of)
    holds = approval is not None and approval.scenario_id == found.pk
    places = list(found.places.all())
    context = {
        "title": found.title,
        "subtitle": f"A scenario for {of.title}",
        "round": of,
        "files": (tables.PICKS, tables.LOADS) if places else (),
        "scenario": found,
        "card": side_by_side.card(of, found),
        "waiting": found.state == ScenarioState.WAITING,
        "outdated": found.state == ScenarioState.DONE and not holds and side_by_side.outdated(found),
        "time_line": side_by_side.time_line(of, places),
        "heat": heat.compose(of, list(found.loads.all())),
        "worth": heat.worth_most(of, list(found.loads.all())),
        "left": [each for each in places if each.start is None],
        "learnt": side_by_side.counted_on(found),
        "approval": approval if holds else None,
        "approval_form": form or ApprovalForm(initial={"on": timezone.localdate()}),
    }
    return render(request, "plans/scenario.html", context)


def state(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the worker is, as a part of the page; the page is read anew when there is something to show."""
    found = access.scenario(request.user, pk)
    waiting = found.state == ScenarioState.WAITING
    response = render(request, "plans/state.html", {"scenario": found, "waiting": waiting})
    if not waiting:
        response["HX-Refresh"] = "true"
    return response


@at_least(Role.LEADER)
def again(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have it worked out anew."""
    found = access.scenario(request.user, pk, needs=Role.LEADER)
    try:
        jobs.ask_again(request.user, found)
    except actions.NotYet as refusal:
        messages.error(request, str(refusal))
    return redirect("plans:scenario", pk)


@at_least(Role.LEADER)
def remove(request: SignedInRequest, pk: int) -> HttpResponse:
    """Remove a scenario that was not approved."""
    found = access.scenario(request.user, pk, needs=Role.LEADER)
    try:
        actions.remove_scenario(request.user, found)
    except actions.NotYet as refusal:
        messages.error(request, str(refusal))
        return redirect("plans:scenario", pk)
    return redirect("plans:scenarios", found.round_id)


@at_least(Role.LEADER)
def approve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Decide that it is the plan."""
    found = access.scenario(request.user, pk, needs=Role.LEADER)
    form = ApprovalForm(request.POST)
    if form.is_valid():
        try:
            actions.approve(request.user, found, **form.cleaned_data, now=timezone.now())
        except actions.NotYet as refusal:
            messages.error(request, str(refusal))
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{found.title}” is the plan of {found.round.title}.")
            return redirect("plans:round", found.round_id)
    return _scenario(request, found, form)
