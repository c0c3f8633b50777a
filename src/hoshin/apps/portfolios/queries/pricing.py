"""Which rate prices what a metric saves, on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hoshin.apps.portfolios.models import Rate
from hoshin.impact.benefit import Rate as Price
from hoshin.impact.benefit import per
from hoshin.metrics.definition import Metric


def rates() -> list[Rate]:
    """All rates, of each kind the one added last first."""
    return list(Rate.objects.select_related("owner", "person"))


def rate_for(known: Iterable[Rate], metric: Metric, on: date) -> Price | None:
    """What the saved hours or tickets of a metric are worth on a day; None where nobody said."""
    priced = per(metric)
    found = next((each for each in known if each.priced == priced and each.holds(on)), None)
    return Price(priced, float(found.amount), found.currency) if priced and found else None
