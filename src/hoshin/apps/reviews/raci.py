"""Whether exactly one person is accountable for each thing, and nobody for too many. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TypeAlias

ACCOUNTABLE, RESPONSIBLE = "A", "R"
MOST = 5
"""For more things than this nobody can be accountable and mean it."""
MOST_DONE = 8
"""More things than this nobody can be responsible for and get done."""
Parts: TypeAlias = Mapping[str, Collection[tuple[str, str]]]
"""For each thing its pairs of person and part."""


@dataclass(frozen=True)
class Gap:
    """What is wrong with one thing, in a sentence."""

    subject: str
    sentence: str


def gaps(parts: Parts) -> list[Gap]:
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


@dataclass(frozen=True)
class Load:
    """For how many things somebody is accountable, and for how many responsible."""

    person: str
    accountable: int
    responsible: int

    @property
    def over(self) -> bool:
        """Whether it is more than anybody can mean."""
        return self.accountable > MOST or self.responsible > MOST_DONE


@dataclass(frozen=True)
class Relief:
    """One thing that ``person``, who is accountable for too many, could give to ``to``, who does it already."""

    subject: str
    person: str
    to: str


def loads(parts: Parts) -> list[Load]:
    """The load of everybody who is accountable or responsible for something, the heaviest first."""
    counts = {part: _counts(parts, part) for part in (ACCOUNTABLE, RESPONSIBLE)}
    people = set(counts[ACCOUNTABLE]) | set(counts[RESPONSIBLE])
    found = [Load(person, counts[ACCOUNTABLE][person], counts[RESPONSIBLE][person]) for person in people]
    return sorted(found, key=lambda each: (-each.accountable, -each.responsible, each.person))


def overloaded(parts: Parts) -> dict[str, int]:
    """Who is accountable for more than five things, and for how many, the most first."""
    return {each.person: each.accountable for each in loads(parts) if each.accountable > MOST}


def relief(parts: Parts) -> list[Relief]:
    """What would bring those who are accountable for too many down to five: each goes to whoever does it and has room.

    >>> relief({str(n): [("Ada", "A"), ("Ben", "R")] for n in range(6)})
    [Relief(subject='0', person='Ada', to='Ben')]
    """
    counts = _counts(parts, ACCOUNTABLE)
    found: list[Relief] = []
    over = {name for name, many in counts.items() if many > MOST}
    if not over:
        return found
    for subject, pairs in parts.items():
        held = set(pairs)
        for person in sorted(name for name, part in held if part == ACCOUNTABLE and counts[name] > MOST):
            able = {name for name, part in held if part == RESPONSIBLE and name != person and counts[name] < MOST}
            if able:
                to = min(able, key=lambda name: (counts[name], name))
                counts[person], counts[to] = counts[person] - 1, counts[to] + 1
                found.append(Relief(subject, person, to))
    return found


def _counts(parts: Parts, wanted: str) -> Counter[str]:
    return Counter(name for pairs in parts.values() for name, part in set(pairs) if part == wanted)
