"""How much of what is shown green is not, by the rule: green outside, red inside. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hoshin.apps.strategy.status import GREEN, Status


@dataclass(frozen=True)
class Watermelon:
    """Of ``green`` things that are shown green, the rule says of ``not_so`` that they are not."""

    green: int
    not_so: int

    @property
    def share(self) -> float | None:
        """The watermelon index, 0 to 1; None where nothing is shown green."""
        return self.not_so / self.green if self.green else None

    @property
    def sentence(self) -> str:
        """The index as a board reads it."""
        if not self.green:
            return "Nothing is shown green."
        if not self.not_so:
            return (
                f"All {self.green} that are shown green are so by the rule."
                if self.green > 1
                else ("The one that is shown green is so by the rule.")
            )
        return f"{self.not_so} of {self.green} shown green {'is' if self.not_so == 1 else 'are'} not, by the rule."


def index(pairs: Iterable[tuple[Status, Status]]) -> Watermelon:
    """The index over pairs of the shown and the derived status.

    >>> index([(Status.ON_TRACK, Status.OFF_TRACK), (Status.REACHED, Status.REACHED)]).share
    0.5
    """
    green = [derived for shown, derived in pairs if shown in GREEN]
    return Watermelon(len(green), sum(derived not in GREEN for derived in green))
