"""One line of an agenda before it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoshin.apps.reviews.models import Source
from hoshin.reporting.blocks import Tone


@dataclass(frozen=True)
class Line:
    """One thing to talk about. ``subject`` is the same each time that the same thing is met.

    ``carried`` is the day of the review that did not reach it.
    """

    source: Source
    subject: str
    title: str
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    word: str = ""
    href: str = ""
    carried: date | None = None
