"""How long work shows its progress in a terminal: rows, rate and time left."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from hoshin.pipeline.imports import Progress as Step


@contextmanager
def progress(things: str = "rows") -> Iterator[Callable[[Step], None]]:
    """Hand out a function that draws steps on standard error, counting ``things``; silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description:<28}"),
        BarColumn(bar_width=32),
        TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[counted]}"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, disable=not sys.stderr.isatty(), transient=True) as bars:
        task = bars.add_task("", total=None, counted="")

        def show(step: Step) -> None:
            counted = f"{step.rows:,} {things}" + (f", {step.rate:,.0f} a second" if step.rate else "")
            bars.update(task, description=step.stage, total=step.total or None, completed=step.done, counted=counted)

        yield show
