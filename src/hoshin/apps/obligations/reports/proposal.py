"""What a threshold could be: the organisation's own last twelve months, never a number that Hoshin brings along."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from hoshin.apps.obligations.models import Watch
from hoshin.metrics.query import Grain, Query
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import amount
from hoshin.signals.control_chart import judged

YEAR = timedelta(weeks=52)


@dataclass(frozen=True)
class Proposal:
    """The weeks of the last twelve months, in the metric's unit: how many could be judged, and where they lay."""

    weeks: int
    lowest: float
    median: float
    highest: float
    unit: str

    @property
    def words(self) -> str:
        """The proposal in a sentence."""
        low, middle, high = (amount(value, self.unit) for value in (self.lowest, self.median, self.highest))
        return f"Your own last twelve months ({self.weeks} weeks): median {middle}, from {low} to {high}."


def gather(reader: Reader, watch: Watch) -> Proposal | None:
    """The proposal for a watch; None where no week of the last twelve months could be judged."""
    if watch.metric not in reader.catalogue.metrics or (watch.desk and watch.desk not in reader.desks):
        return None
    where = watch.selection.where
    first, last = reader.coverage(where)
    query = Query(Grain.WEEK, None, max(first, last - YEAR), last, where)
    values = [v for r in reader.read([watch.metric], query) if (v := judged(r)) is not None]
    if not values:
        return None
    return Proposal(len(values), min(values), median(values), max(values), reader.catalogue.metric(watch.metric).unit)
