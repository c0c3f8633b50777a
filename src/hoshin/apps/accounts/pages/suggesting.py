"""Parts of pages: whom a field that takes a name suggests."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hoshin.apps.accounts import choosing, queries
from hoshin.apps.accounts.access import SignedInRequest


def people(request: SignedInRequest) -> HttpResponse:
    """Some of those who may sign in whose name holds what was typed, whatever the field is called that it came from."""
    words = next(iter(request.GET.values()), "")
    known = queries.people().filter(is_active=True)
    offered = [choosing.label(each) for each in choosing.suggested(known, str(words)[:200])]
    return render(request, "accounts/suggested.html", {"offered": offered})
