"""Addresses of service levels, agreements and calendars."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.agreements.pages import agreements, book, calendars, keeping

app_name = "agreements"
urlpatterns = [
    path("service-levels/", keeping.kept_page, name="kept"),
    path("service-levels/tickets/", keeping.tickets_page, name="tickets"),
    path("service-levels/reconciliation/", keeping.reconciliation_page, name="reconciliation"),
    path("service-levels/ticket/<str:desk>/<path:ticket>/", keeping.ticket_page, name="ticket"),
    path("service-levels/proposal/", require_POST(book.take_proposal), name="take-proposal"),
    path("service-levels/book/", book.book_page, name="book"),
    path("service-levels/book/export/", book.export, name="export"),
    path("service-levels/book/import/", book.import_page, name="import"),
    path("service-levels/agreements/new/", agreements.write_agreement, name="new-agreement"),
    path("service-levels/agreements/<int:place>/", agreements.write_agreement, name="agreement"),
    path("service-levels/agreements/<int:place>/raise/", require_POST(agreements.raise_agreement), name="raise"),
    path("service-levels/agreements/<int:place>/remove/", agreements.remove_agreement, name="remove"),
    path("service-levels/calendars/new/", calendars.write_calendar, name="new-calendar"),
    path("service-levels/calendars/<int:place>/", calendars.calendar_page, name="calendar"),
    path("service-levels/calendars/<int:place>/change/", calendars.write_calendar, name="change-calendar"),
    path("service-levels/calendars/<int:place>/remove/", calendars.remove_calendar, name="remove-calendar"),
]
