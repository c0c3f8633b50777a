"""Pages: what is kept of a person, as a page and as a file; who read it; and erasure."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.actions import LastAdministrator
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Person
from hoshin.apps.people import access, keeping, tables
from hoshin.apps.people.actions import erasure
from hoshin.apps.people.actions.recognition import note
from hoshin.apps.people.forms.privacy import ErasureForm
from hoshin.apps.people.models import Read
from hoshin.eventlog.refused import Refused


def privacy(request: SignedInRequest, pk: int | None = None) -> HttpResponseBase:
    """All that is kept of oneself; of somebody else for human resources, which is written down."""
    found = _whose(request, pk)
    read_by = found.access_lines.select_related("reader")
    if file := file_of(request, tables.READ_BY, read_by):
        return file
    context = {
        "files": (tables.READ_BY,) if read_by.exists() else (),
        "title": "What is kept of me" if found == request.user else f"What is kept of {found.name}",
        "kept": keeping.gather(found, request.user),
        "person": found,
        "people": Person.objects.exclude(pk=request.user.pk) if request.user.may_evaluate and pk is None else [],
    }
    return render(request, "people/privacy.html", context)


def export(request: SignedInRequest, pk: int | None = None) -> HttpResponse:
    """The same as a JSON file."""
    found = _whose(request, pk)
    body = json.dumps(keeping.gather(found, request.user).plain(), ensure_ascii=False, indent=1)
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="hoshin-{found.pk}.json"'
    return response


def erase(request: SignedInRequest, pk: int) -> HttpResponse:
    """Show what goes and what stays, then erase a person."""
    found = _other(request, pk)
    form = ErasureForm(request.POST if request.method == "POST" else None, person=found)
    if request.method == "POST" and form.is_valid():
        try:
            erased = erasure.erase(request.user, found)
        except (Refused, LastAdministrator) as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"Erased. On every page stands now: {erased.name}.")
            return redirect("people:privacy")
    context = {
        "title": f"Erase {found.name}",
        "person": found,
        "form": form,
        "goes": erasure.GOES,
        "stays": erasure.STAYS,
        "led": found.led.count(),
    }
    return render(request, "people/erase.html", context)


def _whose(request: SignedInRequest, pk: int | None) -> Person:
    if pk is None or pk == request.user.pk:
        return request.user
    found = _other(request, pk)
    note(request.user, [found], Read.EXPORT, timezone.localdate())
    return found


def _other(request: SignedInRequest, pk: int) -> Person:
    access.human_resources(request.user)
    found = Person.objects.select_related("team", "manager").filter(pk=pk).first()
    if found is None:
        raise Http404("There is no such person.")
    return found
