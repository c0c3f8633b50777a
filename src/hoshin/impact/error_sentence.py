"""How often Hoshin would err on a desk, in one sentence for a leader."""

from __future__ import annotations

from hoshin.impact.history import History
from hoshin.impact.placebo_starts import ErrorRate
from hoshin.metrics.query import Grain


def error_sentence(history: History, found: ErrorRate) -> str:
    """The rate in words, or why there is none. No statistics word in it."""
    total = found.total
    if total.rate is None or total.before_after_rate is None:
        main = max(found.untold, key=lambda why: found.untold[why], default="there are no tickets to judge by")
        return (
            f"It cannot be told how often Hoshin would err on {history.title.lower()} here: {main} "
            f"({_periods(history, len(history.periods))}, {len(history.values)} {history.comparison})."
        )
    return (
        f"Of {total.judged:,} starts at which nothing began, Hoshin would have called {_share(total.rate)} an effect; "
        f"comparing before with after {_share(total.before_after_rate)}."
    )


def caution(history: History, found: ErrorRate) -> str:
    """How far the rate can be trusted; empty where nothing was judged."""
    if not found.total.judged:
        return ""
    return (
        f"Each was judged over {_periods(history, found.after)}. Starts next to each other share most of their time, "
        f"so all of them together are worth about as much as {found.apart} separate ones."
    )


def _periods(history: History, count: int) -> str:
    return f"{count} {'working days' if history.grain is Grain.DAY else 'weeks'}"


def _share(rate: float) -> str:
    return f"{rate * 100:.1f} %"
