"""The ``hoshin`` command and its verbs."""

from __future__ import annotations

import os
import sys

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hoshin")
def hoshin() -> None:
    """Hoshin: one thread from vision to ticket, and an honest answer to "is it working?".

    All state lies in the folder that HOSHIN_HOME names (default: .hoshin in the working directory).
    """


@hoshin.command(context_settings={"ignore_unknown_options": True}, add_help_option=False, hidden=True)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own management commands, such as ``migrate`` or ``check``."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoshin.server.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415 Django costs half a second

    execute_from_command_line(["hoshin manage", *arguments])


def main() -> None:
    """Entry point of the console script."""
    hoshin(args=sys.argv[1:], prog_name="hoshin")
