"""How far long work has come: the same words in the terminal and in the browser."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """``done`` of ``total`` (bytes while reading a file, else steps), and what that means for the one who waits.

    ``rows`` counts the rows of the stage so far, ``rate`` is rows a second, ``left`` the seconds that the stage will
    still take (None while that cannot be said). ``detail`` names what is at work, or who is waited for.
    """

    stage: str
    done: int
    total: int
    rows: int = 0
    rate: float = 0.0
    left: float | None = None
    detail: str = ""


def silent(progress: Progress) -> None:
    """Tell nobody."""


class Meter:
    """Measures the stages of one piece of work and tells of them, at most five times a second within a stage."""

    def __init__(self, tell: Callable[[Progress], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._stage = ""
        self._began = 0.0
        self._told = 0.0

    def at(self, stage: str, done: int, total: int, rows: int = 0, detail: str = "") -> None:
        """The work is in ``stage``, ``done`` of ``total``."""
        now = self._clock()
        if stage != self._stage:
            self._stage, self._began = stage, now
        elif done < total and now - self._told < 0.2:
            return
        self._told = now
        spent = now - self._began
        rate = rows / spent if spent > 0 else 0.0
        left = spent * (total - done) / done if 0 < done <= total else None
        self._tell(Progress(stage, done, total, rows, rate, left, detail))

    def waits(self, holder: str) -> None:
        """The work has to wait for ``holder``, who is writing to the warehouse."""
        self.at("waiting", 0, 1, detail=f"the warehouse is being written to by {holder}")
