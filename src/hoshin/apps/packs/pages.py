"""Pages: the list of editions, one edition, its files, and its verification."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Role
from hoshin.apps.packs import access, jobs, queries, tables
from hoshin.apps.packs.forms import IssueForm
from hoshin.apps.packs.models import Edition, State

TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
    "html": "text/html; charset=utf-8",
}


def packs(request: SignedInRequest) -> HttpResponseBase:
    """All editions, newest first, and the form that issues the next one."""
    if file := file_of(request, tables.EDITIONS, queries.editions()):
        return file
    context = {
        "title": "Board packs",
        "subtitle": "A pack freezes what is known today. Its numbers stay, whatever is imported later.",
        "editions": queries.editions(),
        "files": (tables.EDITIONS,) if queries.editions().exists() else (),
        "form": IssueForm(initial={"title": queries.proposed_title()}),
        "ready": queries.something_to_show(),
    }
    return render(request, "packs/packs.html", context)


@at_least(Role.LEADER)
def issue(request: SignedInRequest) -> HttpResponse:
    """Have an edition made in the background, and follow it."""
    form = IssueForm(request.POST)
    if not form.is_valid():
        context = {"title": "Board packs", "editions": queries.editions(), "form": form, "ready": True}
        return render(request, "packs/packs.html", context)
    edition = jobs.start(request.user, form.cleaned_data["title"])
    return redirect("packs:edition", edition.pk)


def edition(request: SignedInRequest, pk: int) -> HttpResponse:
    """One edition: what it says, its files and hashes."""
    return render(request, "packs/edition.html", _context(access.edition(pk)))


def edition_state(request: SignedInRequest, pk: int) -> HttpResponse:
    """The part of the page that changes while the edition is being made."""
    found = access.edition(pk)
    response = render(request, "packs/state.html", _context(found))
    if found.state != State.WAITING:
        response["HX-Refresh"] = "true"
    return response


@at_least(Role.VIEWER)
def verify(request: SignedInRequest, pk: int) -> HttpResponse:
    """Compute every number of the edition again, and compare."""
    found = access.edition(pk)
    if found.number is None:
        raise Http404("This edition has not been issued yet.")
    return render(request, "packs/edition.html", _context(found) | {"verification": queries.verification(found)})


def download(request: SignedInRequest, pk: int, form: str) -> FileResponse:
    """One of the edition's files, as it was issued."""
    found = access.edition(pk)
    path = queries.file_of(found, form)
    if form not in TYPES or path is None:
        raise Http404(f"This edition has no file of the form '{form}'.")
    name = f"{found.number:06d}-{found.as_of}.{form}"
    return FileResponse(path.open("rb"), content_type=TYPES[form], as_attachment=True, filename=f"board-pack-{name}")


def _context(found: Edition) -> dict[str, object]:
    return {"title": found.title, "edition": found, "waiting": found.state == State.WAITING} | queries.contents(found)
