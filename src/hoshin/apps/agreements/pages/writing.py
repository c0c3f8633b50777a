"""Pages: the book with its history, its file, its agreements and calendars; leaders write."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.agreements import access, actions, queries
from hoshin.apps.agreements.forms.agreements import AgreementForm
from hoshin.apps.agreements.forms.book import FileForm, ProposalForm, TakeOverForm
from hoshin.apps.agreements.forms.calendars import CalendarForm, zones
from hoshin.apps.agreements.reports import calendar as calendars
from hoshin.apps.agreements.reports.kept import scope_words
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.book_file import dumps, loads
from hoshin.service_levels.changing import (
    changes,
    raised,
    with_agreement,
    with_calendar,
    without_agreement,
    without_calendar,
)
from hoshin.service_levels.durations import words
from hoshin.service_levels.proposal import proposed
from hoshin.warehouse.errors import NothingPublished

SHOWN = 12
"""Values of a dimension that a form names."""


def proposal_page(request: SignedInRequest) -> HttpResponse:
    """What an installation without agreements sees: a proposal, and that nothing of it holds yet."""
    form = ProposalForm(initial={"zone": _zone()})
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
        "lines": [_line(book, each) for each in book.agreements],
        "days": calendars.days(book.calendars[0]),
    }


def _zone() -> str:
    """The time zone of the desk, where there is one."""
    try:
        with Reader.remembering(Home.from_environment()) as reader:
            desks = sorted(reader.desks.values(), key=lambda desk: desk.demonstration)
    except NothingPublished:
        return "UTC"
    return desks[0].zone if desks else "UTC"


def book_page(request: SignedInRequest) -> HttpResponse:
    """What is agreed now, on which calendars, and all books before."""
    found = access.book(request.user)
    today = timezone.localdate()
    context = {
        "title": "Agreements and calendars",
        "number": found.number,
        "current": queries.current(),
        "parts": [
            (clock.value, [_line(found.book, each) for each in found.book.on(clock)])
            for clock in (Clock.RESOLUTION, Clock.RESPONSE)
        ],
        "calendars": [
            (place, each, calendars.weekly(each), len(each.holidays), calendars.lacking(each, today))
            for place, each in enumerate(found.book.calendars, 1)
        ],
        "books": queries.books(),
    }
    return render(request, "agreements/book.html", context)


def _line(book: Book, agreement: Agreement) -> dict[str, object]:
    """An agreement as a line of a list."""
    return {
        "place": book.agreements.index(agreement) + 1,
        "agreement": agreement,
        "target": words(agreement.target),
        "scope": scope_words(agreement),
        "pauses": ", ".join(agreement.pauses) or "never",
        "highest": book.on(agreement.clock)[0] is agreement,
    }


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
        "lines": [_line(book, each) for each in book.agreements],
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


@at_least(Role.LEADER)
def write_agreement(request: SignedInRequest, place: int | None = None) -> HttpResponse:
    """Write an agreement, or change one."""
    if place is None:
        found, agreement = access.book(request.user, needs=Role.LEADER), None
    else:
        found, agreement = access.agreement(request.user, place, needs=Role.LEADER)
    own = agreement.name if agreement else None
    if request.method == "POST":
        form = AgreementForm(request.POST, book=found.book, own=own)
        if form.is_valid():
            changed = with_agreement(found.book, form.agreement, own)
            if _saved(request, changed, form):
                return redirect("agreements:book")
    elif agreement:
        form = AgreementForm.of(agreement, found.book, found.number)
    else:
        form = AgreementForm(book=found.book, initial={"pauses": "waiting", "after": found.number})
    context = {
        "title": agreement.name if agreement else "New agreement",
        "form": form,
        "place": place,
        "without_calendar": not found.book.calendars,
        "known": _known(),
        "after": found.number,
    }
    return render(request, "agreements/write-agreement.html", context)


def _known() -> list[tuple[str, str]]:
    """The dimensions by which tickets are told apart, each with its first values, as the form takes them."""
    try:
        with Reader.remembering(Home.from_environment()) as reader:
            values = {name: reader.values(name) for name in ("priority", "kind", "group", "service", "business_unit")}
    except NothingPublished:
        return []
    named = {name: [value for value in found if value is not None] for name, found in values.items()}
    return [
        (name, ", ".join(found[:SHOWN]) + (", …" if len(found) > SHOWN else ""))
        for name, found in named.items()
        if found
    ]


@at_least(Role.LEADER)
def raise_agreement(request: SignedInRequest, place: int) -> HttpResponse:
    """Put an agreement before the one above it."""
    found, agreement = access.agreement(request.user, place, needs=Role.LEADER)
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
    """Save a book without the agreement."""
    found, agreement = access.agreement(request.user, place, needs=Role.LEADER)
    return _removed(request, without_agreement(found.book, agreement.name), agreement.name)


def calendar_page(request: SignedInRequest, place: int) -> HttpResponse:
    """One calendar: its week, its special days, and what the next changes of the clocks do."""
    found, calendar = access.calendar(request.user, place)
    today = timezone.localdate()
    context = {
        "title": calendar.name,
        "calendar": calendar,
        "place": place,
        "days": calendars.days(calendar),
        "weekly": calendars.weekly(calendar),
        "specials": calendars.specials(calendar, today),
        "lacking": calendars.lacking(calendar, today),
        "nights": calendars.nights(calendar, today),
        "agreements": [_line(found.book, each) for each in found.book.agreements if each.calendar == calendar.name],
        "number": found.number,
    }
    return render(request, "agreements/calendar.html", context)


@at_least(Role.LEADER)
def write_calendar(request: SignedInRequest, place: int | None = None) -> HttpResponse:
    """Write a calendar, or change one."""
    if place is None:
        found, calendar = access.book(request.user, needs=Role.LEADER), None
    else:
        found, calendar = access.calendar(request.user, place, needs=Role.LEADER)
    own = calendar.name if calendar else None
    if request.method == "POST":
        form = CalendarForm(request.POST, request.FILES, book=found.book, own=own)
        if form.is_valid():
            changed = with_calendar(found.book, form.calendar, own)
            if _saved(request, changed, form):
                return redirect("agreements:calendar", place or len(changed.calendars))
    elif calendar:
        form = CalendarForm.of(calendar, found.book, found.number)
    else:
        fresh = {"zone": _zone(), "week": "Mon-Fri 09:00-17:00", "after": found.number}
        form = CalendarForm(book=found.book, initial=fresh)
    context = {
        "title": calendar.name if calendar else "New calendar",
        "form": form,
        "place": place,
        "zones": zones(),
        "after": found.number,
    }
    return render(request, "agreements/write-calendar.html", context)


@at_least(Role.LEADER)
def remove_calendar(request: SignedInRequest, place: int) -> HttpResponse:
    """Save a book without the calendar, where no agreement runs on it."""
    found, calendar = access.calendar(request.user, place, needs=Role.LEADER)
    try:
        changed = without_calendar(found.book, calendar.name)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("agreements:calendar", place)
    return _removed(request, changed, calendar.name)


def _removed(request: SignedInRequest, changed: Book, name: str) -> HttpResponse:
    after = request.POST.get("after", "")
    number = int(after) if after.isdigit() else -1
    try:
        actions.save(request.user, changed, reason=f"{name} is removed", after=number)
        messages.success(request, f"{name} is removed from the book; earlier books keep it.")
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("agreements:book")


def _saved(request: SignedInRequest, changed: Book, form: AgreementForm | CalendarForm) -> bool:
    """Save the next book; where it is refused the form says why."""
    try:
        row = actions.save(request.user, changed, reason=form.cleaned_data["reason"], after=form.cleaned_data["after"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Saved as book {row.number}.")
    return True
