"""What a desk's audit log says about each ticket: read back from the exported file, or for speed from its updates."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.csv
from numpy.typing import NDArray

from hoshin.simulation.desk import Simulation

TIMES = ("opened_at", "sys_updated_at", "resolved_at", "closed_at")


@dataclass(frozen=True)
class Exported:
    """The last row of each ticket; times are numpy datetimes in seconds, NaT for none."""

    rows: int
    opened: NDArray[np.datetime64]
    resolved: NDArray[np.datetime64]
    closed: NDArray[np.datetime64]
    updated: NDArray[np.datetime64]
    group: NDArray[np.str_]

    @property
    def hours(self) -> NDArray[np.float64]:
        """Hours from opening to resolution, NaN where not resolved."""
        found: NDArray[np.float64] = (self.resolved - self.opened) / np.timedelta64(1, "h")
        return found

    def within(self, groups: tuple[str, ...]) -> NDArray[np.bool_]:
        """Which tickets these groups hold last."""
        return np.isin(self.group, groups)

    def resolved_between(self, first: date, weeks: int) -> NDArray[np.bool_]:
        """Which tickets were resolved in the weeks from ``first`` on, or before it where ``weeks`` is negative."""
        ends = sorted((first, first + timedelta(weeks=weeks)))
        low, high = (np.datetime64(end, "s") for end in ends)
        return np.asarray((self.resolved >= low) & (self.resolved < high))


def table(exported: bytes) -> pa.Table:
    """Every row, every column as text but for the times."""
    types = {name: pa.timestamp("s") if name in TIMES else pa.string() for name in header(exported)}
    options = pa.csv.ConvertOptions(column_types=types, strings_can_be_null=True)
    return pa.csv.read_csv(io.BytesIO(exported), convert_options=options)


def header(exported: bytes) -> list[str]:
    """The names of the columns."""
    first, _, _ = exported.partition(b"\n")
    return first.decode().replace('"', "").split(",")


def read(exported: bytes) -> Exported:
    """The last row of each ticket. A ticket's rows stand together."""
    rows = table(exported)
    number = rows["number"].to_numpy()
    last = np.flatnonzero(np.append(number[1:] != number[:-1], True))
    opened, updated, resolved, closed = (
        rows[name].to_numpy().astype("datetime64[s]")[last]
        for name in ("opened_at", "sys_updated_at", "resolved_at", "closed_at")
    )
    group = rows["assignment_group"].to_numpy()[last].astype(np.str_)
    return Exported(len(number), opened, resolved, closed, updated, group)


def last_rows(simulation: Simulation) -> Exported:
    """The same without the file; a test compares the two."""
    log, plan = simulation.updates, simulation.plan
    last = np.flatnonzero(np.append(log.ticket[1:] != log.ticket[:-1], True))
    midnight = np.datetime64(plan.first, "s")

    def times(seconds: NDArray[np.int64]) -> NDArray[np.datetime64]:
        return np.where(seconds < 0, np.datetime64("NaT", "s"), midnight + seconds.astype("timedelta64[s]"))

    opened = simulation.came.opened[log.ticket[last]]
    names = np.array([each.name for each in plan.groups])
    return Exported(
        len(log.at),
        times(opened),
        times(log.resolved[last]),
        times(log.closed[last]),
        times(log.at[last]),
        names[log.group[last]],
    )
