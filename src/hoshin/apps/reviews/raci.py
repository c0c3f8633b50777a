"""Whether exactly one person is accountable for each thing, and nobody for too many. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

ACCOUNTABLE, RESPONSIBLE = "A", "R"
MOST = 5
"""For more things than this nobody can be accountable and mean it."""


@dataclass(frozen=True)
class Gap:
    """What is wrong with one thing, in a sentence."""

    subject: str
    sentence: str


def gaps(parts: Mapping[str, Iterable[tuple[str, str]]]) -> list[Gap]:
    """What is wrong with each thing; ``parts`` holds its pairs of person and part, A, R, C or I.

    >>> gaps({"change enablement": [("Mei", "R")]})[0].sentence
    'Nobody is accountable: choose one person.'
    """
    found = []
    for subject, pairs in parts.items():
        held = list(pairs)
        accountable = sorted({person for person, part in held if part == ACCOUNTABLE})
        if not accountable:
            found.append(Gap(subject, "Nobody is accountable: choose one person."))
        elif len(accountable) > 1:
            found.append(Gap(subject, f"{' and '.join(accountable)} are accountable: keep one of them."))
        elif not any(part == RESPONSIBLE for _, part in held):
            found.append(Gap(subject, f"{accountable[0]} answers for it, and nobody does it: name who is responsible."))
    return found


def overloaded(parts: Mapping[str, Iterable[tuple[str, str]]]) -> dict[str, int]:
    """Who is accountable for more than five things, and for how many, the most first."""
    counts = Counter(
        person for pairs in parts.values() for person in {name for name, part in pairs if part == ACCOUNTABLE}
    )
    return {person: count for person, count in counts.most_common() if count > MOST}
