"""What chance alone explains of a rate of false effects: separate starts, each called wrongly one time in twenty."""

from __future__ import annotations

from math import comb

PROMISED = 0.05
"""The share of false effects that Hoshin promises: one in twenty."""

_TWENTY = 20


def most_by_chance(separate: int) -> int:
    """The most false effects among so many separate starts that chance explains: more are rarer than one in twenty.

    Exact: the binomial distribution, in whole numbers.

    >>> most_by_chance(20), most_by_chance(60)
    (3, 6)
    """
    # Of 20 ** separate equally likely courses, those with more than ``most`` false effects.
    courses = _TWENTY**separate
    more, most = courses, -1
    while more * _TWENTY > courses:
        most += 1
        more -= comb(separate, most) * (_TWENTY - 1) ** (separate - most)
    return max(most, 0)


def too_many(separate: int) -> float:
    """The share of false effects from which on chance does not explain it any more; 1 at most.

    >>> too_many(20)
    0.2
    """
    return min(1.0, (most_by_chance(separate) + 1) / separate) if separate else 1.0


def beyond_chance(called: int, judged: int, separate: int) -> bool:
    """Whether ``called`` of ``judged`` starts, worth so many separate ones, are more than one in twenty and chance.

    Starts that overlap say nearly the same, so the share counts as that of the separate ones, in whole false effects.
    """
    return judged > 0 and called * separate // judged > most_by_chance(separate)
