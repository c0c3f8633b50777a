"""``hoshin manage``: Django's own management commands, for those who develop or operate Hoshin."""

from __future__ import annotations

import os

import click
from django.core.management import execute_from_command_line


@click.command(context_settings={"ignore_unknown_options": True}, add_help_option=False)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a management command, such as ``migrate`` or ``check``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoshin.server.settings")
    execute_from_command_line(["hoshin manage", *arguments])
