"""Makes a home ready: folders, the key that signs sessions, and a database whose tables are those of this version."""

from __future__ import annotations

import io

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hoshin.pipeline.home import Home
from hoshin.server import layout


def prepare_database() -> None:
    """Create or update the database of the home; does nothing where it is up to date."""
    home = Home.from_environment()
    home.prepare()
    _keep_secret_key(home)
    if layout.is_empty():
        layout.lay_out()
        return
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())


def _keep_secret_key(home: Home) -> None:
    """Write the key once, readable by its owner alone, so that sessions outlive the process."""
    file = home.root / settings.KEY_FILE
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(settings.SECRET_KEY)
