"""The cast of every test of an app: Alice runs the installation, Lena leads, Max is a member, Vera only looks."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from hoshin.apps.accounts.models import Person, Role
from hoshin.pipeline.home import Home

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
