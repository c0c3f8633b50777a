"""The home page: the thread from vision to verdict on one page."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest


def home(request: SignedInRequest) -> HttpResponse:
    """The thread on one page."""
    return render(request, "server/thread.html", {"title": "The thread"})
