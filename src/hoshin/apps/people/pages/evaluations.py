"""Pages: evaluations, one evaluation with its steps, cycles and the calibration meeting."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.narrowing import matching, page_of, words_of
from hoshin.apps.people import access, evidence, queries, tables
from hoshin.apps.people.actions import evaluations as actions
from hoshin.apps.people.actions import successions
from hoshin.apps.people.actions.drafts import SavedElsewhere, keep_draft
from hoshin.apps.people.actions.recognition import note
from hoshin.apps.people.forms.evaluations import CycleForm, StepForm, SuccessionForm
from hoshin.apps.people.machine import OPEN, Act, Actor, appeal_until, possible
from hoshin.apps.people.models import AccessLine, Cycle, Evaluation, Rating, Read, StepDraft
from hoshin.apps.people.reports import evaluations as report
from hoshin.eventlog.refused import Refused


def evaluations(request: SignedInRequest) -> HttpResponseBase:
    """My evaluations, those that I write, and, for human resources, the cycles."""
    today, known = timezone.localdate(), queries.evaluations()
    own = [report.line(each, Actor.PERSON, today) for each in known.filter(person=request.user)]
    led = [report.line(each, Actor.MANAGER, today) for each in known.filter(manager=request.user)]
    if file := file_of(request, tables.EVALUATIONS, (*own, *led)):
        return file
    waiting = sum(each.yours for each in (*own, *led))
    words = words_of(request)
    named = matching([*own, *led], words, lambda each: f"{each.evaluation.person.name} {each.evaluation.cycle.title}")
    page = page_of(request, named)
    context = {
        "title": "Evaluations",
        "page": page,
        "words": words,
        "own": [each for each in page if each.evaluation.person == request.user],
        "led": [each for each in page if each.evaluation.person != request.user],
        "waiting": waiting,
        "files": (tables.EVALUATIONS,) if own or led else (),
        "cycles": Cycle.objects.prefetch_related("evaluations") if request.user.may_evaluate else [],
    }
    return render(request, "people/evaluations.html", context)


def evaluation(request: SignedInRequest, pk: int) -> HttpResponse:
    """One evaluation, as the side sees it that the reader is on; that it was read is written down."""
    found, actor = access.evaluation(request.user, pk)
    return _show(request, found, actor)


def _show(
    request: SignedInRequest,
    found: Evaluation,
    actor: Actor,
    sent: StepForm | None = None,
    succession: SuccessionForm | None = None,
) -> HttpResponse:
    today = timezone.localdate()
    note(request.user, [found.person], Read.EVALUATION, today, found)
    done, cycle = found.done, found.cycle
    kept, drafts = list(found.evidence.all()), queries.drafts(request.user, found)
    forms = [
        sent if sent and sent.doing is act else StepForm(act=act, initial=_begun(act, len(done), drafts.get(act)))
        for act in possible(done, actor, cycle.clock, today)
    ]
    if sent and sent.doing not in [each.doing for each in forms]:
        forms.append(sent)
    context = {
        "title": f"Evaluation of {found.person.name}",
        "evaluation": found,
        "actor": actor,
        "line": report.line(found, actor, today),
        "stages": report.way(found.stage),
        "steps": report.steps(found, actor),
        "rating": report.rating_for(found, actor),
        "forms": [(each, drafts.get(each.doing)) for each in forms],
        "succession_form": _successor(found, actor, succession),
        "led_by_another": report.led_by_another(found),
        "kept": bool(kept),
        "evidence": kept or evidence.gather(found.person, cycle.first, cycle.last),
        "appeal_until": appeal_until(done, cycle.clock),
        "read_by": AccessLine.objects.filter(evaluation=found).select_related("reader"),
    }
    return render(request, "people/evaluation.html", context)


def _begun(act: Act, after: int, draft: StepDraft | None) -> dict[str, object]:
    """What the form of a step starts from: the draft, where there is one."""
    begun: dict[str, object] = {"act": act, "after": after}
    return begun | {"words": draft.words, "rating": draft.rating, "edition": draft.edition} if draft else begun


def _successor(found: Evaluation, actor: Actor, sent: SuccessionForm | None) -> SuccessionForm | None:
    if actor is not Actor.HR or found.stage not in OPEN:
        return None
    initial = {"before": found.manager_id, "manager": found.person.manager_id}
    return sent or SuccessionForm(evaluation=found, auto_id="id_goes_on_%s", initial=initial)


def step(request: SignedInRequest, pk: int) -> HttpResponse:
    """Do one act in an evaluation, or keep its words as a draft."""
    found, actor = access.evaluation(request.user, pk)
    if request.POST.get("act") not in list(Act):
        raise Http404("There is no such step.")
    act, is_draft = Act(request.POST["act"]), "draft" in request.POST
    form = StepForm(request.POST, act=act, is_draft=is_draft)
    if form.is_valid():
        try:
            _send(request.user, found, actor, form, is_draft=is_draft)
        except (actions.Outdated, SavedElsewhere) as refusal:
            form.add_error(None, str(refusal))
            found, actor = access.evaluation(request.user, pk)
            draft = queries.drafts(request.user, found).get(act)
            seen = {"after": len(found.done), "edition": draft.edition if draft else 0}
            form.data = request.POST.dict() | seen
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = "The draft is kept. Nobody else sees it." if is_draft else "Sent. It stays as you wrote it."
            messages.success(request, said)
            return redirect("people:evaluation", pk)
    return _show(request, found, actor, form)


def _send(person: Person, found: Evaluation, actor: Actor, form: StepForm, *, is_draft: bool) -> None:
    answers, today = form.cleaned_data, timezone.localdate()
    words, rating = answers["words"], answers.get("rating")
    if is_draft:
        edition = answers["edition"] or 0
        keep_draft(person, found, actor, form.doing, today, words=words, rating=rating, edition=edition)
    else:
        actions.step(person, found, actor, form.doing, today, words=words, rating=rating, after=answers["after"])


def succeed(request: SignedInRequest, pk: int) -> HttpResponse:
    """Hand an evaluation to another manager."""
    found, actor = access.evaluation(request.user, pk)
    if actor is not Actor.HR:
        raise Http404("There is no such page.")
    form = SuccessionForm(request.POST, evaluation=found, auto_id="id_goes_on_%s")
    if form.is_valid():
        answers = form.cleaned_data
        try:
            successions.succeed(
                request.user,
                found,
                actor,
                answers["manager"],
                timezone.localdate(),
                why=answers["why"],
                before=answers["before"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{answers['manager'].name} goes on with it.")
            return redirect("people:evaluation", pk)
    return _show(request, found, actor, succession=form)


def new_cycle(request: SignedInRequest) -> HttpResponse:
    """Open a cycle."""
    access.human_resources(request.user)
    form = CycleForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        opened = actions.open_cycle(request.user, answers["title"], form.days, list(answers["people"]), timezone.now())
        messages.success(request, "The cycle is open. Everybody in it finds their evaluation under Goals.")
        return redirect("people:cycle", opened.pk)
    return render(request, "people/new-cycle.html", {"title": "New evaluation cycle", "form": form})


def cycle(request: SignedInRequest, pk: int) -> HttpResponseBase:
    """The calibration meeting of a cycle: how ratings lie by manager, and what waits for whom."""
    found, today = access.cycle(request.user, pk), timezone.localdate()
    # Whoever is evaluated, or evaluates, is no human resources in that evaluation.
    known = [
        each
        for each in queries.evaluations().filter(cycle=found)
        if access.side(request.user, each) is not Actor.PERSON
    ]
    note(request.user, [each.person for each in known if each.rating], Read.SPREAD, today)
    lines = [report.line(each, Actor.HR, today) for each in known]
    if file := file_of(request, tables.EVALUATIONS, lines):
        return file
    context = {
        "title": found.title,
        "files": (tables.EVALUATIONS,) if lines else (),
        "cycle": found,
        "sentence": report.sentence(known),
        "spreads": report.spreads(known),
        # The words that all of them share stand above the columns.
        "ratings": [each.label.removesuffix(" what was agreed") for each in Rating],
        "lines": lines,
    }
    return render(request, "people/cycle.html", context)
