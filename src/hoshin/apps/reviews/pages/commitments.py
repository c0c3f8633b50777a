"""Pages of commitments: those of everybody, of one person, and one with its moves."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.narrowing import first_of, page_of
from hoshin.apps.reviews import access, ladder, tables
from hoshin.apps.reviews.actions import commitments as actions
from hoshin.apps.reviews.forms.commitments import KeepForm, MoveForm, WithdrawForm
from hoshin.apps.reviews.models import Commitment
from hoshin.apps.reviews.queries import outcomes, promises
from hoshin.eventlog.refused import Refused

PAGE = 25
"""Commitments that have ended, on one page."""
LISTED = 25
"""Commitments that wait, listed at once; the late ones come first."""
PEOPLE = 15
"""People whose records are shown at once; whoever has most that is late comes first."""


def commitments(request: SignedInRequest, pk: int | None = None) -> HttpResponseBase:
    """What was promised, by everybody or by one person: late first, then what is to come, then what was kept."""
    today = timezone.localdate()
    found = outcomes.commitments(request.user)
    person = None
    if pk is not None:
        person = Person.objects.filter(pk=pk).first()
        if person is None:
            raise Http404("There is no such person.")
        found = found.filter(owner=person)
    if file := file_of(request, tables.COMMITMENTS, tables.promises(found, today)):
        return file
    waiting = outcomes.waiting(found)
    page = page_of(request, outcomes.ended(found), PAGE)
    people = Paginator(outcomes.by_person(found, today), PEOPLE).get_page(request.GET.get("people"))
    kept = promises.over_time(found.filter(owner__in=[row["owner"] for row in people]), today)
    highest = promises.highest(kept)
    context = {
        "title": f"Commitments of {person.name}" if person else "Commitments",
        "subtitle": "What was promised in reviews, and whether it was kept.",
        "files": (tables.COMMITMENTS,) if found.exists() else (),
        "person": person,
        "record": outcomes.record_of(found, today),
        "waiting": [(each, each.is_late(today), _step(each)) for each in first_of(waiting, LISTED)],
        "more": max(waiting.count() - LISTED, 0),
        "page": page,
        "months": promises.months(today),
        "kept": [(each, list(promises.bars(each, highest))) for each in kept],
        "people": people,
        "records": [] if person else [(row, outcomes.record_in(row)) for row in people],
    }
    return render(request, "reviews/commitments.html", context)


def _step(found: Commitment) -> str:
    steps = [each for each in found.reminders.all() if each.due == found.due]
    return ladder.WORDS[ladder.Rung(steps[-1].rung)] if steps else ""


def commitment(request: SignedInRequest, pk: int) -> HttpResponse:
    """One commitment with every move and reminder."""
    return _commitment(request, access.commitment(request.user, pk))


def _commitment(request: SignedInRequest, found: Commitment, **given: Form) -> HttpResponse:
    today = timezone.localdate()
    forum = access.forum(request.user, found.forum_id)
    own = found.owner_id == request.user.pk and request.user.may_import
    fresh = {"version": found.version}
    context: dict[str, object] = {
        "title": found.words,
        "commitment": found,
        "is_late": found.is_late(today),
        "days": abs((today - found.due).days),
        "moves": found.moves.all(),
        "reminders": [(each, ladder.WORDS[ladder.Rung(each.rung)]) for each in found.reminders.all()],
        "keep_form": KeepForm(initial=fresh | {"on": today}, auto_id="id_keep_%s"),
        "move_form": MoveForm(initial=fresh, auto_id="id_move_%s"),
        "withdraw_form": WithdrawForm(initial=fresh, auto_id="id_withdraw_%s"),
        "may_change": found.is_open and (own or access.may_take_part(request.user, forum)),
    }
    return render(request, "reviews/commitment.html", context | given)


def _changed(
    request: SignedInRequest, pk: int, form: Form, name: str, beside: str, act: Callable[[Commitment], None], said: str
) -> HttpResponse:
    """Change a commitment, or show the form again with what was refused beside its field."""
    found = access.commitment(request.user, pk, to_change=True)
    if form.is_valid():
        try:
            act(found)
        except Refused as refusal:
            form.add_error(beside, str(refusal))
            found = access.commitment(request.user, pk)
            form.data = request.POST.copy()
            form.data["version"] = str(found.version)
        else:
            messages.success(request, said)
            return redirect("reviews:commitment", pk)
    # What has ended shows no form any more, so what was typed is said in words.
    ended = {} if found.is_open else {"refused": form}
    return _commitment(request, found, **{name: form}, **ended)


def keep(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that a commitment was kept."""
    form = KeepForm(request.POST, auto_id="id_keep_%s")

    def act(found: Commitment) -> None:
        actions.keep(request.user, found, **form.cleaned_data)

    return _changed(request, pk, form, "keep_form", "on", act, "Kept.")


def move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Move the day of a commitment."""
    form = MoveForm(request.POST, auto_id="id_move_%s")

    def act(found: Commitment) -> None:
        actions.move(request.user, found, now=timezone.now(), **form.cleaned_data)

    return _changed(request, pk, form, "move_form", "to", act, "Moved. The day that was promised before stays.")


def withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a commitment that is not to be kept any more."""
    form = WithdrawForm(request.POST, auto_id="id_withdraw_%s")

    def act(found: Commitment) -> None:
        actions.withdraw(request.user, found, on=timezone.localdate(), **form.cleaned_data)

    return _changed(request, pk, form, "withdraw_form", "reason", act, "Withdrawn, with its reason.")
