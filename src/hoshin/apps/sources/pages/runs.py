"""The page of one import: how far it is, what came of it, and what could not be read."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest, require
from hoshin.apps.accounts.models import Role
from hoshin.apps.sources import queries, wording
from hoshin.apps.sources.models import ImportRun, State
from hoshin.eventlog.refused import Refused
from hoshin.reporting import to_csv


def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    """One import. While it is at work the page asks for its state every second."""
    found = get_object_or_404(ImportRun.objects.select_related("person", "upload"), pk=run_id)
    now = timezone.now()
    context: dict[str, object] = {
        "title": found.file,
        "run": found,
        "unattended": queries.seems_unattended(found, now),
        "stale": queries.is_stale(found, now),
        "stage": wording.stage(found.stage),
        "left": wording.left(found.seconds_left),
        "took": wording.duration((found.finished_at - found.started_at).total_seconds())
        if found.finished_at and found.started_at
        else "",
    }
    if found.state == State.DONE and found.rejected:
        try:
            table = queries.rejects(found)
        except Refused as refusal:
            context["rejects_refused"] = str(refusal)
        else:
            context["rejects"] = queries.reject_groups(table) if table is not None else []
    part = request.headers.get("HX-Request") == "true"
    return render(request, "sources/run-status.html" if part else "sources/run.html", context)


def rejected(request: SignedInRequest, run_id: int) -> HttpResponseBase:
    """What could not be read, as CSV: line, column, reason, expected, text."""
    require(request.user, Role.MEMBER)
    found = get_object_or_404(ImportRun, pk=run_id)
    table = queries.rejects(found)
    rows = queries.reject_rows(table) if table is not None else ()
    return StreamingHttpResponse(
        to_csv.written(("line", "column", "reason", "expected", "text"), rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="rejected-rows-{found.pk}.csv"'},
    )
