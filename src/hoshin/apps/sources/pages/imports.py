"""The page "Data"."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts.access import SignedInRequest


def imports(request: SignedInRequest) -> HttpResponse:
    """What was imported."""
    return render(request, "base.html", {"title": "Data"})
