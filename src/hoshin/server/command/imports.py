"""``hoshin import``: take in an export of a service desk."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import click

from hoshin.apps.sources import actions
from hoshin.apps.sources.models import SavedMapping
from hoshin.connectors import detection
from hoshin.connectors.mapping import DayOrder, Mapping, dumps, loads
from hoshin.connectors.registry import ready_mappings
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome, import_file
from hoshin.pipeline.progress import Progress
from hoshin.server.command import terminal


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mapping", "named", metavar="NAME|FILE", help="A saved or ready mapping, or a .toml file of one.")
@click.option("--desk", help="Which desk the tickets belong to; the mapping's own where it is not given.")
@click.option("--timezone", metavar="TZ", help="Zone of times that name none, such as Europe/Berlin.")
@click.option("--dayfirst", "order", flag_value="day-first", help="29/2/2016 style: the day stands first.")
@click.option("--monthfirst", "order", flag_value="month-first", help="2/29/2016 style: the month stands first.")
@click.option("--propose", is_flag=True, help="Print how it would be read, as a mapping file, and import nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_(
    file: Path,
    named: str | None,
    desk: str | None,
    timezone: str | None,
    order: str | None,
    propose: bool,
    as_json: bool,
) -> None:
    """Take in FILE, an export of a service desk: CSV, XLSX or XES, also gzipped.

    Without --mapping, Hoshin takes the ready mapping that fits, else the one it proposes. What it cannot know, it asks
    for: the time zone, and whether 3/4/2016 is in March or in April.
    """
    mapping = _mapping(file, named)
    mapping = replace(
        mapping,
        desk=desk or mapping.desk,
        zone=timezone or mapping.zone,
        day_order=DayOrder(order) if order else mapping.day_order,
    )
    if propose:
        click.echo(dumps(mapping), nl=False)
        return
    run = actions.begin_run(None, file, mapping.desk, dumps(mapping))
    try:
        with terminal.progress() as show:

            def tell(step: Progress) -> None:
                show(step)
                actions.progress(run, step)

            outcome = import_file(Home.from_environment(), file, mapping, progress=tell)
    except Refused as refusal:
        actions.refuse(run, refusal)
        raise
    except BaseException as error:
        actions.fail(run, f"The import broke off ({type(error).__name__}); start it again: it goes on where it was.")
        raise
    actions.finish(run, outcome)
    _print(outcome, mapping, as_json)


def _mapping(file: Path, named: str | None) -> Mapping:
    if named is None:
        return detection.examine(file).proposal
    if named.endswith(".toml") or Path(named).is_file():
        try:
            return loads(Path(named).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"The mapping file {named} cannot be read ({error}).") from error
    saved = SavedMapping.objects.filter(name=named).first()
    if saved is not None:
        return loads(saved.text)
    ready = {mapping.name: mapping for mapping in ready_mappings()}
    if named not in ready:
        known = sorted({*ready, *SavedMapping.objects.values_list("name", flat=True)})
        raise Refused(f"There is no mapping '{named}': known are {', '.join(known)}, or name a .toml file.")
    return ready[named]


def _print(outcome: Outcome, mapping: Mapping, as_json: bool) -> None:
    if as_json:
        said = {
            "changed": outcome.changed,
            "desk": mapping.desk,
            "mapping": mapping.name,
            "generation": outcome.generation,
            "rows": outcome.rows,
            "rejected": outcome.rejected,
            "tickets": outcome.tickets,
            "notes": list(outcome.notes),
        }
        json.dump(said, sys.stdout, indent=2)
        click.echo()
        return
    if not outcome.changed:
        click.echo(f"Nothing new: this file is part of generation {outcome.generation} already.")
        return
    click.echo(
        f"Read {outcome.rows:,} rows of the desk '{mapping.desk}' with the mapping '{mapping.name}'; the log now holds "
        f"{outcome.tickets:,} tickets (generation {outcome.generation})."
    )
    for note in outcome.notes:
        click.echo(note)
    if outcome.rejected:
        click.echo(
            f"{outcome.rejected:,} rows could not be read: 'hoshin serve' shows each with its line and reason, and lets"
            " you download them."
        )
