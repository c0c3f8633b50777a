"""Pages of who answers for what: the table with its gaps, and one thing to change."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.narrowing import matching, page_of, words_of
from hoshin.apps.reviews import access, raci, tables
from hoshin.apps.reviews.actions import standing as actions
from hoshin.apps.reviews.forms.standing import RaciForm
from hoshin.apps.reviews.models import Decision, Part
from hoshin.apps.reviews.queries import standing as queries
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective

KINDS = ((queries.PRACTICE, "Practices"), (queries.OBJECTIVE, "Objectives"), (queries.DECISION, "Decisions to check"))
PAGE, LOADS, NAMED = 25, 20, 8
"""Things on one page of the table; people whose loads are drawn; people named as doing too much."""


def responsibilities(request: SignedInRequest) -> HttpResponseBase:
    """Who is accountable, responsible, consulted and informed, and where that has gaps."""
    subjects = queries.subjects(request.user)
    parts = {each.name: each.parts for each in subjects}
    gaps = {each.subject: each.sentence for each in raci.gaps(parts)}
    by_name = {each.name: each for each in subjects}
    if file := file_of(request, tables.RESPONSIBILITIES, tables.answered(subjects, gaps)):
        return file
    words = words_of(request)
    named = matching(subjects, words, lambda each: each.title)
    loads = raci.loads(parts)
    page = page_of(request, named, PAGE)
    people = sorted({person for each in page for person, _ in each.parts})
    context = {
        "title": "Who answers for what",
        "subtitle": "Exactly one person is accountable for each practice, objective and decision.",
        "files": (tables.RESPONSIBILITIES,) if subjects else (),
        "people": people,
        "page": page,
        "words": words,
        "groups": [
            (
                label,
                [
                    (
                        each,
                        [" ".join(sorted(part for who, part in each.parts if who == person)) for person in people],
                        gaps.get(each.name, ""),
                    )
                    for each in page
                    if each.kind == kind
                ],
            )
            for kind, label in KINDS
        ],
        "gaps": len(gaps),
        "total": len(subjects),
        "whole": len(subjects) - len(gaps),
        "loads": _bars(loads[:LOADS]),
        "lighter": max(len(loads) - LOADS, 0),
        "overdone": [each for each in loads if each.responsible > raci.MOST_DONE][:NAMED],
        "over": sum(each.over for each in loads),
        "most": raci.MOST,
        "most_done": raci.MOST_DONE,
        "to_close": [(by_name[name], sentence) for name, sentence in gaps.items()],
        "to_give": [(by_name[each.subject], each) for each in raci.relief(parts)],
        "parts": Part.choices,
        "may_change": request.user.may_lead,
    }
    return render(request, "reviews/responsibilities.html", context)


def _bars(found: Sequence[raci.Load]) -> list[tuple[raci.Load, float, float, float]]:
    """Each load as a bar of 100: where what somebody answers for ends, where what they do ends, and the limit."""
    whole = max([raci.MOST * 2, *(each.accountable + each.responsible for each in found)])

    def at(count: int) -> float:
        return round(100 * count / whole, 1)

    return [(each, at(each.accountable), at(each.accountable + each.responsible), at(raci.MOST)) for each in found]


def assign(request: SignedInRequest, kind: str, key: str) -> HttpResponse:
    """Say who has which part in one thing."""
    access.leads(request.user)
    practice, objective, decision, title = _subject(request, kind, key)
    held = actions.parts_of(practice=practice, objective=objective, decision=decision)
    initial = {
        "accountable": next((each.person for each in held if each.part == Part.ACCOUNTABLE), None),
        "responsible": [each.person for each in held if each.part == Part.RESPONSIBLE],
        "consulted": [each.person for each in held if each.part == Part.CONSULTED],
        "informed": [each.person for each in held if each.part == Part.INFORMED],
        "seen": actions.state(held),
    }
    form = RaciForm(request.POST or None, initial=initial)
    moved = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.assign(
                request.user,
                form.parts,
                practice=practice,
                objective=objective,
                decision=decision,
                seen=form.cleaned_data["seen"],
            )
        except Meanwhile as refusal:
            moved = beside(form, refusal, initial)
            form.data = request.POST.copy()
            form.data["seen"] = actions.state(held)
        else:
            messages.success(request, "Saved.")
            return redirect("reviews:responsibilities")
    return render(request, "reviews/assign.html", {"title": title, "form": form, "moved": moved})


def _subject(request: SignedInRequest, kind: str, key: str) -> tuple[str, Objective | None, Decision | None, str]:
    if kind == queries.PRACTICE and key in queries.practices():
        return key, None, None, key.capitalize()
    if kind == queries.OBJECTIVE and key.isdigit():
        objective = strategy.objectives(request.user).filter(pk=int(key)).first()
        if objective:
            return "", objective, None, objective.title
    if kind == queries.DECISION and key.isdigit():
        decision = access.decision(request.user, int(key))
        return "", None, decision, decision.title
    raise Http404("There is nothing of this kind to answer for.")
