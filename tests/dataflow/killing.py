"""Work in processes of its own that are killed: after a while, or at a chosen step towards the disk."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

from hoshin.connectors.mapping import Mapping
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import import_file

_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(["tests.dataflow.killing"])


def start_import(home: Home, file: Path, mapping: Mapping, die_at: int | None = None) -> ForkServerProcess:
    """Import in a new process, which kills itself before its ``die_at``-th step towards the disk, if given."""
    process = _CONTEXT.Process(target=_import, args=(home, file, mapping, die_at), daemon=True)
    process.start()
    return process


def _import(home: Home, file: Path, mapping: Mapping, die_at: int | None) -> None:
    if die_at is not None:
        _die_at(die_at)
    import_file(home, file, mapping)


def kill(process: ForkServerProcess, after: float) -> bool:
    """Kill the process after so many seconds. False where it had finished its work before."""
    process.join(after)
    process.kill()
    process.join()
    return process.exitcode == -signal.SIGKILL


def seconds(home: Home, file: Path, mapping: Mapping) -> float:
    """How long an import that nobody disturbs takes in a process of its own."""
    begin = time.monotonic()
    process = start_import(home, file, mapping)
    process.join()
    assert process.exitcode == 0
    return time.monotonic() - begin


STEPS = ((os, "fsync"), (Path, "rename"), (Path, "replace"))
"""What brings a file or folder to the disk or to its place."""


def count_steps(work: Callable[[], Any]) -> list[str]:
    """The names of the steps towards the disk that ``work`` takes."""
    taken: list[str] = []
    originals = [(place, name, getattr(place, name)) for place, name in STEPS]
    try:
        for place, name, original in originals:
            setattr(place, name, _before(original, lambda name=name: taken.append(name)))  # type: ignore[misc]
        work()
    finally:
        for place, name, original in originals:
            setattr(place, name, original)
    return taken


def _die_at(step: int) -> None:
    left = [step]

    def count() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    for place, name in STEPS:
        setattr(place, name, _before(getattr(place, name), count))


def _before(original: Callable[..., Any], first: Callable[[], None]) -> Callable[..., Any]:
    def step(*arguments: Any) -> Any:
        first()
        return original(*arguments)

    return step
