"""What an initiative says it will do, as a number that can be checked."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way the metric is claimed to move."""

    UP = "up"
    DOWN = "down"

    @property
    def sign(self) -> int:
        """+1 for up, -1 for down."""
        return 1 if self is Direction.UP else -1


@dataclass(frozen=True)
class Claim:
    """The metric (its key) moves in this direction by this relative ``size``: 0.2 is a fifth of what would have been.

    Raises ValueError where the size is not above 0.
    """

    metric: str
    direction: Direction
    size: float

    def __post_init__(self) -> None:
        if not self.size > 0:
            raise ValueError(f"Claim: `size` is {self.size}, expected a relative change above 0, such as 0.2 for 20 %.")

    @property
    def change(self) -> float:
        """The claimed relative change with its sign: -0.2 is a fall by a fifth."""
        return self.direction.sign * self.size
