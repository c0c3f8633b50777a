"""Pages: the book with its history, its file, its agreements and calendars; leaders write."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext

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
from hoshin.apps.agreements.forms.reasons import ReasonForm, RemovalForm
from hoshin.apps.agreements.reports import calendar as calendars
from hoshin.apps.agreements.reports.kept import scope_words
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.pipeline.service_levels import ServiceLevels
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
                if _saved(request, changed, form):
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
    if form.is_valid() and _saved(request, changed, form):
        messages.success(request, f"{agreement.name} is removed from the book; earlier books keep it.")
        return redirect("agreements:book")
    with _levels(found.book) as levels:
        before, after = (levels.reach(agreement.clock, each) if levels else None for each in (found.book, changed))
    context = {
        "title": f"Remove {agreement.name}",
        "form": form,
        "line": _line(found.book, agreement),
        "place": place,
        "number": found.number,
        "under": before.under[found.book.on(agreement.clock).index(agreement)] if before else None,
        "without": after.without - before.without if before and after else None,
    }
    return render(request, "agreements/remove-agreement.html", context)


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


def _saved(request: SignedInRequest, changed: Book, form: ReasonForm) -> bool:
    """Save the next book; where it is refused the form says why."""
    try:
        row = actions.save(request.user, changed, reason=form.cleaned_data["reason"], after=form.cleaned_data["after"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Saved as book {row.number}.")
    return True
