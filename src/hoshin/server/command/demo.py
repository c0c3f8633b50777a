"""``hoshin demo``: the demonstration organisation."""

from __future__ import annotations

import click

from hoshin.pipeline.home import Home
from hoshin.server import demonstration, sign_in
from hoshin.server.command import terminal


@click.command()
def demo() -> None:
    """Load the demonstration organisation: two years of tickets, vision, objectives and three initiatives."""
    home = Home.from_environment()
    with terminal.progress() as show:
        outcome = demonstration.load(home, progress=show)
    click.echo(outcome)
    click.echo(f"'hoshin serve' shows it in the browser. {sign_in.how(home)}")
