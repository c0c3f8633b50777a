"""The page on which somebody says how a file is read, and sees its first rows as they would be."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.sources import actions, jobs, queries
from hoshin.apps.sources.choices import TITLES
from hoshin.apps.sources.forms import SaveForm, StartForm
from hoshin.apps.sources.models import Upload
from hoshin.apps.sources.pages.imports import toml
from hoshin.apps.sources.previews import Preview, preview, surveyed
from hoshin.apps.sources.reading_form import ReadingForm, posted
from hoshin.connectors import mapping as mappings
from hoshin.connectors.errors import MappingInvalid
from hoshin.connectors.mapping import Mapping
from hoshin.connectors.settling import settle
from hoshin.eventlog.refused import Refused


@at_least(Role.MEMBER)
def mapping(request: SignedInRequest, upload_id: int) -> HttpResponse:
    """Propose how a file is read; take corrections, show what they do, save them, and start the import."""
    upload = get_object_or_404(Upload, pk=upload_id)
    try:
        if request.method == "POST":
            return _answer(request, upload)
        return _page(request, upload, reading_form(upload))
    except Refused as refusal:
        # Only the file itself can be at fault here, and it was whole when it came: it was changed or removed since.
        messages.error(request, str(refusal))
        return redirect("sources:imports")


def reading_form(upload: Upload, data: dict[str, str] | None = None) -> ReadingForm:
    """The form for a file, as somebody left it, or with what was posted. Raises FileRefused."""
    path = queries.stored_at(upload)
    basis = _basis(upload)
    if data is None and not upload.mapping:
        return ReadingForm(surveyed(path), basis)
    return ReadingForm(surveyed(path, basis if data is None else posted(basis, data)), basis, data)


def _basis(upload: Upload) -> Mapping:
    """The mapping from which the form starts: what somebody said before, else what the file proposes."""
    if upload.mapping:
        try:
            return mappings.loads(upload.mapping)
        except MappingInvalid:
            pass  # an earlier version of Hoshin wrote it
    return surveyed(queries.stored_at(upload)).proposal


def _proposed_name(upload: Upload) -> str:
    return surveyed(queries.stored_at(upload)).proposal.name


def _answer(request: SignedInRequest, upload: Upload) -> HttpResponse:
    match request.POST.get("do"):
        case "start":
            return _start(request, upload)
        case "import":
            return _import(request, upload)
        case "save":
            return _save(request, upload)
        case "download":
            form = reading_form(upload, request.POST.dict())
            form.is_valid()
            said = form.mapping(to_keep=True)
            return toml(mappings.dumps(said), said.name)
        case _:
            form = reading_form(upload, request.POST.dict())
            form.is_valid()
            return _page(request, upload, form)


def _start(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """Begin again, from another mapping."""
    start = StartForm(request.POST, request.FILES, proposal=_proposed_name(upload))
    if start.is_valid():
        try:
            chosen = start.chosen()
        except MappingInvalid as refusal:
            start.add_error("start_from", str(refusal))
        else:
            actions.keep_draft(upload, mappings.dumps(chosen) if chosen else "")
            return redirect("sources:mapping", upload.pk)
    return _page(request, upload, reading_form(upload), start=start)


def _save(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """Save the mapping under a name, so that the next export can start from it."""
    form, save = reading_form(upload, request.POST.dict()), SaveForm(request.POST)
    if form.is_valid() and save.is_valid():
        try:
            named = replace(form.mapping(to_keep=True), name=save.cleaned_data["save_as"].strip())
        except MappingInvalid as refusal:
            form.refuse(refusal)
        else:
            saved = actions.save_mapping(request.user, named.name, named)
            actions.keep_draft(upload, saved.text)
            messages.success(request, f"The mapping {saved.name} was saved. The next import can start from it.")
            return redirect("sources:mapping", upload.pk)
    return _page(request, upload, form, save=save)


def _import(request: SignedInRequest, upload: Upload) -> HttpResponse:
    """Start the import, or say next to each field what is missing."""
    form = reading_form(upload, request.POST.dict())
    if form.is_valid() and not form.ask_for_missing():
        try:
            settled = settle(queries.stored_at(upload), form.mapping())
            run = jobs.start(request.user, upload, settled.mapping)
        except actions.AlreadyAtWork as refusal:
            return redirect("sources:run", refusal.run.pk)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("sources:run", run.pk)
    return _page(request, upload, form)


def _page(
    request: SignedInRequest,
    upload: Upload,
    form: ReadingForm,
    *,
    start: StartForm | None = None,
    save: SaveForm | None = None,
) -> HttpResponse:
    found = form.examination
    asks = {question.key: question for question in found.questions}
    shown, refused = _preview(upload, form, zone_is_open="zone" in asks)
    context = {
        "title": upload.name,
        "upload": upload,
        "found": found,
        "form": form,
        "asks": asks,
        "start_form": start or StartForm(proposal=_proposed_name(upload)),
        "save_form": save or SaveForm(initial={"save_as": form.basis.name}),
        "preview": shown,
        "preview_titles": [TITLES[name] for name in shown.fields] if shown else [],
        "preview_refused": refused,
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "sources/reading.html" if part else "sources/mapping.html", context)


def _preview(upload: Upload, form: ReadingForm, *, zone_is_open: bool) -> tuple[Preview | None, str]:
    """The first rows, or why they cannot be shown."""
    try:
        said = form.mapping() if form.is_bound else form.proposed()
        if said.missing:
            return None, "Choose the columns that are asked for, and the first rows appear here."
        return preview(queries.stored_at(upload), said, zone_is_open=zone_is_open and said.zone is None), ""
    except Refused as refusal:
        return None, str(refusal)
