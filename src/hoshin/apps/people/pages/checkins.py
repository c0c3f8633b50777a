"""Pages: check in on a goal, call a blocker solved."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.definitions import readers
from hoshin.apps.people import access, measured
from hoshin.apps.people.actions import checkins as actions
from hoshin.apps.people.actions.goals import NotOpen
from hoshin.apps.people.forms.checkins import CheckInForm, SolveForm
from hoshin.apps.people.pages.goals import show
from hoshin.eventlog.refused import Refused


def check_in(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how a goal stands."""
    found = access.own_goal(request.user, pk)
    form = CheckInForm(request.POST, auto_id="id_said_%s")
    if not form.is_valid():
        return show(request, found, check_in_form=form)
    today = timezone.localdate()
    with readers.if_published() as reader:
        read = measured.gather(reader, [found.shown], today).get(found.shown.pk)
    try:
        actions.check_in(request.user, found, actions.Said(**form.cleaned_data), today, measured=read)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return show(request, found, check_in_form=form)
    messages.success(request, "Thank you. It is kept as you said it.")
    return redirect("people:goal", pk)


def solve(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say how a blocker was removed."""
    found = access.blocker(request.user, pk)
    form = SolveForm(request.POST)
    if form.is_valid():
        try:
            actions.solve(request.user, found, timezone.localdate(), solution=form.cleaned_data["solution"])
            messages.success(request, "The blocker is gone.")
        except NotOpen as refusal:
            messages.error(request, str(refusal))
    else:
        messages.error(request, "Say in a sentence how it was removed.")
    visible = request.user.may_evaluate or found.goal.sides_of(request.user)
    return redirect("people:goal", found.goal_id) if visible else redirect("people:mine")
