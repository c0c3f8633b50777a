"""A verdict in one sentence that a board can read: no statistics word in it."""

from __future__ import annotations

from hoshin.impact.claim import Claim
from hoshin.impact.design import CannotTell
from hoshin.impact.effect import Effect, Interval
from hoshin.impact.kind import VerdictKind
from hoshin.impact.panel import Panel


def sentence(
    panel: Panel,
    claim: Claim,
    kind: VerdictKind,
    effect: Effect | None,
    groups: int,
    untold: CannotTell | None,
    judged: int = 0,
    *,
    by_choice: bool = False,
) -> str:
    """The verdict in words.

    ``groups`` counts the comparison groups, 0 where the scope's own past is the comparison; ``judged`` the periods
    after the start that were judged; ``untold`` says why it cannot be told. ``by_choice`` says that groups could serve,
    but the claim was sealed to be judged without them.
    """
    what = f"{panel.title} in {panel.scope}"
    if untold or effect is None:
        why = f"{untold.reason} ({untold.detail})" if untold else "nothing could be estimated"
        return f"It cannot be told whether the initiative changed {what}: {why}."
    against = f"compared with what {groups} other {panel.comparison} did in the same time"
    if not groups:
        none = f"no other {panel.comparison} can serve as comparison"
        alone = f"{'this was sealed before the start' if by_choice else none}, so what else happened then is in it"
        against = f"over the first {judged} {panel.grain}s, compared with its own past; {alone}"
    than = f"{_size(effect)} than it would have been without the initiative ({_between(effect)}), {against}"
    match kind:
        case VerdictKind.PROVEN:
            return f"{what} is about {than}."
        case VerdictKind.LIKELY:
            return f"{what} is probably {than}; it is too early to be sure."
        case VerdictKind.HARMFUL:
            return f"{what} is about {than}; it was to become {_way(claim.change)}."
        case _:
            claimed = f"{words(claim.change)} was claimed"
            return f"{what} shows no visible effect: {claimed}, but it is {_between(effect)}, {against}."


def _size(effect: Effect) -> str:
    if effect.relative is None:
        return f"{abs(effect.absolute.amount):.3g} {_way(effect.absolute.amount)}"
    return words(effect.relative.amount)


def _between(effect: Effect) -> str:
    if effect.relative:
        return between(effect.relative)
    low, high, same = _ends(effect.absolute)
    return f"between {abs(low):.3g} {'' if same else _way(low) + ' '}and {abs(high):.3g} {_way(high)}"


def between(share: Interval) -> str:
    """A relative effect's ends in words; the way is said once where both ends go the same way."""
    low, high, same = _ends(share)
    return f"between {abs(low) * 100:.0f} % and {words(high)}" if same else f"between {words(low)} and {words(high)}"


def _ends(interval: Interval) -> tuple[float, float, bool]:
    low, high = sorted((interval.low, interval.high), key=abs)
    return low, high, (low < 0) == (high < 0)


def words(change: float) -> str:
    """A relative change in words: “20 % lower”."""
    return f"{abs(change) * 100:.0f} % {_way(change)}"


def _way(change: float) -> str:
    return "higher" if change > 0 else "lower"
