"""The lists of people, teams and the audit trail that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hoshin.apps.accounts.models import AuditChange, AuditLine, Person, Team, Unit
from hoshin.reporting.tables import Table, instant, text, whole


def called(person: Person | None) -> str | None:
    """A person's name; nothing for nobody."""
    return person.name if person else None


PEOPLE = Table[Person](
    "people",
    "People",
    (
        text("Name", lambda each: each.name),
        text("Sign-in name", lambda each: each.username),
        text("Role", lambda each: each.get_role_display()),
        text("Team", lambda each: each.team.name if each.team else None),
        text("Business unit", lambda each: each.unit.name if each.unit else None),
        text("Manager", lambda each: called(each.manager)),
        text("Human resources", lambda each: "yes" if each.is_hr else "no"),
        text("May sign in", lambda each: "yes" if each.is_active else "no"),
        text("Mail address", lambda each: each.email),
        instant("Last signed in", lambda each: each.last_login),
    ),
)

TEAMS = Table[Team](
    "teams",
    "Teams",
    (
        text("Team", lambda each: each.name),
        whole("People", lambda each: len(each.people.all())),
        text("Business unit", lambda each: each.unit.name if each.unit else None),
        text("Names", lambda each: ", ".join(person.name for person in each.people.all())),
    ),
)

UNITS = Table[Unit](
    "units",
    "Business units",
    (
        text("Unit", lambda each: each.name),
        text("Kind", lambda each: each.get_kind_display()),
        text("Part of", lambda each: each.parent.name if each.parent else None),
        text("Headed by", lambda each: called(each.head)),
        text("Teams", lambda each: ", ".join(sorted(team.name for team in each.teams.all()))),
    ),
)

Written = tuple[AuditLine, AuditChange | None]

AUDIT = Table[Written](
    "audit-trail",
    "Audit trail",
    (
        whole("Number", lambda each: each[0].number),
        instant("At", lambda each: each[0].at),
        text("Person", lambda each: each[0].person.username if each[0].person else None),
        text("Action", lambda each: each[0].action),
        text("Subject", lambda each: each[0].subject),
        text("Detail", lambda each: each[0].detail),
        text("Field", lambda each: each[1].field if each[1] else None),
        text("Before", lambda each: each[1].before if each[1] else None),
        text("After", lambda each: each[1].after if each[1] else None),
        text("Digest", lambda each: each[0].digest),
    ),
)


def by_change(lines: Iterable[AuditLine]) -> Iterator[Written]:
    """A row for each changed field, and one for a line without any."""
    for line in lines:
        changes = list(line.changes.all())
        yield from ((line, change) for change in changes)
        if not changes:
            yield line, None
