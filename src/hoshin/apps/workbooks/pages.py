"""Pages of workbooks: bring one in, see what it would do, confirm it; the template and the direction as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, at_least
from hoshin.apps.accounts.models import Role
from hoshin.apps.definitions import readers
from hoshin.apps.workbooks import access, actions, jobs
from hoshin.apps.workbooks.confirming import confirm
from hoshin.apps.workbooks.files import xlsx
from hoshin.apps.workbooks.forms import ConfirmForm, FileForm
from hoshin.apps.workbooks.models import Stage, Workbook
from hoshin.apps.workbooks.plan import Plan
from hoshin.apps.workbooks.planning import plan
from hoshin.apps.workbooks.reports import direction, preview
from hoshin.apps.workbooks.reports import rejected as rejected_rows
from hoshin.eventlog.refused import Refused


@at_least(Role.MEMBER)
def bring_in(request: SignedInRequest) -> HttpResponse:
    """Choose a workbook; what is none, or lists nothing that is known, is refused here."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            with readers.if_published() as reader:
                plan(request.user, content, file.name, reader)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("workbooks:workbook", actions.keep(request.user, file.name, content).pk)
    context = {"title": "Direction as a workbook", "form": form, "waiting": access.waiting(request.user)}
    return render(request, "workbooks/bring-in.html", context)


@at_least(Role.MEMBER)
def workbook(request: SignedInRequest, pk: int) -> HttpResponse:
    """What a workbook would do, row by row; confirming it writes all rows that can be taken, or none."""
    found = access.workbook(request.user, pk)
    if request.method == "POST" and found.size > jobs.LARGE:
        return _handed_over(request, found)
    if found.stage == Stage.HANDED_OVER:
        context = {"title": found.name, "workbook": found, "silent": _silent(found)}
        return render(request, "workbooks/writing.html", context)
    if found.said:
        tell = messages.warning if found.stage == Stage.REFUSED else messages.success
        tell(request, found.said)
        if found.stage == Stage.WRITTEN:
            actions.let_go(found)
            return redirect("strategy:objectives")
        actions.heard(found)
    with readers.if_published() as reader:
        if request.method == "POST":
            form = ConfirmForm(request.POST)
            seen = form.cleaned_data["seen"] if form.is_valid() else ""
            try:
                done = confirm(request.user, bytes(found.content), found.name, reader, seen=seen)
            except actions.Moved as refusal:
                messages.warning(request, str(refusal))
            else:
                return _confirmed(request, found, done)
        there = plan(request.user, bytes(found.content), found.name, reader)
    context = {
        "title": found.name,
        "workbook": found,
        "preview": preview.compose(there),
        "form": ConfirmForm(initial={"seen": there.digest}),
    }
    return render(request, "workbooks/workbook.html", context)


def _handed_over(request: SignedInRequest, found: Workbook) -> HttpResponse:
    """Give a large workbook to the worker."""
    form = ConfirmForm(request.POST)
    try:
        jobs.ask(request.user, found, seen=form.cleaned_data["seen"] if form.is_valid() else "")
    except actions.Busy as refusal:
        messages.warning(request, str(refusal))
    return redirect("workbooks:workbook", found.pk)


@at_least(Role.MEMBER)
def state(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the worker is, as a part of the page; the page is read anew when it has ended."""
    found = access.workbook(request.user, pk)
    response = render(request, "workbooks/state.html", {"workbook": found, "silent": _silent(found)})
    if found.stage != Stage.HANDED_OVER:
        response["HX-Refresh"] = "true"
    return response


def _silent(found: Workbook) -> bool:
    """Whether the worker that writes it has said nothing for too long."""
    return found.beat is not None and timezone.now() - found.beat > actions.SILENT


def _confirmed(request: SignedInRequest, found: Workbook, done: Plan) -> HttpResponse:
    """Rejected rows can still be fetched; a workbook of which all is taken has done its work."""
    counted = preview.counted(done)
    messages.success(request, f"Written: {counted.written}.")
    if counted.rejected:
        return redirect("workbooks:workbook", found.pk)
    actions.let_go(found)
    return redirect("strategy:objectives")


@at_least(Role.MEMBER)
def rejected(request: SignedInRequest, pk: int) -> HttpResponse:
    """The rejected rows as a workbook, each with its reason."""
    found = access.workbook(request.user, pk)
    with readers.if_published() as reader:
        there = plan(request.user, bytes(found.content), found.name, reader)
    return xlsx(rejected_rows.compose(there), "rejected rows")


@at_least(Role.MEMBER)
def discard(request: SignedInRequest, pk: int) -> HttpResponse:
    """Let a workbook go; nothing of it is written."""
    found = access.workbook(request.user, pk)
    actions.discard(request.user, found)
    messages.success(request, f"{found.name} is gone; nothing of it was written.")
    return redirect("workbooks:bring-in")


def template(request: SignedInRequest) -> HttpResponse:
    """The empty workbook, with the lists of this organisation."""
    with readers.if_published() as reader:
        return xlsx(direction.compose(direction.gather(request.user, reader, empty=True)), "direction, empty")


def as_it_stands(request: SignedInRequest) -> HttpResponse:
    """The direction as it stands, as a workbook."""
    with readers.if_published() as reader:
        return xlsx(direction.compose(direction.gather(request.user, reader)), "direction")
