"""What is asked of a metric: grain, breakdown, days, scope."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MISSING = "(none)"
"""How a filter names the tickets that have no value in a dimension."""


class Grain(StrEnum):
    """How time is cut. Weeks are ISO weeks, from Monday; ``all`` is one number over the whole stretch."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


@dataclass(frozen=True)
class Query:
    """One question. ``first`` and ``last`` are days, both included; None leaves that end open.

    ``by`` and ``across`` are the dimensions of the breakdown: none, one, or two. ``where`` holds (dimension, value)
    pairs: values of one dimension are alternatives, dimensions must all hold.
    """

    grain: Grain = Grain.MONTH
    by: str | None = None
    first: date | None = None
    last: date | None = None
    where: tuple[tuple[str, str], ...] = ()
    across: str | None = None

    @property
    def breakdown(self) -> tuple[str, ...]:
        """The dimensions of the breakdown, ``by`` first."""
        return tuple(filter(None, (self.by, self.across)))
