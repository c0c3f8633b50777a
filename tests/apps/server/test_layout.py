"""A database laid out at once is the one that all migrations lead to."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from hoshin.apps.accounts.models import Person
from hoshin.pipeline.home import Home
from hoshin.server import layout

HOSHIN = Path(sys.executable).with_name("hoshin")
SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'"


@pytest.fixture
def laid_out(home: Home) -> Iterable[sqlite3.Connection]:
    """The database of a home that the command line has just prepared."""
    subprocess.run([HOSHIN, "audit", "verify"], check=True, capture_output=True)
    with sqlite3.connect(home.root / "hoshin.sqlite3") as made:
        yield made
    made.close()


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


@pytest.mark.django_db
def test_it_is_the_database_of_all_migrations(laid_out: sqlite3.Connection) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SCHEMA)
        migrated = schema(cursor.fetchall())
    made = schema(laid_out.execute(SCHEMA))
    assert {kind for kind, _, _ in made} == {"table", "index", "trigger"}
    assert made == migrated
    assert set(laid_out.execute("SELECT app, name FROM django_migrations")) == set(
        MigrationRecorder(connection).applied_migrations()
    )
    for model in (ContentType, Permission):
        counted = laid_out.execute(f"SELECT count(*) FROM {model._meta.db_table}").fetchone()
        assert counted == (model._default_manager.count(),)


@pytest.mark.django_db
def test_what_holds_something_is_not_laid_out(alice: Person) -> None:
    assert not layout.is_empty()
