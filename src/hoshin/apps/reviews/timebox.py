"""An agenda that its meeting can hold: grouped, a time for each item, and what gives way where time is short. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from hoshin.apps.reviews.models import AgendaItem, Source
from hoshin.reporting.blocks import Tone


class Group(StrEnum):
    """The chapters of an agenda, in their order."""

    ALWAYS = "What we always ask"
    OWED = "What comes back, and what is late"
    COURSE = "What is off course"
    SIGNALS = "What the data tell"
    RISKS = "What may go wrong"
    ADDED = "What was added"


GROUPS = {
    Source.STANDING: Group.ALWAYS,
    Source.DECISION: Group.OWED,
    Source.COMMITMENT: Group.OWED,
    Source.VERDICT: Group.COURSE,
    Source.STATUS: Group.COURSE,
    Source.KEY_RESULT: Group.COURSE,
    Source.INITIATIVE: Group.COURSE,
    Source.SIGNAL: Group.SIGNALS,
    Source.RISK: Group.RISKS,
    Source.ADDED: Group.ADDED,
}
MINUTES = {
    Source.STANDING: 5,
    Source.DECISION: 5,
    Source.COMMITMENT: 3,
    Source.VERDICT: 5,
    Source.STATUS: 3,
    Source.KEY_RESULT: 4,
    Source.INITIATIVE: 2,
    Source.SIGNAL: 3,
    Source.RISK: 4,
    Source.ADDED: 5,
}
"""What an item usually takes; the chair gives it more or less."""
GOOD_NEWS = 1
"""Minutes for what only has to be heard."""
URGENT = (Tone.BAD, Tone.WATCH, Tone.UNKNOWN, Tone.NEUTRAL, Tone.GOOD)
"""Tones, the most urgent first."""


@dataclass(frozen=True)
class Chapter:
    """One group of an agenda with its items in their order; ``minutes`` is what they ask together."""

    title: str
    items: tuple[AgendaItem, ...]

    @property
    def minutes(self) -> int:
        """What its items ask together."""
        return sum(each.minutes for each in self.items)


@dataclass(frozen=True)
class Plan:
    """An agenda against the ``length`` of its meeting, in minutes: what fits, by chapter, and what comes after."""

    chapters: tuple[Chapter, ...]
    later: tuple[AgendaItem, ...]
    length: int

    @property
    def planned(self) -> int:
        """The minutes that what fits asks for."""
        return sum(each.minutes for each in self.chapters)

    @property
    def asked(self) -> int:
        """The minutes that all items ask for."""
        return self.planned + sum(each.minutes for each in self.later)

    @property
    def sentence(self) -> str:
        """Whether the meeting can hold its agenda, for whoever chairs it."""
        if not self.later:
            return f"{self.asked} of {self.length} minutes are planned."
        many = "item stands" if len(self.later) == 1 else f"{len(self.later)} items stand"
        return (
            f"All of it would take {self.asked} minutes, and the meeting has {self.length}. The least urgent {many} "
            "last; what is not reached comes back next time."
        )


def usual(source: Source, tone: Tone) -> int:
    """The minutes that an item usually takes."""
    return GOOD_NEWS if tone is Tone.GOOD and source is not Source.STANDING else MINUTES[source]


def group(item: AgendaItem) -> Group:
    """The chapter that an item belongs to."""
    return GROUPS[Source(item.source)]


def plan(items: Iterable[AgendaItem], length: int) -> Plan:
    """The agenda of a meeting of so many minutes.

    What was talked about, and what a forum always asks, has its time; then the most urgent comes first, and from the
    first item that does not fit, all that are no more urgent come after.
    """
    listed = list(items)
    left, fits = length, set[int]()
    for each in sorted(listed, key=_rank):
        left -= each.minutes
        if left < 0 and not (each.talked or _always(each)):
            break
        fits.add(id(each))
    inside = [each for each in listed if id(each) in fits]
    return Plan(_chapters(inside), tuple(each for each in listed if id(each) not in fits), length)


def _always(item: AgendaItem) -> bool:
    return item.source == Source.STANDING


def _rank(item: AgendaItem) -> tuple[bool, bool, int, int, int]:
    """Whom time goes to first."""
    order = list(Group).index(group(item))
    return (not item.talked, not _always(item), URGENT.index(Tone(item.tone)), order, item.place)


def _chapters(items: Sequence[AgendaItem]) -> tuple[Chapter, ...]:
    found = ((each, tuple(item for item in items if group(item) is each)) for each in Group)
    return tuple(Chapter(str(name), held) for name, held in found if held)


def reached(item: AgendaItem) -> bool:
    """Whether a review came to an item: it was called so, or something was noted, decided or promised on it."""
    return bool(item.talked or item.notes.strip() or item.decisions.all() or item.commitments.all())
