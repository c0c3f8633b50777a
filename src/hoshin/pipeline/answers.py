"""Answers that were worked out once: a generation never changes, so what was read from it stays true.

They lie in ``HOSHIN_HOME/answers/<generation>/``, a file each, shared by all processes. A question that many ask at
once is worked out once: the others wait for it. Nothing here is state: the folder may be removed at any moment.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

import hoshin

GENERATIONS = 2
"""Of so many generations answers are kept: of the one that is read, and of the one before, which some still read."""
MOST = 256 * 2**20
"""Bytes that the answers of one generation take at most; the oldest give way."""
_CHECK = 4
"""Bytes at the start of a file with the CRC-32 of the rest: a file cut short is no answer."""


class Answers:
    """What is known of one generation."""

    def __init__(self, folder: Path, generation: str) -> None:
        """``folder`` is the home's; nothing is made before there is an answer to keep."""
        self._all = folder
        self._own = folder / generation

    def kept(self, question: object, work: Callable[[], bytes]) -> bytes:
        """The answer to ``question``, worked out by ``work`` where nobody has asked it before.

        The question's ``repr`` has to name all that decides the answer, but for the generation and Hoshin's own code.
        What ``work`` raises is not kept. Where the disk takes no file the answer is given all the same.
        """
        key = hashlib.sha256(f"{code()}\n{question!r}".encode()).hexdigest()[:32]
        place = self._own / key
        if (found := _read(place)) is not None:
            return found
        try:
            self._own.mkdir(parents=True, exist_ok=True, mode=0o700)
            lock = os.open(self._own / f"{key}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            return work()
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if (found := _read(place)) is None:
                found = work()
                self._keep(place, found)
            return found
        finally:
            os.close(lock)

    def _keep(self, place: Path, answer: bytes) -> None:
        beside = place.with_name(f"{place.name}.new")
        try:
            beside.write_bytes(zlib.crc32(answer).to_bytes(_CHECK, "big") + answer)
            beside.replace(place)
            self._make_room()
        except OSError:
            # A full disk, or another process that has just dropped the folder: the answer is only not remembered.
            beside.unlink(missing_ok=True)

    def _make_room(self) -> None:
        """Drop the answers of older generations, and the oldest ones of this where they take too much room."""
        by_age = sorted(self._all.iterdir(), key=lambda folder: folder.stat().st_mtime, reverse=True)
        for folder in [each for each in by_age if each != self._own][GENERATIONS - 1 :]:
            shutil.rmtree(folder, ignore_errors=True)
        files = sorted((file.stat().st_mtime, file.stat().st_size, file) for file in self._own.iterdir())
        taken = sum(size for _, size, _ in files)
        for _, size, file in files:
            if taken <= MOST:
                break
            if file.suffix != ".lock":
                file.unlink(missing_ok=True)
                taken -= size


def _read(place: Path) -> bytes | None:
    try:
        held = place.read_bytes()
    except OSError:
        return None
    answer = held[_CHECK:]
    return answer if len(held) >= _CHECK and zlib.crc32(answer) == int.from_bytes(held[:_CHECK], "big") else None


@cache
def code() -> str:
    """A mark of the code that runs: another version of Hoshin, or a changed file of it, gives answers of its own."""
    root = Path(hoshin.__file__).parent
    files = sorted(path for path in root.rglob("*") if path.suffix in (".py", ".html", ".toml"))
    said = "\n".join(f"{path.relative_to(root)} {path.stat().st_size} {path.stat().st_mtime_ns}" for path in files)
    return hashlib.sha256(said.encode()).hexdigest()
