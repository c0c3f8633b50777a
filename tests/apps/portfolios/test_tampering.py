"""The database itself refuses to change what is sealed; where it was made to, the page says that the seal is broken."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import integrity, queries
from hoshin.apps.portfolios.integrity import State
from hoshin.apps.portfolios.models import Claim, Initiative, InitiativeValue
from hoshin.metrics.registry import LIBRARY
from hoshin.pipeline.read import Reader
from tests.apps.portfolios.drafted import initiative, seal
from tests.apps.small_desk import HARMED

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="these statements are written for SQLite")

COLUMNS = (
    "metric = 'backlog'",
    "towards = 'up'",
    "size = 0.01",
    "at = '2020-01-01'",
    "person_id = NULL",
    "supersedes_id = NULL",
    "demonstration = 0",
    "text = 'anything'",
    "seal = 'anything'",
    "initiative_id = 0",
    "id = 99",
)
CLAIM = "metric, towards, at, demonstration, text, seal, initiative_id, person_id, supersedes_id"
INITIATIVE = (
    'id, slug, title, description, desk, dimension, "end", key_result_id, owner_id, confidential, unit_id, version'
)
CLAIMS = (
    *(f"UPDATE portfolios_claim SET {column}" for column in COLUMNS),
    "UPDATE OR REPLACE portfolios_claim SET size = 0.01",
    "DELETE FROM portfolios_claim",
    f"INSERT OR REPLACE INTO portfolios_claim (id, size, {CLAIM}) SELECT id, 0.01, {CLAIM} FROM portfolios_claim",
    f"INSERT OR REPLACE INTO portfolios_claim (id, size, {CLAIM}) SELECT id + 5, 0.01, {CLAIM} FROM portfolios_claim",
)
SCOPES = (
    "UPDATE portfolios_initiative SET start = '2026-01-01'",
    "UPDATE portfolios_initiative SET dimension = 'service'",
    "UPDATE portfolios_initiative SET desk = ''",
    "UPDATE portfolios_initiative SET slug = 'another'",
    f"REPLACE INTO portfolios_initiative (start, {INITIATIVE}) SELECT '2026-01-01', {INITIATIVE}"
    " FROM portfolios_initiative",
    "UPDATE portfolios_initiativevalue SET value = 'Portal'",
    "INSERT INTO portfolios_initiativevalue (initiative_id, value) SELECT id, 'Portal' FROM portfolios_initiative",
    "DELETE FROM portfolios_initiativevalue",
)
REFUSED = (
    *CLAIMS,
    *SCOPES,
    "DELETE FROM portfolios_initiative",
    "UPDATE portfolios_initiativevalue SET initiative_id = initiative_id + 1",
)
ALLOWED = (
    "UPDATE portfolios_initiative SET title = 'Other words', description = ''",
    "UPDATE portfolios_initiative SET owner_id = NULL, key_result_id = NULL",
    "UPDATE portfolios_initiative SET \"end\" = '2026-12-01'",
    "UPDATE portfolios_initiative SET start = start",
)


def execute(statement: str) -> int:
    """Run it, and give how many rows it touched."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        touched: int = cursor.rowcount
        return touched


def test_the_statements_name_the_tables_as_they_are(lena: Person) -> None:
    """Else they would be refused for another reason."""
    for model, columns in (
        (Claim, "id metric towards size at demonstration text seal initiative_id person_id supersedes_id"),
        (
            Initiative,
            "id slug title description desk dimension start end key_result_id owner_id confidential unit_id version",
        ),
        (InitiativeValue, "id value start initiative_id"),
    ):
        with connection.cursor() as cursor:
            described = connection.introspection.get_table_description(cursor, model._meta.db_table)
        assert {each.name for each in described} == set(columns.split())


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses(lena: Person, statement: str) -> None:
    claim = seal(lena, initiative(lena))
    with pytest.raises(IntegrityError, match=r"sealed claim"):
        execute(statement)
    stored = Initiative.objects.get()
    assert Claim.objects.values().get() == {
        key: value for key, value in claim.__dict__.items() if not key.startswith("_")
    }
    assert integrity.check(stored, Claim.objects.get(), LIBRARY).state is State.INTACT


