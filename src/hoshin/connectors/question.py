"""What only a person can answer about a file."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One possible answer: the value that goes into the mapping, the words for it, and the command line's option."""

    value: str
    label: str
    flag: str = ""


@dataclass(frozen=True)
class Question:
    """A question about a file.

    ``key`` is what it settles: ``day_order``, ``zone``, ``priorities``, or ``columns.<field>``. ``options`` are the
    possible answers; without any, the answer is free (a time zone). ``flag`` is the command line's option where one
    option serves all answers. A ``required`` question stops the import until it is answered.
    """

    key: str
    text: str
    options: tuple[Option, ...] = ()
    flag: str = ""
    required: bool = True

    @property
    def answers(self) -> str:
        """How to answer on the command line or in the mapping file."""
        flags = [o.flag for o in self.options if o.flag] or ([self.flag] if self.flag else [])
        return " or ".join(flags)
