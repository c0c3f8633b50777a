"""What changed between two wordings, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum


class Change(StrEnum):
    """What happened to a stretch of words."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


ALIKE = 0.4


@dataclass(frozen=True)
class Piece:
    """A stretch of words with the white space before each."""

    change: Change
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The two wordings as one run of pieces; where they are not alike, one after the other.

    What is not new, put together, is ``before`` to the letter; what is not gone is ``after``.

    >>> [(str(each.change), each.text) for each in differences("Nobody waits long.", "Nobody waits.")]
    [('same', 'Nobody waits'), ('gone', ' long'), ('same', '.')]
    """
    if alike(before, after):
        return tuple(_pieces(_words(before), _words(after)))
    return tuple(piece for piece in (Piece(Change.GONE, before), Piece(Change.NEW, after)) if piece.text)


def alike(before: str, after: str) -> bool:
    """Whether one wording came of the other; two of which less than two fifths is the same were written apart."""
    return SequenceMatcher(None, _words(before), _words(after), autojunk=False).ratio() >= ALIKE


def changed(before: str, after: str) -> bool:
    """Whether more than white space is different."""
    return before.split() != after.split()


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for kind, begin, end, from_, to in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(Change.SAME, "".join(old[begin:end]))
            continue
        if begin < end:
            yield Piece(Change.GONE, "".join(old[begin:end]))
        if from_ < to:
            yield Piece(Change.NEW, "".join(new[from_:to]))


def _words(text: str) -> list[str]:
    """Words and signs, each with the white space before it, so that words added at an end change no other word."""
    return re.findall(r"\s*\w[\w'’-]*|\s*[^\w\s]|\s+", text)
