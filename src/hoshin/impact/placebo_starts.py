"""How often a desk's own history would be taken for an effect: by Hoshin, and by comparing before with after alone.

At every start that is tried nothing was begun, so whatever is called an effect there is a false one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from hoshin.impact.before_after import before_after
from hoshin.impact.claim import Claim, Direction
from hoshin.impact.history import History, Start
from hoshin.impact.verdict import VerdictKind, judge

CALLED = frozenset({VerdictKind.PROVEN, VerdictKind.HARMFUL})
"""The verdicts that call an effect at 5 %."""

ANY = Claim("any", Direction.DOWN, 0.2)
"""What is claimed at each start. Whether an effect is called depends neither on its size nor on its direction."""

REAL = "an initiative acted there, or until too short a time before"
THIN = "too few tickets in any stretch of time"
SHORT = "the history is too short"


@dataclass(frozen=True)
class Tried:
    """One start at which nothing was begun. ``called`` and ``before_after`` say whether each called an effect.

    Both are None where it cannot be told, and ``why`` says why. ``change`` is the relative change that Hoshin saw
    (-0.2: a fifth less); None where it saw none, or there was nothing to relate it to.
    """

    group: str
    start: date
    called: bool | None
    before_after: bool | None
    why: str = ""
    change: float | None = None


@dataclass(frozen=True)
class Tally:
    """Counts of starts: ``judged`` those with a verdict, and the false effects among them."""

    judged: int
    called: int
    before_after: int
    untold: int

    @property
    def rate(self) -> float | None:
        """Share of false effects; None where nothing was judged."""
        return self.called / self.judged if self.judged else None

    @property
    def before_after_rate(self) -> float | None:
        """Share of false effects when before is compared with after alone; None where nothing was judged."""
        return self.before_after / self.judged if self.judged else None


@dataclass(frozen=True)
class ErrorRate:
    """What came of all starts. ``possible`` is how many there are, tried or not, in ``groups`` groups.

    ``apart`` counts the judged starts of which the time after does not overlap in one group: starts next to each other
    say nearly the same. ``untold`` counts the starts that could not be told, by reason; of a history without room for
    a start, the groups.
    """

    tried: tuple[Tried, ...]
    possible: int
    groups: int
    after: int
    apart: int
    untold: Mapping[str, int]

    @property
    def total(self) -> Tally:
        """Over all groups."""
        return self._tally(self.tried, sum(self.untold.values()))

    @property
    def by_group(self) -> dict[str, Tally]:
        """Group by group, in the order of their names."""
        found = {}
        for group in sorted({each.group for each in self.tried}):
            own = [each for each in self.tried if each.group == group]
            found[group] = self._tally(own, sum(each.called is None for each in own))
        return found

    @staticmethod
    def _tally(tried: tuple[Tried, ...] | list[Tried], untold: int) -> Tally:
        return Tally(
            judged=sum(each.called is not None for each in tried),
            called=sum(each.called is True for each in tried),
            before_after=sum(each.before_after is True for each in tried),
            untold=untold,
        )


def error_rate(history: History, most: int, tell: Callable[[int, int], None] = lambda done, total: None) -> ErrorRate:
    """Try starts at which nothing was begun, spread over groups and time, until ``most`` have been judged.

    ``tell`` is told how many were judged, of how many at most. Groups too thin to serve at any start are counted
    without being tried. Deterministic: no random number.
    """
    possible = len(history.indices) * (len(history.values) - len(history.thin))
    tried: list[Tried] = []
    at: dict[str, list[int]] = {}
    judged = 0
    for start in history.starts():
        if judged >= most:
            break
        one = _try(history, start)
        tried.append(one)
        if one.called is not None:
            judged += 1
            at.setdefault(one.group, []).append(start.index)
        tell(judged, min(most, possible))
    untold = Counter(each.why for each in tried if each.called is None)
    if not history.indices:
        untold[SHORT] += len(history.values)
    elif history.thin:
        untold[THIN] += len(history.thin) * len(history.indices)
    return ErrorRate(
        tried=tuple(tried),
        possible=possible + len(history.thin) * len(history.indices),
        groups=len(history.values),
        after=history.after,
        apart=sum(_apart(indices, history.after) for indices in at.values()),
        untold=dict(untold.most_common()),
    )


def _try(history: History, start: Start) -> Tried:
    first = history.periods[start.index]
    if start.panel is None:
        return Tried(start.group, first, None, None, REAL)
    verdict = judge(start.panel, ANY)
    if verdict.p_value is None:
        return Tried(start.group, first, None, None, str(verdict.reason))
    relative = verdict.effect.relative if verdict.effect else None
    return Tried(
        start.group,
        first,
        verdict.kind in CALLED,
        before_after(start.panel).p_value <= 0.05,
        change=relative.amount if relative else None,
    )


def _apart(indices: list[int], after: int) -> int:
    """How many of the starts lie so far apart that the times after them do not overlap."""
    count, free = 0, -1
    for index in sorted(indices):
        if index >= free:
            count, free = count + 1, index + after
    return count
