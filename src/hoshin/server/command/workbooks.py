"""``hoshin workbook``: objectives, key results and initiatives as a workbook, out and in."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from hoshin.apps.definitions import readers
from hoshin.apps.workbooks import files
from hoshin.apps.workbooks.confirming import confirm
from hoshin.apps.workbooks.plan import Outcome, Plan
from hoshin.apps.workbooks.planning import plan
from hoshin.apps.workbooks.reports import direction, preview, rejected
from hoshin.eventlog.refused import Refused

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.group()
def workbook() -> None:
    """Write objectives, key results and initiatives as a workbook, or take one in."""


@workbook.command()
@FILE
@click.option("--empty", is_flag=True, help="Leave the rows out: a workbook to start from.")
def export(file: Path, empty: bool) -> None:
    """Write the direction as it stands to FILE, an Excel workbook."""
    with readers.if_published() as reader:
        content = direction.compose(direction.gather(None, reader, empty=empty))
    _write(file, content)
    click.echo(f"Wrote {file}.")


@workbook.command("import")
@FILE
@click.option(
    "--write", "writing", is_flag=True, help="Write the rows that can be taken; without it nothing is written."
)
@click.option(
    "--rejected", "rejected_to", type=click.Path(path_type=Path, dir_okay=False), help="Write the rejected rows here."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def import_(file: Path, writing: bool, rejected_to: Path | None, as_json: bool) -> None:
    """Say what the workbook FILE (.xlsx, or one sheet as .csv) would do, row by row; with --write, do it.

    Rows that cannot be taken are listed with the reason and left out; the others are written at once or not at all.
    """
    try:
        content = file.read_bytes()
    except OSError as error:
        why = (error.strerror or "the system refuses").lower()
        raise Refused(f"The workbook {file} cannot be read: {why}. Name an .xlsx or .csv file.") from error
    with readers.if_published() as reader:
        found = plan(None, content, file.name, reader)
        if writing:
            found = confirm(None, content, file.name, reader, seen=found.digest)
    if rejected_to is not None:
        _write(rejected_to, rejected.compose(found))
    if as_json:
        json.dump(files.plain(found) | {"written": writing}, sys.stdout, indent=2, ensure_ascii=False)
        click.echo()
        return
    _print(found, writing=writing)


def _write(file: Path, content: bytes) -> None:
    try:
        file.write_bytes(content)
    except OSError as error:
        why = (error.strerror or "the system refuses").lower()
        raise Refused(f"{file} cannot be written: {why}. Name a file in a folder that you may write to.") from error


def _print(found: Plan, *, writing: bool) -> None:
    shown = preview.compose(found)
    for group in shown.groups:
        if group.outcome is Outcome.SAME:
            continue
        click.echo(f"{group.heading}: {group.count:,}")
        for row in group.rows:
            click.echo(f"  {row.given.sheet}, row {row.given.line}: {row.title}")
            for wrong in row.wrong:
                click.echo(
                    f"    {wrong.column or 'the row'}{f' ({wrong.found})' if wrong.found else ''}: {wrong.reason}"
                )
            for change in row.changes if group.outcome is Outcome.CHANGED else ():
                click.echo(f"    {change.field}: {change.before or 'nothing'} → {change.after or 'nothing'}")
        if group.more:
            click.echo(f"  and {group.more:,} more")
    counted = shown.counted
    click.echo(f"{counted.same:,} stay as they are, {counted.rejected:,} cannot be taken.")
    if writing:
        click.echo(f"Written: {counted.written}.")
    elif counted.writes:
        click.echo(f"Nothing is written yet: {counted.written}. Say --write to write them.")
