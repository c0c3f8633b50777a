"""Pages of one agenda item: its turn, its time, its notes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.reviews import access
from hoshin.apps.reviews.actions import meetings as actions
from hoshin.apps.reviews.forms.meetings import TimeForm


def move_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let an item change places with the one before or after it."""
    found = access.item(request.user, pk)
    actions.move_item(request.user, found, up=request.POST.get("to") == "up")
    return redirect(f"{reverse('reviews:review', args=[found.review_id])}#item-{pk}")


def talk(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say that an item was talked about, or was not."""
    found = access.item(request.user, pk)
    actions.talk(request.user, found, talked=request.POST.get("talked") == "1")
    return redirect(f"{reverse('reviews:review', args=[found.review_id])}#item-{pk}")


def give_time(request: SignedInRequest, pk: int) -> HttpResponse:
    """Give an item more or less time."""
    found = access.item(request.user, pk)
    form = TimeForm(request.POST)
    if form.is_valid():
        actions.give_time(request.user, found, form.cleaned_data["minutes"])
    else:
        messages.error(request, f"{found.title}: {form.errors['minutes'][0]}")
    return redirect(f"{reverse('reviews:review', args=[found.review_id])}#item-{pk}")


def drop_item(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take an item off the agenda, or put it back."""
    found = access.item(request.user, pk)
    actions.drop_item(request.user, found, dropped=request.POST.get("dropped") == "1")
    return redirect("reviews:review", found.review_id)


def note(request: SignedInRequest, pk: int) -> HttpResponse:
    """Save notes as they are typed, merged with what others wrote; the answer is the text as it stands now."""
    found = access.item(request.user, pk)
    live = request.headers.get("Accept", "").startswith("application/json")
    try:
        kept = actions.note(request.user, found, base=request.POST.get("base", ""), notes=request.POST.get("notes", ""))
    except actions.Closed as refusal:
        if live:
            return JsonResponse({"refusal": str(refusal)}, status=409)
        raise
    if live:
        return JsonResponse({"notes": kept.notes})
    messages.success(request, "The notes are saved.")
    return redirect(f"{reverse('reviews:review', args=[found.review_id])}#item-{pk}")
