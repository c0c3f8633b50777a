"""Pages of the scorecards app."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest


def scorecard(request: SignedInRequest) -> HttpResponse:
    """The list."""
    return render(request, "base.html", {"title": "Scorecards"})
