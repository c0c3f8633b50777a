"""Page: recognition, and saying thanks."""

from __future__ import annotations

from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.narrowing import containing, page_of, words_of
from hoshin.apps.definitions import readers
from hoshin.apps.people import queries, tables
from hoshin.apps.people.actions import recognition as actions
from hoshin.apps.people.forms.evaluations import RecognitionForm
from hoshin.apps.portfolios import queries as portfolios
from hoshin.impact.standing import Place


def recognition(request: SignedInRequest) -> HttpResponseBase:
    """Who was thanked for what; everybody can thank."""
    words = words_of(request)
    known = containing(queries.recognitions(), words, "person__name", "by__name", "behaviour", "reason")
    if file := file_of(request, tables.RECOGNITION, known):
        return file
    with readers.if_published() as reader:
        judged = portfolios.judged(reader, portfolios.sealed())
    proven = [each.initiative for each in judged if each.standing and each.standing.place is Place.PROVEN]
    form = RecognitionForm(request.POST if request.method == "POST" else None, by=request.user, proven=proven)
    if request.method == "POST" and form.is_valid():
        actions.recognise(request.user, on=timezone.localdate(), **form.cleaned_data)
        messages.success(request, "Said, and everybody can read it.")
        return redirect("people:recognition")
    page = page_of(request, known)
    context = {
        "title": "Recognition",
        "found": page.object_list,
        "page": page,
        "words": words,
        "form": form,
        "files": (tables.RECOGNITION,) if page.object_list else (),
    }
    return render(request, "people/recognition.html", context)
