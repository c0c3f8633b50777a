"""Reads of organisation, people and teams."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from hoshin.apps.accounts.models import AuditLine, Organisation, Person, Team

DEFAULT_NAME = "Your organisation"


def organisation_name() -> str:
    """The organisation's name, or a placeholder until somebody gives it one."""
    organisation = Organisation.objects.first()
    return organisation.name if organisation else DEFAULT_NAME


def people() -> QuerySet[Person]:
    """Everybody, with their team, by name."""
    return Person.objects.select_related("team")


def teams() -> QuerySet[Team]:
    """All teams by name, people included."""
    return Team.objects.prefetch_related("people")


def sizes() -> QuerySet[Team]:
    """All teams by name, each with the number of its people as ``size``."""
    return Team.objects.annotate(size=Count("people"))


def nobody_yet() -> bool:
    """Whether the first administrator has still to be made."""
    return not Person.objects.exists()


def recent_audit(limit: int = 50) -> QuerySet[AuditLine]:
    """The newest lines of the audit trail."""
    return AuditLine.objects.select_related("person").prefetch_related("changes")[:limit]
