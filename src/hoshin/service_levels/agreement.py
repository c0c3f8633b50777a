"""Service level agreements: for which tickets, which clock, how much working time, by which calendar."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import get_close_matches
from enum import StrEnum

from hoshin.eventlog.calendar import Calendar
from hoshin.eventlog.refused import Refused
from hoshin.eventlog.schema import DIMENSIONS, Kind, Status
from hoshin.metrics.query import MISSING
from hoshin.metrics.scope import raw


class AgreementInvalid(Refused):
    """Something that an agreement says cannot be. The message names the field, what was expected and what to do."""


class Clock(StrEnum):
    """What is timed: from the opening to the first response, or to the last resolution."""

    RESPONSE = "response"
    RESOLUTION = "resolution"


@dataclass(frozen=True)
class Agreement:
    """A promise: tickets of ``where`` stop their clock within ``target`` of working time.

    ``where`` holds (dimension, value) pairs: values of one dimension are alternatives, dimensions must all hold; empty
    means every ticket. The clock stands still in the states of ``pauses``: stages such as ``waiting``, or the desk's
    own words. It holds for tickets opened from ``first`` to ``last``, both included; None leaves that end open. Raises
    AgreementInvalid.
    """

    name: str
    clock: Clock
    target: timedelta
    calendar: str
    where: tuple[tuple[str, str], ...] = ()
    pauses: tuple[str, ...] = (Status.WAITING.value,)
    first: date | None = None
    last: date | None = None
    version: int = 1

    def __post_init__(self) -> None:
        place = f"Agreement '{self.name}'"
        if not self.name.strip():
            raise AgreementInvalid("An agreement has no name: give it one, such as 'Critical incidents, resolution'.")
        if self.target <= timedelta():
            raise AgreementInvalid(f"{place}: the target is no time at all: expected is a duration such as '4 h'.")
        if self.target % timedelta(minutes=1):
            raise AgreementInvalid(f"{place}: the target {self.target} is not in whole minutes: round it.")
        if self.first and self.last and self.first > self.last:
            raise AgreementInvalid(
                f"{place} holds from {self.first}, which lies after {self.last}, until when it holds: exchange them."
            )
        for dimension, value in self.where:
            if dimension not in DIMENSIONS:
                raise AgreementInvalid(
                    f"{place}: '{dimension}' is no dimension of tickets; there are {', '.join(DIMENSIONS)}."
                    f"{_near(dimension, DIMENSIONS)}"
                )
            kinds = [str(kind) for kind in Kind]
            if dimension == "kind" and value not in kinds:
                raise AgreementInvalid(
                    f"{place}: '{value}' is no kind of ticket; there are {', '.join(kinds)}.{_near(value, kinds)}"
                )
            if dimension == "priority" and value != MISSING and not isinstance(raw(dimension, value), int):
                raise AgreementInvalid(f"{place}: '{value}' is no priority: expected is a number from 1 to 5.")
        over = [word for word in self.pauses if word in ENDED]
        if over:
            raise AgreementInvalid(
                f"{place} pauses while a ticket is {over[0]}: a clock is over then, so leave it out and name states "
                "such as 'waiting'."
            )

    @property
    def title(self) -> str:
        """The agreement and its wording, such as ``Critical, resolution v2``."""
        return f"{self.name} v{self.version}"


ENDED = (Status.RESOLVED.value, Status.CLOSED.value, Status.CANCELLED.value)
"""Stages that no agreement names as a pause."""


@dataclass(frozen=True)
class Book:
    """All calendars and agreements that hold together.

    Of the agreements on one clock the first that fits a ticket counts. Raises AgreementInvalid where a name is used
    twice or a calendar is missing.
    """

    calendars: tuple[Calendar, ...] = ()
    agreements: tuple[Agreement, ...] = ()

    def __post_init__(self) -> None:
        for what, names in (
            ("calendars", [each.name for each in self.calendars]),
            ("agreements", [each.name for each in self.agreements]),
        ):
            twice = [name for name, times in Counter(names).items() if times > 1]
            if twice:
                raise AgreementInvalid(f"Two {what} are called '{twice[0]}': give one of them another name.")
        known = [each.name for each in self.calendars]
        for each in self.agreements:
            if each.calendar not in known:
                there = ", ".join(f"'{name}'" for name in known) or "none"
                raise AgreementInvalid(
                    f"Agreement '{each.name}' runs on the calendar '{each.calendar}', which is not there; there are: "
                    f"{there}.{_near(each.calendar, known)}"
                )

    def calendar(self, name: str) -> Calendar:
        """The calendar of that name, which must be there."""
        return next(each for each in self.calendars if each.name == name)

    def on(self, clock: Clock) -> tuple[Agreement, ...]:
        """The agreements on one clock, in their order."""
        return tuple(each for each in self.agreements if each.clock is clock)


def _near(word: str, known: tuple[str, ...] | list[str]) -> str:
    close = get_close_matches(word, known, n=1)
    return f" Did you mean '{close[0]}'?" if close else ""
