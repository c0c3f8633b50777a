"""Pages: the planning rounds, one round with its candidates, and writing a round."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.accounts.narrowing import matching, page_of, words_of
from hoshin.apps.plans import access, actions, queries, tables
from hoshin.apps.plans.forms.rounds import FIELDS, RoundForm
from hoshin.apps.plans.models import Approval, PlanningRound
from hoshin.apps.plans.reports import funnel, picture, side_by_side
from hoshin.apps.portfolios import queries as portfolios

PAGE = 50
"""Candidates on one page, in the list and in the picture beside it: more circles nobody tells apart."""


def plans(request: SignedInRequest) -> HttpResponseBase:
    """The latest round; where there is none, how to open one."""
    latest = queries.rounds().first()
    if latest is None:
        return render(request, "plans/none.html", {"title": "Plan"})
    return _round(request, latest)


def planning_round(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """One round: the plan that holds, the candidates by score and as a picture, the scenarios."""
    return _round(request, access.planning_round(request.user, pk))


def _round(request: SignedInRequest, of: PlanningRound) -> HttpResponseBase:
    found = queries.candidates(of)
    if file := file_of(request, tables.CANDIDATES, tables.scored(found, queries.scores(of, found))):
        return file
    words = words_of(request)
    known = matching(picture.ranked(of, found), words, lambda each: each.candidate.title)
    page = page_of(request, known, PAGE)
    here = {each.candidate.pk for each in page}
    scenarios = queries.scenarios(of)
    approval = queries.approved(of)
    context = {
        "title": f"Plan {of.title}",
        "subtitle": f"{of.quarter_names[0]} to {of.quarter_names[-1]}: what to begin when, with the people there are.",
        "files": (tables.CANDIDATES,) if found else (),
        "round": of,
        "rounds": [each for each in queries.rounds() if each != of],
        "many": len(found),
        "page": page,
        "words": words,
        "candidates": page.object_list,
        "picture": [each for each in picture.compose(found) if each.candidate.pk in here],
        "scenarios": [side_by_side.card(of, each) for each in scenarios],
        "approval": approval,
        "steps": funnel.compose(queries.funnel(of, timezone.localdate(), found=found)),
        "undertakings": of.undertakings.all(),
        "begun": _begun(approval, request.user) if approval else [],
        "plan": side_by_side.card(of, next(each for each in scenarios if each.pk == approval.scenario_id))
        if approval
        else None,
    }
    return render(request, "plans/round.html", context)


def _begun(approval: Approval, person: Person) -> list[dict[str, object]]:
    """What an approval began: when it was to start, and what it is now."""
    of = approval.scenario.round
    today = timezone.localdate()
    planned = list(approval.planned.all())
    of_plan = portfolios.initiatives(person).filter(pk__in=[each.initiative_id for each in planned])
    seen = {each.pk: each for each in of_plan}
    rows = [(each, seen.get(each.initiative_id or 0)) for each in planned]
    return [
        {
            "planned": each,
            "quarter": of.quarter(each.start),
            "initiative": began,
            "phase": began.phase(today) if began else "confidential" if each.initiative_id else "discarded",
            "moved": began is not None and of.place_of(began.start) > each.start,
        }
        for each, began in rows
    ]


@at_least(Role.LEADER)
def write(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """Open a round, or change one."""
    found = access.planning_round(request.user, pk, needs=Role.LEADER) if pk else None
    form = RoundForm(request.POST or None, found=found) if found else _fresh(request)
    moved = None
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in FIELDS}
        try:
            row = actions.write_round(
                request.user,
                fields,
                form.capacity,
                form.weights,
                form.budgets,
                found=found,
                seen=form.cleaned_data["version"],
            )
        except Meanwhile as refusal:
            now = access.planning_round(request.user, pk or 0, needs=Role.LEADER)
            moved = beside(form, refusal, RoundForm(found=now).initial)
        else:
            messages.success(request, "Saved." if found else "The round is open: take in what might be begun.")
            return redirect("plans:round", row.pk)
    title = f"Change the plan of {found.title}" if found else "Open a planning round"
    return render(request, "plans/write-round.html", {"title": title, "form": form, "round": found, "moved": moved})


def _fresh(request: SignedInRequest) -> RoundForm:
    today = timezone.localdate()
    months = today.year * 12 + today.month - 1
    coming = (months // 3 + 1) * 3
    first = date(coming // 12, coming % 12 + 1, 1)
    return RoundForm(request.POST or None, initial={"first": first, "title": str(first.year)})
