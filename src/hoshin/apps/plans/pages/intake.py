"""Pages: the funnel, proposing an idea, one idea and the answer to it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.accounts.narrowing import matching, page_of, words_of
from hoshin.apps.plans import access, actions, queries, tables
from hoshin.apps.plans.forms.ideas import DeclineForm, IdeaForm, TakeInForm
from hoshin.apps.plans.models import Candidate, Idea
from hoshin.apps.plans.queries import Stage
from hoshin.apps.plans.reports import funnel
from hoshin.eventlog.refused import Refused


def intake(request: SignedInRequest) -> HttpResponseBase:
    """How far ideas and candidates have come, and what is in the chosen stage."""
    if file := file_of(request, tables.IDEAS, queries.ideas()):
        return file
    asked = request.GET.get("round", "")
    of = access.planning_round(request.user, int(asked)) if asked.isdigit() else queries.rounds().first()
    said = request.GET.get("stage", Stage.PROPOSED)
    stage = Stage(said) if said in set(Stage) else Stage.PROPOSED
    found = queries.funnel(of, timezone.localdate())
    answered = [each for each in queries.ideas() if not each.open] if stage is Stage.PROPOSED else []
    every: list[Idea | Candidate] = [*found.ideas, *answered] if stage is Stage.PROPOSED else [*found.stages[stage]]
    words = words_of(request)
    page = page_of(request, matching(every, words, lambda each: f"{each.title} {_whose(each)}"))
    context = {
        "title": "Intake",
        "subtitle": "From an idea that anybody has, to work that has begun.",
        "round": of,
        "rounds": queries.rounds(),
        "steps": funnel.compose(found),
        "stage": stage,
        "files": (tables.IDEAS,) if found.ideas else (),
        "step": next(each for each in funnel.compose(found) if each.stage is stage),
        "page": page,
        "words": words,
        "ideas": [each for each in page if isinstance(each, Idea) and each.open],
        "answered": [each for each in page if isinstance(each, Idea) and not each.open],
        "candidates": [each for each in page if isinstance(each, Candidate)],
    }
    return render(request, "plans/intake.html", context)


def _whose(each: Idea | Candidate) -> str:
    person = each.proposer if isinstance(each, Idea) else each.owner
    return person.name if person else ""


def propose(request: SignedInRequest) -> HttpResponse:
    """Propose an idea: everybody who may sign in."""
    form = IdeaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = actions.propose(request.user, form.said, now=timezone.now())
        messages.success(request, "Proposed. A leader answers; the answer will stand here.")
        return redirect("plans:idea", row.pk)
    return render(request, "plans/write-idea.html", {"title": "Propose an idea", "form": form})


def change(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change an idea of one's own that nobody has answered yet."""
    found = access.own_idea(request.user, pk)
    form, moved = IdeaForm(request.POST or None, initial=IdeaForm.initial_of(found)), None
    if request.method == "POST" and form.is_valid():
        try:
            actions.propose(request.user, form.said, now=timezone.now(), found=found, seen=form.cleaned_data["version"])
        except Meanwhile as refusal:
            moved = beside(form, refusal, IdeaForm.initial_of(access.own_idea(request.user, pk)))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Saved.")
            return redirect("plans:idea", pk)
    context = {"title": "Change the idea", "form": form, "idea": found, "moved": moved}
    return render(request, "plans/write-idea.html", context)


def idea(request: SignedInRequest, pk: int) -> HttpResponse:
    """One idea, and the answer to it."""
    return _idea(request, access.idea(request.user, pk))


def _idea(
    request: SignedInRequest,
    found: Idea,
    *,
    take_in_form: TakeInForm | None = None,
    decline_form: DeclineForm | None = None,
) -> HttpResponse:
    context = {
        "title": found.title,
        "subtitle": f"Proposed by {found.proposer.name}",
        "idea": found,
        "may_change": found.open and found.proposer_id == request.user.pk,
        "may_answer": found.open and request.user.may_lead,
        "rounds": queries.rounds().exists(),
        "take_in_form": take_in_form or TakeInForm(initial={"round": queries.rounds().first()}),
        "decline_form": decline_form or DeclineForm(),
    }
    return render(request, "plans/idea.html", context)


@at_least(Role.LEADER)
def take_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an idea into a round."""
    found = access.idea(request.user, pk, needs=Role.LEADER)
    form = TakeInForm(request.POST)
    if form.is_valid():
        try:
            row = actions.take_in(request.user, found, form.cleaned_data["round"], now=timezone.now())
        except Refused as refusal:
            form.add_error("round", str(refusal))
        else:
            messages.success(request, "Taken in. Say what it brings and takes, so that it can be planned.")
            return redirect("plans:candidate", row.pk)
    return _idea(request, found, take_in_form=form)


@at_least(Role.LEADER)
def decline(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say why an idea is not taken up."""
    found = access.idea(request.user, pk, needs=Role.LEADER)
    form = DeclineForm(request.POST)
    if form.is_valid():
        try:
            actions.decline(request.user, found, why=form.cleaned_data["why"], now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect("plans:idea", pk)
        else:
            messages.success(request, "Answered. The reason stands with the idea.")
            return redirect("plans:idea", pk)
    return _idea(request, found, decline_form=form)


@at_least(Role.LEADER)
def reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """Have a declined idea wait for an answer again."""
    actions.reopen(request.user, access.idea(request.user, pk, needs=Role.LEADER))
    return redirect("plans:idea", pk)
