"""Where an initiative stands in the ledger: its verdict, read with its guardrails, with the others, and over time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoshin.impact.guardrail import Guard, Guarded
from hoshin.impact.kind import VerdictKind

SURE = 0.05
"""Of all initiatives that are read together, in at most one ledger of twenty is any called proven by chance alone."""


class Place(StrEnum):
    """Where an initiative stands."""

    PROVEN = "proven"
    LIKELY = "likely"
    MIXED = "mixed"
    LAPSED = "lapsed"
    NO_VISIBLE_EFFECT = "no_visible_effect"
    HARMFUL = "harmful"
    CANNOT_TELL = "cannot_tell"

    @property
    def label(self) -> str:
        """The words for people."""
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Standing:
    """Where it stands, and in plain words what sets that apart from its verdict; empty where nothing does."""

    place: Place
    why: str


def standing(
    kind: VerdictKind,
    together: float | None,
    many: int,
    guarded: Sequence[Guarded],
    earlier: Mapping[int, VerdictKind],
) -> Standing:
    """Where an initiative stands.

    ``kind`` is its verdict by itself; ``together`` its p-value corrected for the ``many`` initiatives that are read
    with it (itself included). ``earlier`` holds its verdicts by months after the start.

    - A win that hurts a guardrail is *mixed*, not proven.
    - A win that may be luck among so many is *likely*, not proven.
    - A win of an earlier look that is neither proven nor likely any more has *lapsed*.
    - Harm is never softened: a warning that proves wrong costs less than one that is not given.
    """
    hurt = [each.title for each in guarded if each.guard is Guard.HURT]
    unknown = [each.title for each in guarded if each.guard is Guard.UNKNOWN]
    won = kind in (VerdictKind.PROVEN, VerdictKind.LIKELY)
    if won and hurt:
        return Standing(Place.MIXED, f"But {_all(hurt)} got worse there, so it does not count as proven.")
    if kind is VerdictKind.PROVEN and (together is None or together > SURE):
        return Standing(
            Place.LIKELY, f"Of {many} initiatives that are read together one may look so by luck: it counts as likely."
        )
    stood = [months for months, said in sorted(earlier.items()) if said is VerdictKind.PROVEN]
    if stood and kind in (VerdictKind.NO_VISIBLE_EFFECT, VerdictKind.CANNOT_TELL):
        return Standing(Place.LAPSED, f"After {stood[-1]} months it was proven; by now it stands no more.")
    if hurt:
        return Standing(Place(kind.value), f"And {_all(hurt)} got worse there.")
    if won and unknown:
        return Standing(Place(kind.value), f"Whether {_all(unknown)} got worse cannot be told.")
    return Standing(Place(kind.value), "")


def _all(titles: Sequence[str]) -> str:
    words = [title[:1].lower() + title[1:] for title in titles]
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))
