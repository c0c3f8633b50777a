"""Pages of the sources app."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest


def imports(request: SignedInRequest) -> HttpResponse:
    """The list."""
    return render(request, "base.html", {"title": "Sources"})
