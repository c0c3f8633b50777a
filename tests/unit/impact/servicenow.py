"""Groups of the real desk by working day, read from the export by hand: no connector, no warehouse, no metric."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import numpy as np

from hoshin.impact.panel import Panel
from hoshin.metrics.query import Grain
from tests.unit.impact.desks import Numbers

EXPORT = Path(__file__).resolve().parents[3] / ".." / "shared" / "data" / "servicenow" / "incident_event_log.csv.gz"
FIRST, LAST = date(2016, 3, 1), date(2016, 5, 12)
"""The whole days of the export: its first and last day are cut."""

DAYS = tuple(
    day
    for day in (FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1))
    if day.weekday() < 5  # Monday to Friday
)


@dataclass(frozen=True)
class Daily:
    """One outcome by group and day: NaN where there is no ticket, and the tickets behind it."""

    unit: str
    values: Mapping[str, Numbers]
    n: Mapping[str, Numbers]

    def placebo_starts(self, before: int, after: int) -> Iterator[Panel]:
        """Each group as a scope, at each start that leaves so many working days on both sides."""
        for scope in sorted(self.values):
            others = [group for group in sorted(self.values) if group != scope]
            for start in range(before, len(DAYS) - after + 1):
                part = slice(start - before, start + after)
                yield Panel(
                    periods=DAYS[part],
                    treated=self.values[scope][part],
                    treated_n=self.n[scope][part],
                    controls={group: self.values[group][part] for group in others},
                    control_n={group: self.n[group][part] for group in others},
                    start=before,
                    unit=self.unit,
                    title="An outcome",
                    grain=Grain.DAY,
                    scope=scope,
                )


@cache
def outcomes() -> dict[str, Daily]:
    """Volume by day of opening, and the geometric mean of the hours to resolve by day of resolution."""
    last: dict[str, tuple[int, dict[str, str]]] = {}
    with gzip.open(EXPORT, "rt", encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            position = int(row["sys_mod_count"])
            if row["number"] not in last or position >= last[row["number"]][0]:
                last[row["number"]] = position, row
    opened: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    hours: dict[str, dict[date, list[float]]] = defaultdict(lambda: defaultdict(list))
    for _, row in last.values():
        group = row["assignment_group"]
        if group == "?":
            continue
        start = _moment(row["opened_at"])
        opened[group][start.date()] += 1
        if row["resolved_at"] != "?":
            end = _moment(row["resolved_at"])
            hours[group][end.date()].append(max((end - start).total_seconds() / 3600, 1 / 60))
    counts = {group: np.array([by[day] for day in DAYS], dtype=float) for group, by in opened.items()}
    resolved = {group: np.array([len(by[day]) for day in DAYS], dtype=float) for group, by in hours.items()}
    means = {
        group: np.array([np.exp(np.mean(np.log(by[day]))) if by[day] else np.nan for day in DAYS])
        for group, by in hours.items()
    }
    volume = {group: np.where(n > 0, n, np.nan) for group, n in counts.items()}
    return {"volume": Daily("tickets", volume, counts), "log hours to resolve": Daily("h", means, resolved)}


def _moment(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M")  # noqa: DTZ007 - the export names no zone