@pytest.mark.parametrize("statement", SCOPES)
def test_a_draft_is_free(lena: Person, statement: str) -> None:
    """The triggers are about seals alone."""
    initiative(lena)
    assert execute(statement) == 1


@pytest.mark.parametrize("statement", ALLOWED)
def test_words_and_an_open_end_are_not_sealed(lena: Person, statement: str) -> None:
    seal(lena, initiative(lena))
    assert execute(statement) == 1
    assert integrity.check(Initiative.objects.get(), Claim.objects.get(), LIBRARY).state is State.INTACT


def test_an_end_that_is_set_stays(lena: Person) -> None:
    seal(lena, initiative(lena, end=date(2026, 9, 1)))
    for end in ("'2026-12-01'", "NULL"):
        with pytest.raises(IntegrityError, match="sealed claim"):
            execute(f'UPDATE portfolios_initiative SET "end" = {end}')


def test_the_models_are_refused_as_well(lena: Person) -> None:
    claim = seal(lena, initiative(lena))
    claim.size = 0.9
    with pytest.raises(IntegrityError), transaction.atomic():
        claim.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.update(size=0.9)
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.all().delete()


@pytest.fixture
def unguarded(lena: Person) -> Initiative:
    """A sealed initiative in a database whose triggers somebody has dropped."""
    found = initiative(lena)
    seal(lena, found)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%sealed%'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    return found


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portfolios_claim SET size = 0.01",
        *(each for each in CLAIMS if "INSERT" in each),
        "UPDATE portfolios_claim SET towards = 'up'",
        "UPDATE portfolios_claim SET at = '2020-01-01 00:00:00'",
        "UPDATE portfolios_claim SET text = replace(text, 'size: 0.2', 'size: 0.1'), size = 0.1",
        "UPDATE portfolios_claim SET seal = 'f' || substr(seal, 2) || '0'",
        "UPDATE portfolios_initiative SET start = '2026-01-01'",
        f"UPDATE portfolios_initiativevalue SET value = '{HARMED}'",
        "DELETE FROM portfolios_initiativevalue",
    ],
)
def test_whoever_gets_past_the_database_breaks_the_seal(
    client: Client, reader: Reader, unguarded: Initiative, lena: Person, statement: str
) -> None:
    assert execute(statement) == 1
    stored = queries.initiatives().get()
    [judged] = queries.judged(reader, [stored])
    assert judged.integrity is not None
    assert judged.integrity.broken
    assert judged.verdict is None
    client.force_login(lena)
    for address in (reverse("portfolios:initiative", args=[unguarded.slug]), reverse("portfolios:initiatives")):
        assert "Seal broken" in client.get(address).content.decode()


def test_the_triggers_are_in_the_file_not_in_the_program(lena: Person) -> None:
    """A plain SQLite connection without Django is refused too."""
    seal(lena, initiative(lena))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name LIKE 'portfolios_%' AND sql IS NOT NULL")
        schema = [sql for (sql,) in cursor.fetchall()]
        columns = "id, slug, title, description, desk, dimension, start, confidential, version"
        cursor.execute(f"SELECT {columns} FROM portfolios_initiative")
        row = cursor.fetchone()
    plain = sqlite3.connect(":memory:")
    for sql in sorted(schema, key=lambda sql: not sql.startswith("CREATE TABLE")):
        plain.execute(sql)
    plain.execute(
        "INSERT INTO portfolios_initiative (id, slug, title, description, desk, dimension, start,"
        " confidential, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [str(each) for each in row],
    )
    plain.execute(
        "INSERT INTO portfolios_claim (id, initiative_id, metric, towards, size, at, demonstration, text, seal)"
        f" VALUES (1, {row[0]}, 'backlog', 'down', 0.1, '2026-01-01', 0, 'x', 'y')"
    )
    for statement in ("UPDATE portfolios_claim SET size = 9", "DELETE FROM portfolios_claim"):
        with pytest.raises(sqlite3.IntegrityError, match="sealed"):
            plain.execute(statement)
    plain.close()
