"""Pages: one agreement, written, put before another, removed."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.agreements import access, actions
from hoshin.apps.agreements.forms.agreements import AgreementForm
from hoshin.apps.agreements.forms.reasons import RemovalForm
from hoshin.apps.agreements.pages.lines import line, saved
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.pipeline.service_levels import ServiceLevels
from hoshin.service_levels.agreement import Agreement, Book
from hoshin.service_levels.changing import (
    raised,
    with_agreement,
    without_agreement,
)
from hoshin.warehouse.errors import NothingPublished

SHOWN = 12
"""Values of a dimension that a form names."""


@at_least(Role.LEADER)
def write_agreement(request: SignedInRequest, place: int | None = None) -> HttpResponse:
    """Write an agreement, or change one."""
    if place is None:
        found, agreement = access.book(request.user, needs=Role.LEADER), None
    elif _old_link(request):
        return redirect("agreements:book")
    else:
        found, agreement = access.agreement(request.user, place, needs=Role.LEADER, of=_made_from(request))
    own = agreement.name if agreement else None
    with _levels(found.book) as levels:
        if request.method == "POST":
            form = AgreementForm(request.POST, book=found.book, levels=levels, own=own)
            if form.is_valid():
                changed = with_agreement(found.book, form.agreement, own)
                if saved(request, changed, form):
                    _tell_reach(request, levels, changed, form.agreement)
                    return redirect("agreements:book")
        elif agreement:
            form = AgreementForm.of(agreement, found.book, found.number, levels)
        else:
            fresh = {"pauses": "waiting", "after": found.number}
            form = AgreementForm(book=found.book, levels=levels, initial=fresh)
        known = _known(levels)
    context = {
        "title": agreement.name if agreement else "New agreement",
        "form": form,
        "place": place,
        "without_calendar": not found.book.calendars,
        "known": known,
        "after": found.number,
    }
    return render(request, "agreements/write-agreement.html", context)


def _levels(book: Book) -> AbstractContextManager[ServiceLevels | None]:
    """The published tickets by the book; None where nothing is published."""
    try:
        return ServiceLevels.remembering(Home.from_environment(), book)
    except NothingPublished:
        return nullcontext()


def _tell_reach(request: SignedInRequest, levels: ServiceLevels | None, book: Book, agreement: Agreement) -> None:
    """Say how many tickets fall under an agreement that was just saved."""
    if levels is None:
        messages.warning(request, "No tickets are published yet: how many fall under it shows once there are some.")
        return
    reach = levels.reach(agreement.clock, book)
    n = reach.under[[each.name for each in book.on(agreement.clock)].index(agreement.name)]
    if n:
        verb = "falls" if n == 1 else "fall"
        messages.success(request, f"{n:,} of {reach.tickets:,} tickets {verb} under {agreement.name}.")
    else:
        messages.warning(
            request,
            f"No ticket falls under {agreement.name}: look for which tickets it holds and since when, and whether an "
            "agreement above it takes them all.",
        )


def _made_from(request: SignedInRequest) -> int | None:
    """The number of the book from which the page of this request was made; None where it does not say."""
    said = request.POST.get("after", "") if request.method == "POST" else request.GET.get("book", "")
    return int(said) if said.isdecimal() else None


def _old_link(request: SignedInRequest) -> bool:
    """Whether a link was made from an earlier book, in which its place may have been that of another agreement."""
    of, number = _made_from(request), access.book(request.user).number
    if request.method == "POST" or of in (None, number):
        return False
    messages.error(
        request,
        f"That link was made from book {of}, and book {number} holds now: its places may be those of other agreements. "
        "Choose the agreement here again.",
    )
    return True


def _known(levels: ServiceLevels | None) -> list[tuple[str, str]]:
    """The dimensions by which tickets are told apart, each with its first values, as the form takes them."""
    if levels is None:
        return []
    reader = levels.reader
    values = {name: reader.values(name) for name in ("priority", "kind", "group", "service", "business_unit")}
    named = {name: [value for value in found if value is not None] for name, found in values.items()}
    named["stands still"] = levels.states()
    return [
        (name, ", ".join(found[:SHOWN]) + (", …" if len(found) > SHOWN else ""))
        for name, found in named.items()
        if found
    ]


@at_least(Role.LEADER)
def raise_agreement(request: SignedInRequest, place: int) -> HttpResponse:
    """Put an agreement before the one above it."""
    found, agreement = access.agreement(request.user, place, needs=Role.LEADER, of=_made_from(request))
    after = request.POST.get("after", "")
    try:
        actions.save(
            request.user,
            raised(found.book, agreement.name),
            reason=f"{agreement.name} comes earlier",
            after=int(after) if after.isdigit() else -1,
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:book")


@at_least(Role.LEADER)
def remove_agreement(request: SignedInRequest, place: int) -> HttpResponse:
    """Ask why, say which tickets would be without an agreement, and save a book without this one."""
    if _old_link(request):
        return redirect("agreements:book")
    found, agreement = access.agreement(request.user, place, needs=Role.LEADER, of=_made_from(request))
    changed = without_agreement(found.book, agreement.name)
    form = RemovalForm(request.POST if request.method == "POST" else None, initial={"after": found.number})
    if form.is_valid() and saved(request, changed, form):
        messages.success(request, f"{agreement.name} is removed from the book; earlier books keep it.")
        return redirect("agreements:book")
    with _levels(found.book) as levels:
        before, after = (levels.reach(agreement.clock, each) if levels else None for each in (found.book, changed))
    context = {
        "title": f"Remove {agreement.name}",
        "form": form,
        "line": line(found.book, agreement),
        "place": place,
        "number": found.number,
        "under": before.under[found.book.on(agreement.clock).index(agreement)] if before else None,
        "without": after.without - before.without if before and after else None,
    }
    return render(request, "agreements/remove-agreement.html", context)
