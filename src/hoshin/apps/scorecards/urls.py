"""Addresses of the scorecards app."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path


def _soon(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
    return HttpResponse("soon")


app_name = "scorecards"
urlpatterns = [
    path("scorecard/", _soon, name="scorecard"),
    path("scorecard/<slug:key>/", _soon, name="metric"),
    path("scorecard/<slug:key>/tickets/", _soon, name="tickets"),
    path("ticket/<str:desk>/<path:ticket>/", _soon, name="ticket"),
]
