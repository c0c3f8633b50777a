"""The metrics of the library, collected from the files of ``library/``: what every installation has."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from hoshin.metrics import library
from hoshin.metrics.catalogue import Catalogue, by_version, collect

ORDER = (
    "ticket_volume",
    "backlog",
    "backlog_change",
    "request_backlog_change",
    "change_backlog_change",
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
    "waiting_time_user",
    "waiting_time_vendor",
    "waiting_time_change",
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
    "category_other_share",
    "major_incidents",
    "major_incident_hours",
    "major_incident_restore_time",
    "downgraded_share",
    "problem_linked_share",
    "problem_linked_major_share",
    "problem_linked_repeat_share",
    "problem_age",
    "problem_cause_time",
    "change_success_share",
    "emergency_change_share",
    "unauthorised_change_share",
    "change_caused_incidents",
    "change_caused_urgent_incidents",
    "change_lead_time",
    "change_approval_time",
    "deployment_frequency",
    "failed_deployment_recovery_time",
    "knowledge_use_share",
    "csat_share",
    "csat_mean",
    "csat_response_share",
    "experience_index",
    "lost_time",
)
"""In what order readers find them: what comes in, what stands, how fast, how well. Others follow by key."""

_FILES = [import_module(f"{library.__name__}.{module.name}") for module in iter_modules(library.__path__)]

LIBRARY = Catalogue(
    collect((metric for file in _FILES for metric in file.METRICS), ORDER),
    by_version(metric for file in _FILES for metric in getattr(file, "PAST", ())),
)
"""The catalogue without the metrics that the people of an installation define."""

METRICS = LIBRARY.metrics
metric = LIBRARY.metric
