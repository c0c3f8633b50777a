"""How numbers, periods and scopes are put into words, alike on every page, slide and terminal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hoshin.metrics.query import MISSING
from hoshin.metrics.result import Period, Reading, Value

MINUS = "−"


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """``value`` in the metric's unit (shares 0 to 1, times in hours), rounded to what a reader can use.

    >>> amount(0.6071, "share"), amount(24.6, "h"), amount(1418, "tickets"), amount(1.0599, "per ticket")
    ('60.7 %', '24.6 h', '1,418', '1.06')
    """
    sign = "+" if signed and value > 0 else MINUS if value < 0 else ""
    size = abs(value)
    if unit == "share":
        return f"{sign}{size * 100:,.1f} %"
    if unit == "h":
        if size >= 240:
            return f"{sign}{size / 24:,.1f} d"
        return f"{sign}{size:,.1f} h" if size < 100 else f"{sign}{size:,.0f} h"
    if unit == "days":
        return f"{sign}{size:,.1f} d"
    if unit in ("tickets", "points"):
        return f"{sign}{size:,.0f}"
    if unit in ("per 100", "per week"):
        return f"{sign}{size:,.1f}"
    return f"{sign}{size:,.2f}"


def whole_share(value: float) -> str:
    """A share, 0 to 1, in whole per cent.

    >>> whole_share(0.664), whole_share(-1.0)
    ('66 %', '−100 %')
    """
    return f"{MINUS if round(value * 100) < 0 else ''}{abs(value) * 100:.0f} %"


def result_words(reading: Reading) -> str:
    """The reading's amount in words, or ``no data``."""
    if isinstance(reading.result, Value):
        return amount(reading.result.amount, reading.unit)
    return "no data"


def day(value: date) -> str:
    """A day as people write it.

    >>> day(date(2026, 3, 1))
    '1 Mar 2026'
    """
    return f"{value.day} {value:%b %Y}"


def period_words(period: Period) -> str:
    """A period as people say it.

    >>> period_words(Period("2026-W05", date(2026, 1, 26), date(2026, 2, 1)))
    'week from 26 Jan 2026'
    """
    if "-W" in period.label:
        return f"week from {day(period.first)}"
    if period.label == "all":
        return f"{day(period.first)} to {day(period.last)}"
    if period.first == period.last:
        return day(period.first)
    return f"{period.first:%B %Y}"


def scope_words(scope: Iterable[tuple[str, str | None]]) -> str:
    """A scope as people say it, values of one dimension as alternatives; the whole desk where it is empty.

    >>> scope_words([("group", "Berlin"), ("group", "Oslo"), ("priority", None)])
    'group Berlin or Oslo, priority (none)'
    """
    values: dict[str, list[str]] = {}
    for dimension, value in scope:
        values.setdefault(dimension, []).append(MISSING if value is None else value)
    parts = (f"{dimension_words(dimension)} {_alternatives(found)}" for dimension, found in values.items())
    return ", ".join(parts) or "whole desk"


def dimension_words(dimension: str) -> str:
    """A dimension as people say it.

    >>> dimension_words("business_unit")
    'business unit'
    """
    return dimension.replace("_", " ")


def _alternatives(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]


def change_words(before: float, after: float) -> str:
    """A relative change; ``new`` where there was nothing before.

    >>> change_words(20, 15), change_words(0, 3)
    ('−25 %', 'new')
    """
    if before == 0:
        return "new" if after else "no change"
    change = after / before - 1
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    return f"{sign}{abs(change) * 100:.0f} %"
