"""``hoshin pack``: issue a board pack, or verify one."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
from django.utils import timezone

from hoshin.apps.agreements import queries as agreements
from hoshin.apps.packs import actions, queries
from hoshin.eventlog.refused import Refused
from hoshin.pipeline import packs
from hoshin.pipeline.home import Home


@click.group()
def pack() -> None:
    """Issue a board pack, or verify one."""


@pack.command()
@click.option("--form", type=click.Choice(("pptx", "pdf", "html")), help="Print the path of this form alone.")
@click.option("--title", help="What stands on the cover.")
def issue(form: str | None, title: str | None) -> None:
    """Freeze what is known today as the next edition, in every form."""
    edition = actions.make(actions.announce(None, title or queries.proposed_title(), timezone.localdate()))
    for each in (form,) if form else ("pptx", "pdf", "html"):
        click.echo(queries.file_of(edition, each))


@pack.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def verify(file: Path, as_json: bool) -> None:
    """Compute every number of FILE, an issued pack in any form, again from its generation, and compare."""
    found = packs.verify(Home.from_environment(), file, agreements.catalogue())
    if as_json:
        checks = [{"what": each.what, "ok": each.ok, "detail": each.detail} for each in found.checks]
        json.dump({"ok": found.ok, "edition": found.edition.number, "checks": checks}, sys.stdout, indent=2)
        click.echo()
    else:
        for each in found.checks:
            if not each.ok:
                click.echo(f"DIFFERS  {each.what}: {each.detail}")
        if found.ok:
            click.echo(
                f"Edition {found.edition.number}: all {len(found.checks)} checks hold; every number is the same."
            )
    if not found.as_issued:
        raise Refused(f"{file.name} is not what was issued as edition {found.edition.number}.")
    if not found.ok:
        different = sum(not each.ok for each in found.checks)
        raise Refused(
            f"{file.name} is as it was issued as edition {found.edition.number}, but {different} of its numbers come "
            "out differently now: the lines above say which and why."
        )
