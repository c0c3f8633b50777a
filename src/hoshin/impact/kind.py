"""What can be said of a claim."""

from __future__ import annotations

from enum import StrEnum


class VerdictKind(StrEnum):
    """What can be said of the claim."""

    PROVEN = "proven"
    LIKELY = "likely"
    NO_VISIBLE_EFFECT = "no_visible_effect"
    HARMFUL = "harmful"
    CANNOT_TELL = "cannot_tell"

    @property
    def label(self) -> str:
        """The words for people."""
        return self.value.replace("_", " ").capitalize()


SURE = 0.95
"""Proven and harmful: an effect where there is none is called in at most one of twenty verdicts."""

FAIRLY_SURE = 0.90
"""Likely: at most one of ten."""


def told(p_value: float, *, as_claimed: bool, possible: bool) -> VerdictKind:
    """What a two-sided ``p_value`` says of a claim.

    ``as_claimed``: the effect found goes the claimed way. ``possible``: an effect of the claimed size is not excluded.
    """
    if p_value <= 1 - SURE:
        return VerdictKind.PROVEN if as_claimed else VerdictKind.HARMFUL
    if p_value <= 1 - FAIRLY_SURE and as_claimed:
        return VerdictKind.LIKELY
    return VerdictKind.CANNOT_TELL if possible else VerdictKind.NO_VISIBLE_EFFECT
