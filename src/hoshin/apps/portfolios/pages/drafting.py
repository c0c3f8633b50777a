"""Pages: drafting an initiative, changing it, discarding a draft."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.meanwhile import Meanwhile, beside
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import access, actions
from hoshin.apps.portfolios.forms.initiatives import DIMENSIONS, InitiativeForm, SealedInitiativeForm
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.scoping import Offer, offer
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


@at_least(Role.MEMBER)
def write(request: SignedInRequest, slug: str | None = None) -> HttpResponse:
    """Draft an initiative, or change one."""
    found = access.to_change(request.user, slug) if slug else None
    if found and found.sealed:
        return _change_sealed(request, found)
    context: dict[str, object] = {"title": "Change the initiative" if found else "New initiative", "initiative": found}
    try:
        with readers.opened() as reader:
            offered = _offer(reader, request.POST, found)
    except NothingPublished:
        return render(request, "portfolios/no-tickets.html", context)
    fresh = {"owner": request.user, "start": _next_monday(), "key_result": _served(request)}
    initial = InitiativeForm.initial_of(found) if found else fresh
    unscoped = found is not None and not found.scope_values
    form = InitiativeForm(
        request.POST or None, offer=offered, onlooker=request.user, initial=initial, unscoped=unscoped
    )
    if request.method == "POST" and form.is_valid():
        try:
            written = actions.write_initiative(request.user, **form.fields_of(found), initiative=found)
        except Meanwhile as refusal:
            stored = InitiativeForm.initial_of(access.to_change(request.user, slug or ""))
            context["moved"] = beside(form, refusal, stored)
        except actions.Sealed as refusal:
            form.add_error("scope", str(refusal))
        except actions.NotARollOut as refusal:
            form.add_error("end", str(refusal))
        else:
            messages.success(request, "Saved." if found else "Drafted. Seal what it claims before it starts.")
            return redirect("portfolios:starts" if form.in_turn else "portfolios:initiative", written.slug)
    return render(request, "portfolios/write.html", context | {"form": form})


def _served(request: SignedInRequest) -> object:
    """The key result that the address names; of an objective that it names the only one."""
    objective = request.GET.get("objective", "")
    if not objective.isdigit():
        return request.GET.get("key_result")
    found = list(strategy.key_results(request.user).filter(objective=int(objective))[:2])
    return found[0] if len(found) == 1 else None


def _next_monday() -> object:
    """The Monday after next week: time to write the claim."""
    today = timezone.localdate()
    return today + timedelta(days=14 - today.weekday())


def _offer(reader: Reader, answers: QueryDict, found: Initiative | None) -> Offer:
    return offer(reader, answers.get("desk", found.desk if found else None), DIMENSIONS, missing=False)


def _change_sealed(request: SignedInRequest, found: Initiative) -> HttpResponse:
    form = SealedInitiativeForm(request.POST or None, onlooker=request.user, initial=InitiativeForm.initial_of(found))
    moved = None
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_initiative(request.user, **form.fields_of(found), initiative=found)
        except Meanwhile as refusal:
            stored = InitiativeForm.initial_of(access.to_change(request.user, found.slug))
            moved = beside(form, refusal, stored)
        else:
            messages.success(request, "Saved.")
            return redirect("portfolios:initiative", found.slug)
    context = {"title": "Change the initiative", "form": form, "initiative": found, "moved": moved}
    return render(request, "portfolios/write.html", context)


@at_least(Role.MEMBER)
def scope(request: SignedInRequest) -> HttpResponse:
    """The values of the chosen desk, for the form to offer."""
    with readers.opened() as reader:
        form = InitiativeForm(offer=_offer(reader, request.GET, None), onlooker=request.user)
    return render(request, "strategy/scope-picker.html", {"bound": form["scope"]})


@at_least(Role.MEMBER)
def discard(request: SignedInRequest, slug: str) -> HttpResponse:
    """Remove a draft."""
    found = access.to_change(request.user, slug)
    try:
        actions.discard(request.user, found)
    except actions.Sealed as refusal:
        messages.error(request, str(refusal))
        return redirect("portfolios:initiative", slug)
    messages.success(request, "The draft is discarded; the audit trail keeps what it said.")
    return redirect("portfolios:initiatives")
