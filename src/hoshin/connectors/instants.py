"""From the numbers of a written time to an instant of UTC, or to what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from hoshin.connectors.zones import to_utc

EARLIEST, LATEST = 1970, 2200
"""The years between which a time of a ticket can lie; both count."""


class Fault(IntEnum):
    """Why a text is no time."""

    NONE = 0
    FORM = 1
    DAY = 2
    CLOCK = 3
    YEAR = 4
    ORDER = 5
    ZONE = 6


WORDS: dict[Fault, tuple[str, str]] = {
    Fault.FORM: ("is not a time", "a time such as 2016-02-29 01:16, 29/2/2016 01:16 or 2016-02-29T01:16:00Z"),
    Fault.DAY: ("is not a day of the calendar", "a day that exists"),
    Fault.CLOCK: (
        "is not a time of day",
        "hours from 0 to 23 (or 1 to 12 with AM or PM), minutes and seconds below 60",
    ),
    Fault.YEAR: ("lies outside of what a ticket can have", f"a year from {EARLIEST} to {LATEST}"),
    Fault.ORDER: ("can be read day first or month first", "a mapping that says which (day_order)"),
    Fault.ZONE: ("carries no time zone", "a mapping that names the desk's time zone (zone)"),
}
"""For each fault the reason and what was expected."""


@dataclass(frozen=True)
class Written:
    """Times as they are written, number by number, all of one length.

    ``second`` counts from midnight and ``sane`` says whether hour, minute and second exist. ``offset`` is how many
    seconds the clock is ahead of UTC where ``carried`` says that the text itself tells. ``faults`` were found before.
    """

    year: npt.NDArray[np.int64]
    month: npt.NDArray[np.int64]
    day: npt.NDArray[np.int64]
    second: npt.NDArray[np.int64]
    sane: npt.NDArray[np.bool_]
    offset: npt.NDArray[np.int64]
    carried: npt.NDArray[np.bool_]
    faults: npt.NDArray[np.int8]

    def utc(self, zone: str | None) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int8]]:
        """UTC seconds since 1970, and what is wrong with each time; ``zone`` is that of times without an offset."""
        faults = self.faults.copy()
        days, exists = _days(self.year, self.month, self.day)
        faults[~exists & (faults == 0)] = Fault.DAY
        faults[~self.sane & (faults == 0)] = Fault.CLOCK
        local = days * 86_400 + self.second
        utc = local - self.offset
        if zone is None:
            faults[~self.carried & (faults == 0)] = Fault.ZONE
        else:
            at = np.flatnonzero(~self.carried & (faults == 0))
            utc[at] = to_utc(local[at], zone)
        beyond = (self.year < EARLIEST) | (self.year > LATEST)
        faults[beyond & ((faults == 0) | (faults == Fault.ZONE))] = Fault.YEAR
        return utc, faults


def _days(
    year: npt.NDArray[np.int64], month: npt.NDArray[np.int64], day: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Days since 1970-01-01, and whether the day exists (Gregorian calendar)."""
    sane = (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31) & (year >= 1)
    months = np.where(sane, (year - 1970) * 12 + month - 1, 0)
    first = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    following = (months + 1).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
    days = first + np.where(sane, day - 1, 0)
    return days, sane & (days < following)
