"""A desk without flags, and a book."""

from __future__ import annotations

import shutil

import pytest

from hoshin.apps.accounts.models import Person
from hoshin.apps.agreements import actions
from hoshin.pipeline.home import Home
from tests.apps.agreements import flagless


@pytest.fixture(scope="session")
def imported_flagless(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the desk that keeps no flags; only to be copied."""
    folder = tmp_path_factory.mktemp("flagless")
    home = Home(folder / "home")
    flagless.take_in(home, folder)
    return home


@pytest.fixture
def no_flags(home: Home, imported_flagless: Home) -> Home:
    """The home of one test, with the tickets of a desk that keeps no flags."""
    shutil.copytree(imported_flagless.warehouse, home.warehouse, dirs_exist_ok=True)
    return home


@pytest.fixture
def agreed(lena: Person) -> None:
    """A book with agreements on both clocks."""
    actions.save(lena, flagless.BOOK, reason="as agreed in spring", after=0)
