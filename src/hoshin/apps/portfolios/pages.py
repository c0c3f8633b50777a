"""Pages of the portfolios app."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest


def initiatives(request: SignedInRequest) -> HttpResponse:
    """The list."""
    return render(request, "base.html", {"title": "Portfolios"})
