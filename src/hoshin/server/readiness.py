"""Makes a home ready: folders, and a database whose tables are those of this version."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from hoshin.pipeline.home import Home


def prepare_database() -> None:
    """Create or update the database of the home; does nothing where it is up to date."""
    Home.from_environment().prepare()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False, stdout=io.StringIO())
