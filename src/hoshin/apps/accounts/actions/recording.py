"""The write that every other write carries with it: a line of the audit trail."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone

from hoshin.apps.accounts import chain
from hoshin.apps.accounts.chain import Change
from hoshin.apps.accounts.models import AuditChange, AuditLine, Person

CHAIN = 0x48_4F_53_48
"""The lock under which a line finds the one before it."""


def record(
    person: Person | None, action: str, subject: str, detail: str = "", *, changes: tuple[Change, ...] = ()
) -> None:
    """Add one line to the audit trail; call it inside the transaction of the write that it tells of.

    ``changes`` are the fields that the write changed, of something that was there before (``chain.changed``).
    """
    if connection.vendor == "postgresql":
        # SQLite lets one transaction write at a time; here the next line has to wait for this one's end.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHAIN])
    last = AuditLine.objects.only("number", "digest").first()
    line = chain.Line(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        person=person.pk if person else None,
        action=action,
        subject=subject[:200],
        detail=detail,
        changes=changes,
    )
    row = AuditLine.objects.create(
        number=line.number,
        at=line.at,
        person=person,
        action=line.action,
        subject=line.subject,
        detail=line.detail,
        digest=chain.digest(last.digest if last else chain.BEFORE_ALL, line),
    )
    AuditChange.objects.bulk_create(
        AuditChange(line=row, field=each.field, before=each.before, after=each.after) for each in changes
    )
