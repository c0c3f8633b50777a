"""The cast of every test of an app: Alice runs the installation, Lena leads, Max is a member, Vera only looks."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, time
from pathlib import Path

import pytest
from django.core.management.commands.migrate import Command as Migrate
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.utils import timezone
from pytest_django import Settings

from hoshin.apps.accounts.models import Person, Role
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.server import layout
from tests.apps import small_desk

PASSWORD = "long enough to sign in"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty installation of this test's own, so that no test reads or writes the one of this checkout."""
    own = Home(tmp_path / "home")
    own.prepare()
    settings.HOME = own
    # Slow on purpose where it guards people, only slow here.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setenv("HOSHIN_HOME", str(own.root))
    return own


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """The database of the tests is laid out at once, as that of a new home is."""
    usual = Migrate.handle

    def handle(self: Migrate, *arguments: object, **options: object) -> None:
        if layout.is_empty():
            layout.lay_out()
        usual(self, *arguments, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Migrate, "handle", handle)
        yield


@pytest.fixture(scope="session", autouse=True)
def emptied() -> Iterator[None]:
    """Tests that commit empty all tables at their end, which triggers of rows that stay refuse: lift them for it."""
    usual = DatabaseOperations.execute_sql_flush

    def flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _ in triggers:
                cursor.execute(f"DROP TRIGGER {name}")
            usual(self, sql_list)
            for _, statement in triggers:
                cursor.execute(statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", flush)
        yield


@pytest.fixture
def alice(db: None) -> Person:
    """Alice, administrator."""
    return Person.objects.create_person("alice", PASSWORD, name="Alice", role=Role.ADMINISTRATOR)


@pytest.fixture
def lena(db: None) -> Person:
    """Lena, leader."""
    return Person.objects.create_person("lena", PASSWORD, name="Lena", role=Role.LEADER)


@pytest.fixture
def max_(db: None) -> Person:
    """Max, member."""
    return Person.objects.create_person("max", PASSWORD, name="Max", role=Role.MEMBER)


@pytest.fixture
def vera(db: None) -> Person:
    """Vera, viewer."""
    return Person.objects.create_person("vera", PASSWORD, name="Vera", role=Role.VIEWER)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home into which the small desk was imported; only to be copied."""
    folder = tmp_path_factory.mktemp("small-desk")
    home = Home(folder / "home")
    small_desk.take_in(home, folder)
    return home


@pytest.fixture
def tickets(home: Home, imported: Home) -> Home:
    """The home of one test, with the small desk's tickets published."""
    shutil.copytree(imported.warehouse, home.warehouse, dirs_exist_ok=True)
    return home


@pytest.fixture
def reader(tickets: Home) -> Iterator[Reader]:
    """A reader of the small desk."""
    with Reader.open(tickets) as found:
        yield found


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Nine o'clock on the day on which the tests of direction are set, whatever day they run on."""
    now = datetime.combine(small_desk.TODAY, time(9), UTC)
    monkeypatch.setattr(timezone, "now", lambda: now)
    return now
