"""All metrics, collected from the files of ``library/``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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
    "backlog_days",
    "aged_backlog_share",
    "open_and_overdue_share",
    "time_to_first_response_median",
    "time_to_first_response_p85",
    "time_to_resolve_median",
    "time_to_resolve_p85",
    "time_to_resolve_mean",
    "time_to_resolve_without_waiting_median",
    "time_to_resolve_without_waiting_p85",
    "waiting_time",
    "touch_time_share",
    "response_sla_met_share",
    "resolution_sla_met_share",
    "request_on_time_share",
    "first_contact_resolution_share",
    "first_assignment_resolution_share",
    "escalation_share",
    "reassignments_per_ticket",
    "ping_pong_share",
    "reopen_share",
    "repeat_incident_share",
    "major_incidents",
    "major_incident_hours",
    "major_incident_restore_time",
    "problem_linked_share",
    "problem_age",
    "problem_cause_time",
    "change_success_share",
    "emergency_change_share",
    "unauthorised_change_share",
    "change_caused_incidents",
    "change_lead_time",
    "change_approval_time",
    "deployment_frequency",
    "failed_deployment_recovery_time",
    "knowledge_use_share",
    "csat_share",
    "csat_response_share",
    "experience_index",
    "lost_time",
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


_FILES = [import_module(f"{library.__name__}.{module.name}") for module in iter_modules(library.__path__)]

METRICS: dict[str, Metric] = collect(metric for file in _FILES for metric in file.METRICS)
"""The metrics as they are defined today, by key."""


def versions(current: Mapping[str, Metric], past: Iterable[Metric]) -> dict[tuple[str, int], Metric]:
    """Every definition that a metric has or had, by key and version. Raises DuplicateMetric.

    A changed definition gets the next version; the one before stays declared in its file's ``PAST``, so that what was
    published with it can be computed again.
    """
    found = {(metric.key, metric.version): metric for metric in current.values()}
    for metric in past:
        newest = current[metric.key].version if metric.key in current else 0
        if (metric.key, metric.version) in found or metric.version > newest:
            raise DuplicateMetric(
                f"The past metric '{metric.key}' has version {metric.version}: expected is one below {newest} that no "
                "other definition of it has."
            )
        found[metric.key, metric.version] = metric
    return found


VERSIONS = versions(METRICS, (metric for file in _FILES for metric in getattr(file, "PAST", ())))
"""All definitions, those of the past included."""


class UnknownVersion(Refused):
    """A version was given that the metric never had."""


def version(key: str, number: int) -> Metric:
    """The metric as its version ``number`` defines it. Raises UnknownMetric and UnknownVersion."""
    current = metric(key)
    found = VERSIONS.get((key, number))
    if found is None:
        known = ", ".join(str(had) for own, had in sorted(VERSIONS) if own == key)
        raise UnknownVersion(f"'{current.key}' has no version {number}: there is {known}.")
    return found


def defined(key: str, digest: str) -> Metric:
    """The metric as the definition with that hash says it; today's where no version has it. Raises UnknownMetric."""
    own = (each for (had, _), each in VERSIONS.items() if had == key and each.digest == digest)
    return next(own, None) or metric(key)


def metric(key: str) -> Metric:
    """The metric of that key. Raises UnknownMetric, which names close matches."""
    if key in METRICS:
        return METRICS[key]
    close = get_close_matches(key, METRICS, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(METRICS)}."
    raise UnknownMetric(f"There is no metric '{key}': {hint}")
