"""A database laid out at once is the one that all migrations lead to."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from hoshin.apps.accounts.models import Person
from hoshin.server import layout

HOSHIN = Path(sys.executable).with_name("hoshin")
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"


@pytest.fixture
def databases(tmp_path: Path) -> Iterable[tuple[sqlite3.Connection, sqlite3.Connection]]:
    """What the command line prepares in a new home, and what all migrations make in another."""
    with ExitStack() as open_ones:
        made = []
        for command in (("audit", "verify"), ("manage", "migrate")):
            home = tmp_path / command[0]
            home.mkdir()
            subprocess.run(
                [HOSHIN, *command], env=os.environ | {"HOSHIN_HOME": str(home)}, check=True, capture_output=True
            )
            made.append(open_ones.enter_context(closing(sqlite3.connect(home / "hoshin.sqlite3"))))
        yield made[0], made[1]


def clauses(statement: str) -> tuple[str, ...]:
    """What a table holds, one clause each, sorted: a migration adds columns at the end, a model has them in place."""
    head, _, body = statement.partition("(")
    found, depth = [""], 0
    for letter in body.rpartition(")")[0]:
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and not depth:
            found.append("")
        else:
            found[-1] += letter
    return (head.strip(), *sorted(clause.strip() for clause in found))


def schema(rows: Iterable[tuple[str, str, str, str]]) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Every table, index and trigger."""
    return {
        (kind, name, table): clauses(statement) if kind == "table" else (statement,)
        for kind, name, table, statement in rows
    }


def test_it_is_the_database_of_all_migrations(databases: tuple[sqlite3.Connection, sqlite3.Connection]) -> None:
    made, migrated = (schema(database.execute(SCHEMA)) for database in databases)
    assert {kind for kind, _, _ in made} == {"table", "index", "trigger"}
    assert made == migrated
    for listed in (
        "SELECT app, name FROM django_migrations ORDER BY app, name",
        "SELECT app_label, model FROM django_content_type ORDER BY app_label, model",
        "SELECT codename FROM auth_permission ORDER BY codename",
    ):
        found, wanted = (database.execute(listed).fetchall() for database in databases)
        assert found == wanted != []


@pytest.mark.django_db
def test_what_holds_something_is_not_laid_out(alice: Person) -> None:
    assert not layout.is_empty()
