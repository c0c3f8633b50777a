"""The page "Data", bringing a file in, and saved mappings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.downloads import file_of
from hoshin.apps.accounts.models import Role
from hoshin.apps.sources import actions, queries, tables
from hoshin.apps.sources.forms import FileForm, MappingFileForm
from hoshin.apps.sources.models import SavedMapping, Upload
from hoshin.eventlog.refused import Refused


def imports(request: SignedInRequest) -> HttpResponseBase:
    """The desks that are published, what was imported when and by whom, and the saved mappings."""
    return file_of(request, tables.RUNS, queries.all_runs()) or _imports(request)


def _imports(request: SignedInRequest, mapping_form: MappingFileForm | None = None) -> HttpResponse:
    now = timezone.now()
    context = {
        "title": "Data",
        "subtitle": "Every number in Hoshin is computed from the tickets that are imported here.",
        "desks": queries.published_desks(),
        "runs": [(run, queries.is_stale(run, now)) for run in queries.runs()],
        "files": (tables.RUNS,) if queries.all_runs().exists() else (),
        "uploads": queries.uploads(),
        "mappings": queries.saved_mappings(),
        "mapping_form": mapping_form or MappingFileForm(auto_id="id_mapping_%s"),
    }
    return render(request, "sources/imports.html", context)


@at_least(Role.MEMBER)
def bring_in(request: SignedInRequest) -> HttpResponse:
    """Choose a file; one that is not what it says is refused here and deleted."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = actions.keep(request.user, file.name, file.chunks())
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("sources:mapping", upload.pk)
    return render(request, "sources/bring-in.html", {"title": "Import an export", "form": form})


@at_least(Role.MEMBER)
def discard(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Delete a file that is not wanted after all."""
    upload = get_object_or_404(Upload, pk=upload_id)
    try:
        actions.discard(request.user, upload)
        messages.success(request, f"{upload.name} was deleted.")
    except actions.AlreadyAtWork as refusal:
        messages.error(request, str(refusal))
    return redirect("sources:imports")


@at_least(Role.MEMBER)
def add_mapping(request: SignedInRequest) -> HttpResponse:
    """Save a mapping that comes as a file."""
    form = MappingFileForm(request.POST, request.FILES, auto_id="id_mapping_%s")
    if not form.is_valid():
        return _imports(request, form)
    saved = actions.save_mapping(request.user, form.mapping.name, form.mapping)
    messages.success(request, f"The mapping {saved.name} was saved.")
    return redirect("sources:imports")


def mapping_file(request: SignedInRequest, mapping_id: int) -> HttpResponse:
    """A saved mapping as a file."""
    saved = get_object_or_404(SavedMapping, pk=mapping_id)
    return toml(saved.text, saved.name)


def toml(text: str, name: str) -> HttpResponse:
    """A mapping's text as a file to keep."""
    response = HttpResponse(text, content_type="application/toml; charset=utf-8")
    file = queries.harmless(name).replace(" ", "-").lower()
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{file}.toml") or ""
    return response


@at_least(Role.MEMBER)
def delete_mapping(request: SignedInRequest, mapping_id: int) -> HttpResponse:
    """Delete a saved mapping."""
    saved = get_object_or_404(SavedMapping, pk=mapping_id)
    actions.delete_mapping(request.user, saved)
    messages.success(request, f"The mapping {saved.name} was deleted.")
    return redirect("sources:imports")
