"""Turns what Hoshin refuses on purpose into a page that says how to go on, wherever a page did not do so itself."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hoshin.eventlog.refused import Refused
from hoshin.warehouse.errors import NothingPublished


class RefusalMiddleware:
    """Answers a refusal that no page has answered: a missing import with what to do, all else with its sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; None leaves any other exception to Django."""
        if isinstance(exception, NothingPublished):
            return render(request, "server/nothing-yet.html", {"title": "No tickets yet"})
        if isinstance(exception, Refused):
            context = {"title": "That cannot be shown", "text": str(exception)}
            return render(request, "server/message.html", context, status=400)
        return None
