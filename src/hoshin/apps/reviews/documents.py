"""Frozen minutes as the files that people ask for, each drawn from the same snapshot."""

from __future__ import annotations

from hoshin.apps.reviews.models import Minutes
from hoshin.eventlog.refused import Refused
from hoshin.reporting import to_docx, to_pdf
from hoshin.reporting.blocks import Paragraph, Section
from hoshin.reporting.snapshot import Snapshot, loads

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TYPES = {"docx": DOCX, "pdf": "application/pdf"}


class MinutesDamaged(Refused):
    """The text of minutes is no longer what its hash says."""


def snapshot(minutes: Minutes) -> Snapshot:
    """What the minutes say. Raises MinutesDamaged where text and hash do not agree."""
    found = loads(minutes.text.encode())
    if found.identity != minutes.identity:
        raise MinutesDamaged("These minutes are not what was frozen: restore the database from a backup.")
    return found


def file(minutes: Minutes, form: str) -> bytes:
    """The minutes as ``docx`` or ``pdf``; the same minutes give the same bytes. Raises MinutesDamaged."""
    found = snapshot(minutes)
    return to_docx.render(found, closing(found)) if form == "docx" else to_pdf.render(found, None, closing(found))


def closing(found: Snapshot) -> Section:
    """How to tell that a file is what was frozen."""
    words = f"These minutes were frozen when the review was closed. Their SHA-256 is {found.identity}."
    return Section("About these minutes", (Paragraph(words),))


def name(minutes: Minutes, form: str) -> str:
    """The file's name."""
    return f"minutes-{minutes.review.on}-{minutes.review.pk}.{form}"


def attachments(minutes: Minutes) -> list[tuple[str, bytes, str]]:
    """The files as a mail encloses them."""
    return [(name(minutes, form), file(minutes, form), kind) for form, kind in TYPES.items()]
