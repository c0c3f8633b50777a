"""``hoshin audit``: whether the audit trail is as it was written."""

from __future__ import annotations

import json
import sys

import click

from hoshin.apps.accounts import trail
from hoshin.eventlog.refused import Refused


@click.group()
def audit() -> None:
    """Verify the audit trail: who wrote what, when, before and after."""


@audit.command()
@click.option("--noted", metavar="NUMBER:DIGEST", help="What an earlier verification told you to note down.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(noted: str | None, as_json: bool) -> None:
    """Go through every line of the audit trail and say whether one was changed, removed or added afterwards.

    Each line is sealed together with the line before it. Note down what this prints, in another place: with --noted it
    proves later that everything up to there is still the same.
    """
    try:
        found = trail.verify(trail.parse_noted(noted) if noted else None)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--noted") from error
    if as_json:
        breaks = [{"line": each.number, "what": each.words} for each in found.breaks]
        json.dump(
            {"whole": found.whole, "lines": found.lines, "digest": found.digest, "breaks": breaks}, sys.stdout, indent=2
        )
        click.echo()
    else:
        for each in found.breaks:
            click.echo(f"BROKEN  line {each.number} {each.words}")
        if found.whole:
            click.echo(f"The audit trail is whole: {found.lines:,} lines, as they were written.")
            click.echo(f"Note down: {found.noted}")
    if not found.whole:
        where = "1 place" if len(found.breaks) == 1 else f"{len(found.breaks)} places"
        raise Refused(
            f"The audit trail is broken in {where}. Compare it with a backup from before, and keep both as they are."
        )
