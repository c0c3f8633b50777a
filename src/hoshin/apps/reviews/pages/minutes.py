"""Pages of minutes: frozen when a review is closed, read, and taken along as files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.reviews import access, documents
from hoshin.apps.reviews.actions import closing
from hoshin.apps.reviews.actions import meetings as actions
from hoshin.apps.reviews.models import Amendment, Minutes, Review
from hoshin.apps.reviews.reports import minutes as report
from hoshin.eventlog.refused import Refused
from hoshin.reporting.snapshot import Snapshot


def _minutes_of(found: Review) -> Snapshot:
    return report.compose(report.gather(found, timezone.localdate()))


def close(request: SignedInRequest, pk: int) -> HttpResponse:
    """Freeze the minutes."""
    found = access.review(request.user, pk, to_take_part=True)
    try:
        closing.close(request.user, found, _minutes_of, timezone.now())
    except actions.Closed as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "The review is closed, and its minutes are frozen.")
    return redirect("reviews:minutes", pk)


def _minutes(request: SignedInRequest, pk: int) -> Minutes:
    found = access.review(request.user, pk)
    kept = Minutes.objects.select_related("review__forum", "person").filter(review=found).first()
    if kept is None:
        raise Http404("This review is still open: it has no minutes yet.")
    return kept


def minutes(request: SignedInRequest, pk: int) -> HttpResponse:
    """The frozen minutes, as files and as a page."""
    found = _minutes(request, pk)
    context: dict[str, object] = {
        "title": str(found.review.forum.name),
        "minutes": found,
        "review": found.review,
        "letters": found.letters.all(),
        "amendments": Amendment.objects.filter(decision__review=found.review)
        .select_related("decision", "person")
        .prefetch_related("fields"),
    }
    try:
        context["snapshot"] = documents.snapshot(found)
    except Refused as refusal:
        context["damage"] = str(refusal)
    return render(request, "reviews/minutes.html", context)


def minutes_file(request: SignedInRequest, pk: int, form: str) -> HttpResponse:
    """The minutes as DOCX or PDF."""
    found = _minutes(request, pk)
    if form not in documents.TYPES:
        raise Http404(f"Minutes have no file of the form '{form}'.")
    name = documents.name(found, form)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(documents.file(found, form), content_type=documents.TYPES[form], headers=headers)
