"""The versions of a goal's terms, each with who signed it and what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.apps.people.models import Goal, Signature, Terms
from hoshin.apps.people.wording import Difference, differences, measure_words


@dataclass(frozen=True)
class Version:
    """One version; ``changed`` is against the version before."""

    terms: Terms
    measure: str
    changed: tuple[Difference, ...]
    signatures: tuple[Signature, ...]
    in_force: bool


def versions(goal: Goal) -> list[Version]:
    """All versions, newest first."""
    found = list(goal.terms.all())
    holds = goal.in_force
    made = [
        Version(
            terms,
            measure_words(terms),
            tuple(differences(found[i - 1], terms)) if i else (),
            tuple(terms.signatures.all()),
            terms == holds,
        )
        for i, terms in enumerate(found)
    ]
    return made[::-1]
