"""One writer at a time. The lock is the operating system's, so it ends with the process, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hoshin.warehouse.errors import Busy, Unwritable

_PAUSE = 0.2  # seconds between two attempts


@contextmanager
def writing(
    warehouse: Path, purpose: str, *, wait: bool = True, waiting: Callable[[str], None] = lambda holder: None
) -> Iterator[None]:
    """Hold the right to write to the warehouse; ``purpose`` tells others what for.

    While another process (or thread) holds it, ``waiting`` is called once with who that is, and then this one waits.
    With ``wait=False`` it raises Busy instead. What the operating system refuses meanwhile, such as a full disk,
    becomes Unwritable.
    """
    try:
        with _held(warehouse, purpose, wait, waiting):
            yield
    except OSError as error:
        raise Unwritable(
            f"The warehouse '{warehouse}' cannot be written to ({error.strerror or error}): "
            "look after free space, rights and what stands in the way, then try again."
        ) from error


@contextmanager
def _held(warehouse: Path, purpose: str, wait: bool, waiting: Callable[[str], None]) -> Iterator[None]:
    warehouse.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(warehouse / "LOCK", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        told = False
        while not _take(descriptor):
            holder = os.pread(descriptor, 4096, 0).decode(errors="replace").strip() or "another process"
            if not wait:
                raise Busy(f"The warehouse is being written to by {holder}: try again when that is done.")
            if not told:
                waiting(holder)
                told = True
            time.sleep(_PAUSE)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"process {os.getpid()}, {purpose}\n".encode(), 0)
        yield
        os.ftruncate(descriptor, 0)
    finally:
        os.close(descriptor)


def _take(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
