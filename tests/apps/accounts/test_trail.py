"""The audit trail in the database: chained, kept, verified, looked into."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts import actions, trail
from hoshin.apps.accounts.models import AuditChange, AuditLine, Person, Role
from hoshin.server.command.audit import audit

pytestmark = pytest.mark.django_db
TABLES = ("accounts_auditline", "accounts_auditchange")


@pytest.fixture
def written(alice: Person, max_: Person) -> Person:
    """A few writes by Alice."""
    actions.name_organisation(alice, "Northern Freight")
    actions.name_organisation(alice, "Southern Freight")
    actions.change_person(alice, max_, role=Role.LEADER, team=None, is_active=True)
    return alice


def past_hoshin(statement: str) -> None:
    """What somebody does who opens the database and takes the triggers away first."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name LIKE 'accounts_audit%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement)


def test_a_change_tells_what_stood_there_before(written: Person) -> None:
    newest = AuditLine.objects.first()
    assert newest is not None
    assert (newest.number, newest.person, newest.action, newest.subject) == (3, written, "changed a person", "Max")
    assert [(each.field, each.before, each.after) for each in newest.changes.all()] == [("role", "Member", "Leader")]


def test_the_trail_is_whole(written: Person) -> None:
    found = trail.verify()
    assert found.whole
    assert found.lines == 3
    assert trail.verify(trail.parse_noted(found.noted)).whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE accounts_auditline SET subject = 'X' WHERE number = 2",
        "DELETE FROM accounts_auditline WHERE number = 2",
        "UPDATE accounts_auditchange SET before = 'X'",
        "DELETE FROM accounts_auditchange",
        "INSERT OR REPLACE INTO accounts_auditline (id, number, at, action, subject, detail, digest) "
        "SELECT id, number, at, action, 'X', detail, digest FROM accounts_auditline WHERE number = 2",
    ],
)
def test_the_database_itself_refuses(written: Person, statement: str) -> None:
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert trail.verify().whole


@pytest.mark.parametrize(
    ("statement", "number", "words"),
    [
        ("UPDATE accounts_auditline SET subject = 'X' WHERE number = 2", 2, "something else"),
        ("UPDATE accounts_auditline SET person_id = NULL WHERE number = 1", 1, "something else"),
        ("UPDATE accounts_auditchange SET before = 'Viewer' WHERE before = 'Member'", 3, "something else"),
        ("DELETE FROM accounts_auditchange WHERE before = 'Member'", 3, "something else"),
        ("UPDATE accounts_auditline SET number = 9 WHERE number = 3", 3, "missing"),
    ],
)
def test_what_is_written_past_hoshin_is_found(written: Person, statement: str, number: int, words: str) -> None:
    past_hoshin(statement)
    found = trail.verify()
    assert [each.number for each in found.breaks] == [number]
    assert words in found.breaks[0].words


def test_an_end_that_is_cut_off_is_found_by_what_was_noted(written: Person) -> None:
    noted = trail.verify().noted
    past_hoshin("DELETE FROM accounts_auditchange")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_auditline WHERE number = 3")
    refused = CliRunner().invoke(audit, ["verify", "--noted", noted])
    assert "BROKEN  line 3 was there when its digest was noted, and is gone" in refused.output
    assert refused.exit_code == 1


def test_the_command_says_so_in_words_and_in_json(written: Person) -> None:
    said = CliRunner().invoke(audit, ["verify"])
    assert "The audit trail is whole: 3 lines" in said.output
    found = json.loads(CliRunner().invoke(audit, ["verify", "--json"]).output)
    assert (found["whole"], found["lines"], found["breaks"]) == (True, 3, [])
    assert f"Note down: 3:{found['digest']}" in said.output


@pytest.mark.parametrize("noted", ["", "3", "x:" + "a" * 64, "3:short", "3:" + "g" * 64])
def test_what_was_noted_wrongly_is_refused(noted: str) -> None:
    with pytest.raises(ValueError, match="expected a line's number"):
        trail.parse_noted(noted)


def test_an_administrator_searches_the_trail(client: Client, written: Person) -> None:
    client.force_login(written)
    address = reverse("accounts:audit")
    assert [line.number for line in client.get(address).context["page"]] == [3, 2, 1]
    assert [line.number for line in client.get(address, {"words": "northern"}).context["page"]] == [2, 1]
    assert [line.number for line in client.get(address, {"words": "person leader"}).context["page"]] == [3]
    assert b"No line says that" in client.get(address, {"words": "nowhere"}).content
    assert b"The trail is whole" in client.get(address, {"check": "1"}).content
    past_hoshin("UPDATE accounts_auditline SET subject = 'X' WHERE number = 2")
    assert b"Line 2 says something else than when it was written." in client.get(address, {"check": "1"}).content


def test_the_trail_is_taken_away(client: Client, written: Person) -> None:
    client.force_login(written)
    streamed = client.get(reverse("accounts:audit"), {"form": "csv"}).getvalue().decode("utf-8-sig")
    lines = streamed.splitlines()
    assert lines[0] == "Number,At,Person,Action,Subject,Detail,Field,Before,After,Digest"
    assert "role,Member,Leader" in lines[1]
    assert len(lines) == 1 + AuditLine.objects.count()
    assert AuditChange.objects.count() == 2
