"""No number of tickets can ever be evidence of a person: the vocabulary is closed, and nothing leads tickets to it."""

from __future__ import annotations

import ast
from dataclasses import fields
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from hoshin.apps.accounts.models import Person
from hoshin.apps.people import evidence
from hoshin.apps.people.forms.goals import DIMENSIONS
from hoshin.apps.people.models import EvidenceKind, EvidenceLine
from hoshin.eventlog.schema import ASSIGNMENTS, TICKETS

ROOT = Path(evidence.__file__).parent
NUMBERS = ("n", "count", "amount", "value", "tickets", "number")


def imported(file: Path) -> set[str]:
    """The modules that a file names."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{each.name}" for each in node.names)}
        elif isinstance(node, ast.Import):
            found |= {each.name for each in node.names}
    return found


def test_the_vocabulary_of_evidence_is_closed() -> None:
    assert {each.value for each in EvidenceKind} == {"goal", "check-in", "recognition"}


def test_evidence_has_no_room_for_a_number() -> None:
    assert {each.name for each in fields(evidence.Evidence)} == {"kind", "on", "words", "address"}
    assert not {each.name for each in EvidenceLine._meta.fields} & set(NUMBERS)


def test_what_gathers_evidence_knows_no_tickets() -> None:
    forbidden = ("hoshin.pipeline", "hoshin.metrics", "hoshin.eventlog", "hoshin.warehouse", "hoshin.apps.scorecards",
                 "hoshin.apps.definitions", "hoshin.apps.people.measured", "hoshin.apps.sources")  # fmt: skip
    for file in (ROOT / "evidence.py", ROOT / "machine.py", ROOT / "actions" / "evaluations.py"):
        names = {each for each in imported(file) if each != "hoshin.eventlog.refused"}
        names -= {each for each in names if each.startswith("hoshin.eventlog.refused")}
        assert [each for each in names if each.startswith(forbidden)] == [], file


def test_no_goal_is_narrowed_to_people() -> None:
    assert set(DIMENSIONS) == {"service", "category", "priority"}


def test_the_log_holds_no_person() -> None:
    names = {each.name for table in (TICKETS, ASSIGNMENTS) for each in table.columns}
    assert not names & {"agent", "assignee", "person", "user", "owner", "resolver", "assigned_to"}


@pytest.mark.django_db
def test_the_database_refuses_any_other_kind(vera_evaluated: int) -> None:
    with (
        pytest.raises(IntegrityError, match="evidence_is_of_a_known_kind"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            'INSERT INTO people_evidenceline (evaluation_id, kind, "on", words, address) VALUES (%s, %s, %s, %s, %s)',
            [vera_evaluated, "tickets", "2026-11-01", "412 tickets", ""],
        )


@pytest.fixture
def vera_evaluated(db: None) -> int:
    """The number of an evaluation."""
    person = Person.objects.create_person("p", "a long enough word", name="P")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO people_cycle (title, first, last, self_by, manager_by, calibration_on, final_by, appeal_days, "
            "person_id, at) VALUES ('c', '2026-01-01', '2026-06-30', '2026-07-01', '2026-07-02', '2026-07-03', "
            "'2026-07-04', 14, %s, '2026-01-01')",
            [person.pk],
        )
        cursor.execute(
            "INSERT INTO people_evaluation (cycle_id, person_id, manager_id) SELECT id, %s, %s FROM people_cycle",
            [person.pk, person.pk],
        )
        cursor.execute("SELECT id FROM people_evaluation")
        return int(cursor.fetchone()[0])
