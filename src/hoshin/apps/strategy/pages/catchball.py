"""Pages of catchball: throw the ball, answer, sign; and how negotiated targets turned out."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Person, Role
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.strategy import access, actions, queries, tables
from hoshin.apps.strategy import evidence as known
from hoshin.apps.strategy.actions import Evidence
from hoshin.apps.strategy.forms.catchball import ProposalForm, TakeOverForm, ThrowForm, WithdrawForm
from hoshin.apps.strategy.level import level_words
from hoshin.apps.strategy.models import Catchball, KeyResult, Side
from hoshin.apps.strategy.reports import negotiated, progress, turned_out
from hoshin.apps.strategy.reports.course import course
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import LineChart


def catchballs(request: SignedInRequest) -> HttpResponseBase:
    """Every catchball that is open, and what became of the targets that were signed."""
    today, catalogue = timezone.localdate(), definitions.catalogue()
    words = words_of(request)
    searched = ("key_result__title", "asking__name", "answering__name")
    found = list(containing(queries.catchballs(request.user), words, *searched))
    with readers.if_published() as reader:
        outcomes = negotiated.outcomes(reader, found, reader.catalogue if reader else catalogue, today)
    every = [negotiated.compose(each, catalogue.metric(each.key_result.metric), today) for each in found]
    if file := file_of(request, tables.CATCHBALLS, every):
        return file
    going = sorted((each for each in every if each.catchball.open), key=lambda each: each.catchball.until)
    page = page_of(request, [*going, *outcomes])
    shown = [each for each in page if isinstance(each, negotiated.Outcome)]
    context = {
        "title": "Catchball",
        "going": [each for each in page if not isinstance(each, negotiated.Outcome)],
        "page": page,
        "words": words,
        "files": (tables.CATCHBALLS,) if found else (),
        "outcomes": shown,
        "rows": turned_out.picture(shown),
        "summary": negotiated.summary(outcomes),
        "mine": sum(each.catchball.person_of(each.catchball.turn) == request.user for each in going),
    }
    return render(request, "strategy/catchballs.html", context)


def catchball(request: SignedInRequest, pk: int) -> HttpResponse:
    """One catchball: the clock, the proposals with what each changed, their evidence, and who signed."""
    return _shown(request, access.catchball(request.user, pk))


def _shown(
    request: SignedInRequest,
    found: Catchball,
    form: ProposalForm | None = None,
    withdraw_form: WithdrawForm | None = None,
    take_over_form: TakeOverForm | None = None,
) -> HttpResponse:
    today, key_result, latest = timezone.localdate(), found.key_result, found.latest
    metric = definitions.catalogue().metric(key_result.metric)
    shown = negotiated.compose(found, metric, today)
    with readers.if_published() as reader:
        chart = _picture(reader, request, key_result)
    side = found.side(request.user)
    signed = {each.side for each in latest.signatures.all()}
    context = {
        "title": key_result.title,
        "negotiation": shown,
        "key_result": key_result,
        "baseline": level_words(metric, key_result.baseline),
        "latest": shown.throws[-1],
        "picture": negotiated.history(chart, shown) if chart else None,
        "may_answer": found.open and side is not None,
        "may_sign": found.open and side is not None and side not in signed,
        "waits": found.open and side in signed,
        "may_withdraw": found.open and (request.user.may_lead or side == Side.ASKING),
        "form": form or ProposalForm.of(key_result, latest.target, latest.due, latest.number),
        "after": latest.number,
        "withdraw_form": withdraw_form or WithdrawForm(),
        "take_over_forms": _take_overs(request, found, take_over_form),
        "tried": form is not None,
    }
    return render(request, "strategy/catchball.html", context)


def _take_overs(
    request: SignedInRequest, found: Catchball, sent: TakeOverForm | None
) -> list[tuple[Person, TakeOverForm]]:
    """The sides that the reader may hand over, each with who speaks for it and its form."""
    if not found.open:
        return []
    sides = [
        side
        for side in Side
        if found.person_of(side) == request.user or (request.user.may_lead and not found.person_of(side).is_active)
    ]
    return [
        (
            found.person_of(side),
            sent
            if sent and sent.data.get("side") == side
            else TakeOverForm(initial={"side": side}, auto_id=f"id_{side}_%s"),
        )
        for side in sides
    ]


def _picture(reader: Reader | None, request: SignedInRequest, key_result: KeyResult) -> LineChart | None:
    if reader is None:
        return None
    of = access.objective(request.user, key_result.objective_id)
    [objective] = progress.gather(reader, [of], timezone.localdate())
    standing = next(each for each in objective.key_results if each.key_result.pk == key_result.pk)
    return course(reader, standing) if standing.query else None


@at_least(Role.LEADER)
def throw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open a catchball on a key result with its first proposal."""
    found = access.key_result(request.user, pk, to_change=True)
    initial = dict(ProposalForm.of(found, found.target, found.due).initial)
    initial["until"] = timezone.localdate() + timedelta(days=14)
    if found.objective.owner != request.user:
        initial["answering"] = found.objective.owner
    form = ThrowForm(request.POST or None, key_result=found, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            made = actions.throw(
                request.user,
                found,
                answers["answering"],
                form.terms,
                _evidence(found, form),
                until=answers["until"],
            )
        except actions.NoChange as refusal:
            form.add_error("target", str(refusal))
        except actions.NotYourTurn as refusal:
            form.add_error("answering", str(refusal))
        else:
            messages.success(request, f"{made.answering.name} has the ball.")
            return redirect("strategy:catchball", made.pk)
    return render(request, "strategy/throw.html", {"title": "Throw the ball", "key_result": found, "form": form})


def counter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Answer with another proposal."""
    found = access.catchball(request.user, pk, to_answer=True)
    form = ProposalForm(request.POST, key_result=found.key_result)
    if form.is_valid():
        try:
            after = form.cleaned_data["after"] or 0
            actions.counter(request.user, found, form.terms, _evidence(found.key_result, form), after=after)
        except actions.NoChange as refusal:
            form.add_error("target", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Your proposal is kept, with what the forecast says of it.")
            return redirect("strategy:catchball", pk)
    return _shown(request, access.catchball(request.user, pk), form)


def _evidence(key_result: KeyResult, form: ProposalForm) -> Evidence:
    return known.gather(key_result, form.terms.target, form.terms.due, timezone.localdate())


def evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the forecast says of the target that is being typed, as a part of the form."""
    found = access.key_result(request.user, pk)
    # Only target and date count here; a reason is asked for when it is sent.
    form = ProposalForm({**request.GET.dict(), "reason": "asked"}, key_result=found)
    told = _evidence(found, form) if form.is_valid() else Evidence()
    return render(request, "strategy/evidence.html", {"words": told.words, "capacities": told.capacity})


def sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """Agree to the proposal that lies on the table."""
    found = access.catchball(request.user, pk, to_answer=True)
    after = request.POST.get("after", "")
    try:
        actions.sign(request.user, found, after=int(after) if after.isdigit() else 0)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        agreed = access.catchball(request.user, pk).agreed
        said = (
            "Signed by both: this is what the key result promises now."
            if agreed
            else "Signed. The other side has still to sign."
        )
        messages.success(request, said)
    return redirect("strategy:catchball", pk)


def take_over(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let somebody else speak for a side."""
    found = access.catchball(request.user, pk)
    form = TakeOverForm(request.POST, auto_id=f"id_{request.POST.get('side', '')}_%s")
    if not form.is_valid():
        return _shown(request, found, take_over_form=form)
    answers = form.cleaned_data
    try:
        actions.take_over(request.user, found, Side(answers["side"]), answers["person"], answers["why"])
    except actions.NotYourTurn as refusal:
        form.add_error("person", str(refusal))
        return _shown(request, found, take_over_form=form)
    messages.success(request, f"{answers['person'].name} speaks for this side from now on.")
    return redirect("strategy:catchball", pk)


def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an open catchball back."""
    found = access.catchball(request.user, pk, to_close=True)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, withdraw_form=form)
    try:
        actions.withdraw(request.user, found, form.cleaned_data["why"])
        messages.success(request, "It is taken back. What was proposed stays readable.")
    except actions.NotYourTurn as refusal:
        messages.error(request, str(refusal))
    return redirect("strategy:catchball", pk)
