"""Addresses of the scorecard, metrics and tickets."""

from __future__ import annotations

from django.urls import path
from django.views.decorators.http import require_POST

from hoshin.apps.scorecards import pages

app_name = "scorecards"
urlpatterns = [
    path("scorecard/", pages.scorecard_page, name="scorecard"),
    path("scorecard/<slug:key>/", pages.metric_page, name="metric"),
    path("scorecard/<slug:key>/target/", require_POST(pages.set_target), name="set-target"),
    path("scorecard/<slug:key>/baseline/", require_POST(pages.set_baseline), name="set-baseline"),
    path("scorecard/<slug:key>/tickets/", pages.tickets_page, name="tickets"),
    path("ticket/<str:desk>/<path:ticket>/", pages.ticket_page, name="ticket"),
]
