"""Reads of the audit trail: its lines, and whether they hold together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from hoshin.apps.accounts import chain
from hoshin.apps.accounts.chain import Break, Change, Line
from hoshin.apps.accounts.models import AuditLine, Person

CHUNK = 2000
"""Lines that are in memory at once."""


@dataclass(frozen=True)
class Verification:
    """What came of going through the whole trail: how many lines, the last one's digest, and where it breaks."""

    lines: int
    digest: str
    breaks: tuple[Break, ...]

    @property
    def whole(self) -> bool:
        """Whether every line says what it said when it was written, and none is missing."""
        return not self.breaks

    @property
    def noted(self) -> str:
        """What to write down elsewhere, as ``parse_noted`` reads it."""
        return f"{self.lines}:{self.digest}"


def latest() -> int:
    """The number of the newest line, 0 before the first: as long as it stays, nobody has written anything."""
    return AuditLine.objects.values_list("number", flat=True).first() or 0


def verify(noted: tuple[int, str] | None = None) -> Verification:
    """Go through the whole trail; ``noted`` is a line's number and digest that were written down earlier."""
    last = (0, chain.BEFORE_ALL)

    def walked() -> Iterator[tuple[Line, str]]:
        nonlocal last
        for row in AuditLine.objects.order_by("number").prefetch_related("changes").iterator(CHUNK):
            last = (row.number, row.digest)
            yield _line(row), row.digest

    found = tuple(chain.breaks(walked(), noted))
    return Verification(*last, found)


def parse_noted(text: str) -> tuple[int, str]:
    """A number and a digest written as ``12:9f86d0…``; ``ValueError`` says what was expected.

    >>> parse_noted("12:" + "ab" * 32)[0]
    12
    """
    number, _, digest = text.strip().partition(":")
    if not number.isascii() or not number.isdigit() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
        raise ValueError("expected a line's number, a colon and its digest of 64 hexadecimal digits")
    return int(number), digest


def _line(row: AuditLine) -> Line:
    return Line(
        number=row.number,
        at=row.at,
        person=row.person_id,
        action=row.action,
        subject=row.subject,
        detail=row.detail,
        changes=tuple(Change(each.field, each.before, each.after) for each in row.changes.all()),
    )


def lines(*, words: str = "", person: Person | None = None, since: datetime | None = None) -> QuerySet[AuditLine]:
    """The lines, newest first, that hold ``words`` anywhere, of one person, from a moment on."""
    found = AuditLine.objects.select_related("person").prefetch_related("changes")
    for word in words.split():
        in_line = Q(action__icontains=word) | Q(subject__icontains=word) | Q(detail__icontains=word)
        in_change = Q(changes__before__icontains=word) | Q(changes__after__icontains=word)
        found = found.filter(Q(pk__in=AuditLine.objects.filter(in_line | in_change).values("pk")))
    if person:
        found = found.filter(person=person)
    if since:
        found = found.filter(at__gte=since)
    return found
