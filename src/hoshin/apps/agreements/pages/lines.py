"""What pages of the book share: an agreement as a line, the zone of the desk, and saving the next book."""

from __future__ import annotations

from django.contrib import messages

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.agreements import actions
from hoshin.apps.agreements.forms.reasons import ReasonForm
from hoshin.apps.agreements.reports.kept import scope_words
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.service_levels.agreement import Agreement, Book
from hoshin.service_levels.durations import words
from hoshin.warehouse.errors import NothingPublished


def line(book: Book, agreement: Agreement) -> dict[str, object]:
    """An agreement as a line of a list."""
    return {
        "place": book.agreements.index(agreement) + 1,
        "agreement": agreement,
        "target": words(agreement.target),
        "scope": scope_words(agreement),
        "pauses": ", ".join(agreement.pauses) or "never",
        "highest": book.on(agreement.clock)[0] is agreement,
    }


def desk_zone() -> str:
    """The time zone of the desk, where there is one."""
    try:
        with Reader.remembering(Home.from_environment()) as reader:
            desks = sorted(reader.desks.values(), key=lambda desk: desk.demonstration)
    except NothingPublished:
        return "UTC"
    return desks[0].zone if desks else "UTC"


def saved(request: SignedInRequest, changed: Book, form: ReasonForm) -> bool:
    """Save the next book; where it is refused the form says why."""
    try:
        row = actions.save(request.user, changed, reason=form.cleaned_data["reason"], after=form.cleaned_data["after"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, f"Saved as book {row.number}.")
    return True
