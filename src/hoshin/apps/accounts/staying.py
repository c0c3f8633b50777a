"""Rows that stay: what a database itself refuses, for the migrations of all apps that keep evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Statements = Iterable[str]


class ByDatabase(Operation):
    """A step of a migration that runs the statements of the database at hand; the keys are Django's vendors.

    It knows no models, so it also runs where the tables were laid out at once (:mod:`hoshin.server.layout`).
    """

    reversible = True

    def __init__(self, forward: Mapping[str, Statements], backward: Mapping[str, Statements]) -> None:
        self.forward = forward
        self.backward = backward

    def run(self, schema_editor: BaseDatabaseSchemaEditor) -> None:
        """Run the statements that lead forward."""
        _run(self.forward, schema_editor)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Change no model."""

    def database_forwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        self.run(schema_editor)

    def database_backwards(
        self, app_label: str, schema_editor: BaseDatabaseSchemaEditor, from_state: ProjectState, to_state: ProjectState
    ) -> None:
        _run(self.backward, schema_editor)

    def describe(self) -> str:
        return "Run what the database at hand needs"


def _run(statements: Mapping[str, Statements], schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def refusals(
    sqlite: Mapping[str, tuple[str, str, str, str]], postgresql: Mapping[str, tuple[str, str, str]]
) -> ByDatabase:
    """Triggers that refuse.

    For SQLite each has a name, and an event, a table, a condition (empty: always) and the sentence of the refusal; for
    PostgreSQL a name, and events, a table and the body of its function.
    """
    return ByDatabase(
        {
            "sqlite": [each for name, parts in sqlite.items() for each in _on_sqlite(name, *parts)],
            "postgresql": [each for name, parts in postgresql.items() for each in _on_postgresql(name, *parts)],
        },
        {
            "sqlite": [f"DROP TRIGGER {name}" for name in sqlite],
            "postgresql": [f"DROP FUNCTION {name}() CASCADE" for name in postgresql],
        },
    )


def once_more(sqlite: Mapping[str, tuple[str, str, str, str]]) -> ByDatabase:
    """Triggers of SQLite again, as ``refusals`` takes them: after a table was made anew, which it was without them.

    That happens where a column is added that may not be empty. PostgreSQL alters the table, and keeps them.
    """
    made = [each for name, parts in sqlite.items() for each in _on_sqlite(name, *parts)]
    return ByDatabase({"sqlite": made, "postgresql": []}, {"sqlite": [], "postgresql": []})


def refuse(condition: str, refusal: str, give: str) -> str:
    """The body of a PostgreSQL function that refuses on a condition, and gives the row back otherwise."""
    return f"IF {condition} THEN RAISE EXCEPTION '{refusal}'; END IF; RETURN {give};"


def stays(function: str, refusal: str, tables: Mapping[str, str]) -> ByDatabase:
    """No row of ``tables`` can be changed or removed: the table of each name that its triggers begin with.

    ``function`` is what PostgreSQL calls the function that they share.
    """
    sqlite = {
        f"{name}_{event.lower()}": (event, table, condition, refusal)
        for name, table in tables.items()
        for event, condition in (("UPDATE", ""), ("DELETE", ""), ("INSERT", taken(table)))
    }
    return ByDatabase(
        {
            "sqlite": [each for name, parts in sqlite.items() for each in _on_sqlite(name, *parts)],
            "postgresql": [
                _function(function, f"RAISE EXCEPTION '{refusal}';"),
                *(
                    each
                    for name, table in tables.items()
                    for each in _trigger(name, "UPDATE OR DELETE", table, function)
                ),
            ],
        },
        {
            "sqlite": [f"DROP TRIGGER {name}" for name in sqlite],
            "postgresql": [f"DROP FUNCTION {function}() CASCADE"],
        },
    )


def taken(table: str) -> str:
    """A row of the new one's id is there: INSERT OR REPLACE removes it without telling the trigger of its removal."""
    return f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id)"  # noqa: S608 our own names


def _on_sqlite(name: str, event: str, table: str, condition: str, refusal: str) -> tuple[str, str]:
    # SQLite makes a table anew, without its triggers, for many a change of it: a later migration has to say them again,
    # and finds them still there where the tables were laid out at once.
    when = f"WHEN {condition} " if condition else ""
    made = f"CREATE TRIGGER {name} BEFORE {event} ON {table} {when}BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    return f"DROP TRIGGER IF EXISTS {name}", made


def _on_postgresql(name: str, events: str, table: str, body: str) -> tuple[str, ...]:
    return _function(name, body), *_trigger(name, events, table, name)


def _function(name: str, body: str) -> str:
    return f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"


def _trigger(name: str, events: str, table: str, function: str) -> tuple[str, str]:
    made = f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
    return f"DROP TRIGGER IF EXISTS {name} ON {table}", made
