"""All metrics, collected from the files of ``library/``."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from importlib import import_module
from pkgutil import iter_modules

from hoshin.eventlog.refused import Refused
from hoshin.metrics import library
from hoshin.metrics.definition import Metric


class UnknownMetric(Refused):
    """A key was given that no metric has."""


class DuplicateMetric(ValueError):
    """Two files of the library declare the same key."""


ORDER = (
    "ticket_volume",
    "backlog",
    "backlog_change",
    "aged_backlog_share",
    "time_to_resolve_median",
    "time_to_resolve_p85",
    "time_to_resolve_mean",
    "waiting_time",
    "resolution_sla_met_share",
    "first_assignment_resolution_share",
    "reassignments_per_ticket",
    "ping_pong_share",
    "reopen_share",
    "problem_linked_share",
)
"""In what order readers find them: what comes in, what stands, how fast, how well. Others follow by key."""


def collect(declared: Iterable[Metric]) -> dict[str, Metric]:
    """The metrics by key, in the order of readers. Raises DuplicateMetric."""
    found: dict[str, Metric] = {}
    for metric in declared:
        if metric.key in found:
            raise DuplicateMetric(f"Two metrics have the key '{metric.key}': give one of them another key.")
        found[metric.key] = metric
    rank = {key: i for i, key in enumerate(ORDER)}
    return dict(sorted(found.items(), key=lambda item: (rank.get(item[0], len(ORDER)), item[0])))


METRICS: dict[str, Metric] = collect(
    metric
    for module in iter_modules(library.__path__)
    for metric in import_module(f"{library.__name__}.{module.name}").METRICS
)


def metric(key: str) -> Metric:
    """The metric of that key. Raises UnknownMetric, which names close matches."""
    if key in METRICS:
        return METRICS[key]
    close = get_close_matches(key, METRICS, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(METRICS)}."
    raise UnknownMetric(f"There is no metric '{key}': {hint}")
