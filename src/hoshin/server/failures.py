"""Turns what Hoshin refuses on purpose into a page that says how to go on, wherever a page did not do so itself."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from hoshin.eventlog.refused import Refused
from hoshin.warehouse.errors import NothingPublished


class RefusalMiddleware:
    """Answers a refusal that no page has answered: a missing import with what to do, all else with its sentence.

    What cannot be removed because rows that stay rest on it is a refusal as well.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page for a refusal; None leaves any other exception to Django."""
        if isinstance(exception, NothingPublished):
            return render(request, "server/nothing-yet.html", {"title": "No tickets yet"})
        if isinstance(exception, ProtectedError):
            on_it = ", ".join(sorted({str(each._meta.verbose_name) for each in exception.protected_objects}))
            text = f"Something that stays for ever rests on it: {on_it}. So it cannot be removed; set its end instead."
            return render(request, "server/message.html", {"title": "That stays", "text": text}, status=400)
        if isinstance(exception, Refused):
            context = {"title": "That cannot be shown", "text": str(exception)}
            return render(request, "server/message.html", context, status=400)
        return None
