"""The ``hoshin`` command: which verbs there are, and where each one lives."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module

import click
import django

from hoshin.eventlog.refused import Refused
from hoshin.server import readiness


@dataclass(frozen=True)
class Verb:
    """A verb: where its code lies, what it does, and whether it needs what people authored (Django, the database)."""

    place: str
    summary: str
    database: bool = False
    listed: bool = True


VERBS = {
    "demo": Verb("hoshin.server.command.demo:demo", "Load the demonstration organisation.", database=True),
    "serve": Verb("hoshin.server.command.serve:serve", "Start the web server and the worker.", database=True),
    "import": Verb("hoshin.server.command.imports:import_", "Take in an export of a service desk.", database=True),
    "read": Verb("hoshin.server.command.readings:read", "Read a metric.", database=True),
    "metrics": Verb("hoshin.server.command.definitions:metrics", "List what can be read.", database=True),
    "tickets": Verb("hoshin.server.command.readings:tickets", "List the tickets behind a number.", database=True),
    "quality": Verb("hoshin.server.command.trust:quality", "Grade the data behind the numbers.", database=True),
    "reconcile": Verb(
        "hoshin.server.command.trust:reconcile", "Explain the figure of the desk's own report.", database=True
    ),
    "sla": Verb(
        "hoshin.server.command.service_levels:sla", "Compute SLA clocks, beside the desk's own flag.", database=True
    ),
    "forecast": Verb("hoshin.server.command.forecast:forecast", "Say whether a target will be met.", database=True),
    "check": Verb("hoshin.server.command.signals:check", "Judge all that is watched now.", database=True),
    "signals": Verb("hoshin.server.command.signals:signals", "List the signals that fired.", database=True),
    "verdict": Verb("hoshin.server.command.verdict:verdict", "Say what an initiative did.", database=True),
    "placebo": Verb("hoshin.server.command.placebo:placebo", "Say how often Hoshin would err here.", database=True),
    "pack": Verb("hoshin.server.command.packs:pack", "Issue a board pack, or verify one.", database=True),
    "reviews": Verb("hoshin.server.command.reviews:reviews", "Say which forum meets when, and on what.", database=True),
    "workbook": Verb(
        "hoshin.server.command.workbooks:workbook", "Take direction in or out as a workbook.", database=True
    ),
    "audit": Verb("hoshin.server.command.audit:audit", "Verify the audit trail.", database=True),
    "backup": Verb("hoshin.server.command.state:backup", "Write the whole home into one file."),
    "restore": Verb("hoshin.server.command.state:restore", "Bring a home back from a backup."),
    "rebuild": Verb("hoshin.server.command.state:rebuild", "Make every generation anew from landing."),
    "password": Verb("hoshin.server.command.people:password", "Set somebody's password.", database=True),
    "manage": Verb("hoshin.server.command.manage:manage", "Django's management commands.", listed=False),
}


def loaded(verb: Verb) -> click.Command:
    """The verb's command, with Django set up where it needs it; the home is left alone."""
    if verb.database:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hoshin.server.settings")
        django.setup()
    module, _, name = verb.place.partition(":")
    command: click.Command = getattr(import_module(module), name)
    return command


class LazyVerbs(click.Group):
    """Loads a verb's code only when it is called, so that ``hoshin --help`` answers at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name, verb in VERBS.items() if verb.listed]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        verb = VERBS.get(cmd_name)
        if verb is None:
            return None
        command = loaded(verb)
        if verb.database and not {"-h", "--help"} & set(sys.argv):
            readiness.prepare_database()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, VERBS[name].summary) for name in self.list_commands(ctx)])

    def invoke(self, ctx: click.Context) -> object:
        """Run the verb. A refusal is one sentence and exit 1; wrong usage is click's own exit 2."""
        try:
            return super().invoke(ctx)
        except Refused as refusal:
            click.echo(f"hoshin: {refusal}", err=True)
            ctx.exit(1)


@click.group(cls=LazyVerbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hoshin")
def hoshin() -> None:
    """Hoshin: one thread from vision to ticket, and an honest answer to "is it working?".

    All state lies in the folder that HOSHIN_HOME names (default: .hoshin in the working directory). Exit codes: 0 done,
    1 refused with a reason, 2 wrong usage.
    """


def main() -> None:
    """Entry point of the console script."""
    hoshin(args=sys.argv[1:], prog_name="hoshin")
