"""``hoshin backup``, ``restore`` and ``rebuild``: the state of an installation as a whole."""

from __future__ import annotations

from pathlib import Path

import click

from hoshin.pipeline import backup as backups
from hoshin.pipeline.home import Home
from hoshin.pipeline.rebuild import rebuild as rebuild_all


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write database, warehouse and packs into FILE (.tar.gz), consistent even while Hoshin runs."""
    backups.backup(Home.from_environment(), file)
    click.echo(f"Backed up to {file} ({file.stat().st_size / 2**20:,.1f} MiB).")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option("--force", is_flag=True, help="Replace what the home holds now.")
def restore(file: Path, force: bool) -> None:
    """Bring the home back from FILE, once every hash in it has been checked."""
    home = Home.from_environment()
    backups.restore(home, file, force=force)
    click.echo(f"Restored {home.root} from {file}.")


@click.command()
def rebuild() -> None:
    """Make every generation anew from landing: the same bytes as before."""
    for generation in rebuild_all(Home.from_environment()):
        click.echo(f"Generation {generation.name} is whole.")
