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
