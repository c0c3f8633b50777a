"""What the connectors refuse, each in a sentence that says what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches

from hoshin.connectors.question import Question
from hoshin.eventlog.refused import Refused


class FileRefused(Refused):
    """A file cannot be read at all: it is not what it says, is cut off, or holds nothing to read. Nothing changed."""


class NeedsAnswer(FileRefused):
    """Reading the file as asked would mean guessing. ``questions`` are what has to be answered first."""

    def __init__(self, message: str, questions: Sequence[Question]) -> None:
        super().__init__(message)
        self.questions = tuple(questions)


class MappingInvalid(Refused):
    """A mapping says something that cannot be: the message names the table, the key and what was expected."""


def near(name: str, known: Sequence[str]) -> str:
    """`` Did you mean …?`` with the nearest of the ``known`` names, or nothing."""
    folded = {k.casefold(): k for k in known}
    found = [folded[k] for k in get_close_matches(name.casefold(), list(folded), n=2, cutoff=0.6)]
    return f" Did you mean {' or '.join(repr(k) for k in found)}?" if found else ""
