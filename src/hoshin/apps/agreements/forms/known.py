"""Whether the words of an agreement are words of the tickets: what matches nothing is most often a slip."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from hoshin.eventlog.schema import PRIORITIES, Kind, Status
from hoshin.metrics.query import MISSING
from hoshin.metrics.scope import raw
from hoshin.pipeline.service_levels import ServiceLevels
from hoshin.service_levels.agreement import ENDED

CLOSE = 3
"""Words that come close, of which a refusal names this many at most."""
FEW = 8
"""Words that a refusal names all, where none comes close."""
STAGES = tuple(str(each) for each in Status if each.value not in ENDED)
"""Stages in which a clock may stand still."""
ALWAYS = {"priority": tuple(PRIORITIES.values()), "kind": tuple(str(each) for each in Kind)}
"""Values that a dimension has, whether a ticket has them yet or not."""


def strange_value(levels: ServiceLevels, dimension: str, value: str) -> str | None:
    """What is to be said where no ticket has the value in its dimension; None where one has."""
    found = [each for each in levels.reader.values(dimension) if each is not None]
    known = list(dict.fromkeys((*ALWAYS.get(dimension, ()), *found)))
    if value == MISSING or raw(dimension, value) in {raw(dimension, each) for each in known}:
        return None
    return f"no ticket has {dimension.replace('_', ' ')} '{value}'.{_close(value, known)}"


def strange_state(levels: ServiceLevels, word: str) -> str | None:
    """What is to be said where the word is neither a stage nor a state that a ticket was ever in; None where it is."""
    known = list(dict.fromkeys((*STAGES, *levels.states())))
    if word.casefold() in {each.casefold() for each in known}:
        return None
    return f"No ticket was ever in a state '{word}', and it is no stage ({', '.join(STAGES)}).{_close(word, known)}"


def unchecked(where: Iterable[tuple[str, str]], pauses: Iterable[str]) -> tuple[bool, bool]:
    """Whether the scope, and whether the pauses, hold words that only tickets can confirm."""
    return (
        any(raw(dimension, value) not in _always(dimension) for dimension, value in where if value != MISSING),
        any(word.casefold() not in STAGES for word in pauses),
    )


def _always(dimension: str) -> set[str | int | None]:
    return {raw(dimension, each) for each in ALWAYS.get(dimension, ())}


def _close(word: str, known: Sequence[str]) -> str:
    said = {each.casefold(): each for each in known}
    close = [said[each] for each in get_close_matches(word.casefold(), list(said), n=CLOSE)]
    if close:
        return f" Did you mean {' or '.join(close)}?"
    return f" There are {', '.join(known)}." if 0 < len(known) <= FEW else ""
