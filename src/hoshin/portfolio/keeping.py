"""What came of a quarter's promises: kept, slipped, still open; what was added meanwhile, and what is silent.

Promised is that a piece of work begins, and that it is done, by the end of the quarter in which the approved plan says
so. docs/algorithms/commitment-integrity.md says in prose what counts as what.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Promise(StrEnum):
    """What was promised of a piece of work."""

    BEGIN = "begin"
    FINISH = "finish"


class Outcome(StrEnum):
    """What came of it."""

    KEPT = "kept"
    OPEN = "open"
    SLIPPED = "slipped"
    ADDED = "added"
    SILENT = "silent"


@dataclass(frozen=True)
class Quarter:
    """The days from ``first`` to ``last``."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Planned:
    """A piece of work as it was approved: the quarters in which it begins and in which it is done."""

    key: str
    title: str
    begins: Quarter
    done: Quarter


@dataclass(frozen=True)
class Work:
    """A piece of work as it is known now.

    ``starts`` is the day on which it is to begin, ``begun`` whether anything shows that it did; ``done`` the day on
    which somebody said that it is over; ``said`` the days on which somebody spoke of it.
    """

    key: str
    title: str
    starts: date
    begun: bool
    done: date | None = None
    said: tuple[date, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing found: of which work, what came of it, why in words, and what was promised (None: nothing was)."""

    key: str
    title: str
    outcome: Outcome
    words: str
    promise: Promise | None = None


@dataclass(frozen=True)
class Integrity:
    """All findings of a quarter."""

    findings: tuple[Finding, ...] = ()

    def of(self, outcome: Outcome) -> tuple[Finding, ...]:
        """Those of one kind."""
        return tuple(each for each in self.findings if each.outcome is outcome)

    @property
    def share(self) -> float | None:
        """Of what is settled, which share was kept; None where nothing is settled yet."""
        kept, slipped = len(self.of(Outcome.KEPT)), len(self.of(Outcome.SLIPPED))
        return kept / (kept + slipped) if kept + slipped else None


def integrity(
    quarter: Quarter, planned: Sequence[Planned], works: Mapping[str, Work], *, today: date, silent_after: timedelta
) -> Integrity:
    """What came of a quarter as far as it is known ``today``; nothing of a quarter that has not begun.

    ``works`` are by their keys; what was planned and is not among them was discarded.
    """
    if today < quarter.first:
        return Integrity()
    expected = {each.key for each in planned if each.begins.first <= quarter.last and each.done.last >= quarter.first}
    added = (
        Finding(each.key, each.title, Outcome.ADDED, f"began on {_day(each.starts)}, and was not in the plan")
        for each in works.values()
        if each.begun and each.starts <= today and quarter.holds(each.starts) and each.key not in expected
    )
    silent = _silent(works, min(today, quarter.last), silent_after)
    return Integrity((*_promises(quarter, planned, works, today), *added, *silent))


def _promises(
    quarter: Quarter, planned: Sequence[Planned], works: Mapping[str, Work], today: date
) -> Iterator[Finding]:
    for each in planned:
        work = works.get(each.key)
        if each.begins == quarter:
            yield Finding(each.key, each.title, *_begun(work, quarter, today), Promise.BEGIN)
        if each.done == quarter:
            yield Finding(each.key, each.title, *_finished(work, quarter, today), Promise.FINISH)


def _begun(work: Work | None, quarter: Quarter, today: date) -> tuple[Outcome, str]:
    if work is None:
        return Outcome.SLIPPED, "was to begin, and was discarded"
    if work.starts > quarter.last:
        return Outcome.SLIPPED, f"was to begin, and starts on {_day(work.starts)} now"
    if work.begun and work.starts <= today:
        return Outcome.KEPT, f"began on {_day(work.starts)}"
    if today > quarter.last:
        return Outcome.SLIPPED, f"was to begin on {_day(work.starts)}; nothing shows that it did"
    return Outcome.OPEN, f"is to begin by {_day(quarter.last)}"


def _finished(work: Work | None, quarter: Quarter, today: date) -> tuple[Outcome, str]:
    if work is None:
        return Outcome.SLIPPED, "was to be done, and was discarded"
    if work.done is not None and work.done <= min(today, quarter.last):
        return Outcome.KEPT, f"done on {_day(work.done)}"
    if work.starts > quarter.last:
        return Outcome.SLIPPED, f"was to be done, and starts on {_day(work.starts)} now"
    if today > quarter.last:
        late = f"was done on {_day(work.done)} only" if work.done and work.done <= today else "is not done yet"
        return Outcome.SLIPPED, f"was to be done by {_day(quarter.last)}, and {late}"
    return Outcome.OPEN, f"is to be done by {_day(quarter.last)}"


def _silent(works: Mapping[str, Work], seen: date, silent_after: timedelta) -> Iterator[Finding]:
    """What runs on the day ``seen``, and of which nobody had spoken for so long."""
    for each in works.values():
        if not each.begun or each.starts > seen or (each.done is not None and each.done <= seen):
            continue
        spoken = [day for day in each.said if day <= seen]
        last = max([each.starts, *spoken])
        if seen - last > silent_after:
            since = f"since {_day(last)}" if spoken else f"since it began on {_day(each.starts)}"
            yield Finding(each.key, each.title, Outcome.SILENT, f"nobody said how it stands {since}")


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
