"""Pages: the first proposal, the book with its history, and its file; leaders write."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Role
from hoshin.apps.agreements import access, actions, queries, tables
from hoshin.apps.agreements.forms.book import FileForm, ProposalForm, TakeOverForm
from hoshin.apps.agreements.forms.calendars import zones
from hoshin.apps.agreements.pages.lines import desk_zone, line
from hoshin.apps.agreements.reports import calendar as calendars
from hoshin.eventlog.refused import Refused
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.book_file import dumps, loads
from hoshin.service_levels.changing import (
    changes,
)
from hoshin.service_levels.proposal import proposed


def proposal_page(request: SignedInRequest) -> HttpResponse:
    """What an installation without agreements sees: a proposal, and that nothing of it holds yet."""
    form = ProposalForm(initial={"zone": desk_zone()})
    return render(request, "agreements/proposal.html", _proposal(request, form))


@at_least(Role.LEADER)
def take_proposal(request: SignedInRequest) -> HttpResponse:
    """Make the proposal the first book."""
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return render(request, "agreements/proposal.html", _proposal(request, form))
    try:
        actions.save(request.user, proposed(form.cleaned_data["zone"]), reason="the proposal, confirmed", after=0)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("agreements:book")
    messages.success(request, "These agreements hold now. Change what you promised otherwise, and write down holidays.")
    return redirect("agreements:kept")


def _proposal(request: SignedInRequest, form: ProposalForm) -> dict[str, object]:
    zone = str(form["zone"].value() or "UTC")
    book = proposed(zone if not form.errors.get("zone") else "UTC")
    return {
        "title": "Service levels",
        "form": form,
        "zones": zones(),
        "lines": [line(book, each) for each in book.agreements],
        "days": calendars.days(book.calendars[0]),
    }


def book_page(request: SignedInRequest) -> HttpResponseBase:
    """What is agreed now, on which calendars, and all books before."""
    found = access.book(request.user)
    if file := file_of(request, tables.AGREEMENTS, found.book.agreements):
        return file
    today = timezone.localdate()
    context = {
        "files": (tables.AGREEMENTS,),
        "title": "Agreements and calendars",
        "number": found.number,
        "current": queries.current(),
        "parts": [
            (clock.value, [line(found.book, each) for each in found.book.on(clock)])
            for clock in (Clock.RESOLUTION, Clock.RESPONSE)
        ],
        "calendars": [
            (place, each, calendars.weekly(each), len(each.holidays), calendars.lacking(each, today))
            for place, each in enumerate(found.book.calendars, 1)
        ],
        "books": queries.books(),
    }
    return render(request, "agreements/book.html", context)


def export(request: SignedInRequest) -> HttpResponse:
    """A book as a TOML file; ``book`` names the number of another one than the current."""
    asked = request.GET.get("book", "")
    number = int(asked) if asked.isdigit() else access.book(request.user).number
    response = HttpResponse(dumps(queries.book(number)), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="agreements-book-{number}.toml"'
    return response


@at_least(Role.LEADER)
def import_page(request: SignedInRequest) -> HttpResponse:
    """Read a TOML file, show what it changes, and take it over once somebody has seen that."""
    found = access.book(request.user)
    context: dict[str, object] = {"title": "Import agreements", "number": found.number}
    if request.method != "POST":
        return render(request, "agreements/import.html", context | {"form": FileForm()})
    if "reason" in request.POST:
        return _taken_over(request, found, context)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render(request, "agreements/import.html", context | {"form": form})
    take_over = TakeOverForm(initial={"text": form.said, "after": found.number})
    return render(request, "agreements/import.html", context | _preview(found, form.book, take_over))


def _preview(found: access.Open, book: Book, take_over: TakeOverForm) -> dict[str, object]:
    return {
        "take_over": take_over,
        "changes": changes(found.book, book),
        "lines": [line(book, each) for each in book.agreements],
        "calendars": [(each, calendars.weekly(each), len(each.holidays)) for each in book.calendars],
    }


def _taken_over(request: SignedInRequest, found: access.Open, context: dict[str, object]) -> HttpResponse:
    form = TakeOverForm(request.POST)
    try:
        book = loads(request.POST.get("text", "").replace("\r\n", "\n"))
        if form.is_valid():
            actions.save(request.user, book, reason=form.cleaned_data["reason"], after=form.cleaned_data["after"])
            messages.success(request, "The file's agreements and calendars hold now.")
            return redirect("agreements:book")
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("agreements:import")
    return render(request, "agreements/import.html", context | _preview(found, book, form))
