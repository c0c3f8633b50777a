"""The real export, imported once for all tests that only read what came of it."""

from __future__ import annotations

import pytest

from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome, import_file
from tests.dataflow.exports import real, servicenow


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> tuple[Home, Outcome]:
    """A home into which the real export was imported at once."""
    home = Home(tmp_path_factory.mktemp("real") / "home")
    return home, import_file(home, real(), servicenow())
