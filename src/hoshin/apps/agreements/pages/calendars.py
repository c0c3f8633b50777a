"""Pages: one calendar, shown, written, removed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.agreements import access
from hoshin.apps.agreements.forms.calendars import CalendarForm, zones
from hoshin.apps.agreements.forms.reasons import RemovalForm
from hoshin.apps.agreements.pages.lines import desk_zone, line, saved
from hoshin.apps.agreements.reports import calendar as drawn
from hoshin.eventlog.refused import Refused
from hoshin.service_levels.changing import (
    with_calendar,
    without_calendar,
)


def calendar_page(request: SignedInRequest, place: int) -> HttpResponse:
    """One calendar: its week, its special days, and what the next changes of the clocks do."""
    found, calendar = access.calendar(request.user, place)
    today = timezone.localdate()
    context = {
        "title": calendar.name,
        "calendar": calendar,
        "place": place,
        "days": drawn.days(calendar),
        "weekly": drawn.weekly(calendar),
        "specials": drawn.specials(calendar, today),
        "lacking": drawn.lacking(calendar, today),
        "nights": drawn.nights(calendar, today),
        "agreements": [line(found.book, each) for each in found.book.agreements if each.calendar == calendar.name],
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
            if saved(request, changed, form):
                return redirect("agreements:calendar", place or len(changed.calendars))
    elif calendar:
        form = CalendarForm.of(calendar, found.book, found.number)
    else:
        fresh = {"zone": desk_zone(), "week": "Mon-Fri 09:00-17:00", "after": found.number}
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
    """Ask why, and save a book without the calendar, where no agreement runs on it."""
    found, calendar = access.calendar(request.user, place, needs=Role.LEADER)
    try:
        changed = without_calendar(found.book, calendar.name)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("agreements:calendar", place)
    form = RemovalForm(request.POST if request.method == "POST" else None, initial={"after": found.number})
    if form.is_valid() and saved(request, changed, form):
        messages.success(request, f"{calendar.name} is removed from the book; earlier books keep it.")
        return redirect("agreements:book")
    context = {
        "title": f"Remove {calendar.name}",
        "form": form,
        "place": place,
        "weekly": drawn.weekly(calendar),
        "holidays": len(calendar.holidays),
    }
    return render(request, "agreements/remove-calendar.html", context)
