"""The scorecard: every metric's course in one scope, and what it says in one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from hoshin.apps.scorecards.models import Baseline, Target
from hoshin.apps.scorecards.reports.breakdown import tickets_address
from hoshin.apps.scorecards.reports.control import RECENT, SEASONAL, Course, courses, picture, summary
from hoshin.apps.scorecards.selection import Selection
from hoshin.metrics.definition import Metric
from hoshin.metrics.own.specification import PREFIX
from hoshin.metrics.quality import Grade
from hoshin.metrics.query import Query
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Callout, Cell, LineChart, Table, Tone
from hoshin.reporting.wording import amount, period_words
from hoshin.service_levels.by_book import ByBook

CHAPTERS: dict[str, tuple[str, ...]] = {
    "How fast": (
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
    ),
    "How reliably": (
        "response_sla_met_share",
        "resolution_sla_met_share",
        "request_on_time_share",
        "reopen_share",
        "repeat_incident_share",
        "category_other_share",
    ),
    "How smoothly": (
        "first_contact_resolution_share",
        "first_assignment_resolution_share",
        "reassignments_per_ticket",
        "ping_pong_share",
        "escalation_share",
        "touch_time_share",
        "knowledge_use_share",
        "problem_linked_share",
        "problem_linked_repeat_share",
    ),
    "How much": (
        "ticket_volume",
        "backlog",
        "backlog_change",
        "request_backlog_change",
        "change_backlog_change",
        "backlog_days",
        "aged_backlog_share",
        "open_and_overdue_share",
    ),
    "What users say": ("csat_share", "csat_mean", "csat_response_share", "experience_index", "lost_time"),
    "When it breaks": (
        "major_incidents",
        "major_incident_hours",
        "major_incident_restore_time",
        "problem_linked_major_share",
        "downgraded_share",
        "problem_age",
        "problem_cause_time",
    ),
    "What changes do": (
        "change_success_share",
        "change_caused_incidents",
        "change_caused_urgent_incidents",
        "emergency_change_share",
        "unauthorised_change_share",
        "change_lead_time",
        "change_approval_time",
        "deployment_frequency",
        "failed_deployment_recovery_time",
    ),
}
"""The order in which a leader asks; metrics named nowhere here follow at the end."""
OWN = "Your own metrics"
"""The chapter of what the people of the installation defined."""


@dataclass(frozen=True)
class Gathered:
    """What the scorecard is made of."""

    courses: tuple[Course, ...]
    query: Query
    covered: tuple[date, date]
    generation: str
    selection: Selection


@dataclass(frozen=True)
class Card:
    """One metric as the scorecard shows it."""

    metric: Metric
    amount: str
    when: str
    n: int
    small: bool
    tone: Tone
    word: str
    target: str
    target_met: bool | None
    summary: str
    chart: LineChart
    address: str
    tickets: str
    grade: Grade | None
    basis: str = ""
    """By whose word, where it is not the desk's alone."""


def gather(
    reader: Reader,
    selection: Selection,
    targets: Mapping[str, Target],
    baselines: Mapping[str, Baseline],
    keys: Sequence[str] = (),
) -> Gathered:
    """Read every metric (or those of ``keys``) over the stretch chosen, in as few scans as there are datings."""
    wanted = tuple(keys) or tuple(reader.catalogue.metrics)
    covered = reader.coverage(selection.where)
    query = Query(selection.grain, None, *covered, selection.where)
    graded = reader.grades(wanted, selection.query(covered))
    metrics = [reader.catalogue.metric(key) for key in wanted]
    found = courses(metrics, reader.read(wanted, query), targets, baselines, selection.first_day(covered), graded)
    return Gathered(tuple(found), query, covered, reader.generation, selection)


NAMED = 5
"""Metrics that one sentence names at most."""
WORDS = {Tone.GOOD: "better", Tone.BAD: "worse", Tone.WATCH: "changed", Tone.NEUTRAL: "steady", Tone.UNKNOWN: "no data"}


def card(course: Course, gathered: Gathered) -> Card:
    """One metric's card."""
    latest, value, metric = course.latest, course.value, course.metric
    address = reverse("scorecards:metric", args=[metric.key])
    return Card(
        metric=metric,
        amount=amount(value.amount, metric.unit) if value else "no data",
        when=period_words(latest.period) if latest else "",
        n=value.n if value else 0,
        small=bool(value and value.small),
        tone=course.tone,
        word=_word(course),
        target=amount(course.target, metric.unit) if course.target is not None else "",
        target_met=course.target_met,
        summary=summary(course),
        chart=picture(course),
        address=f"{address}?{gathered.selection.address}",
        tickets=tickets_address(metric, gathered.query, latest) if latest and value else "",
        grade=course.grade,
        basis="desk's flag, else agreements" if isinstance(metric, ByBook) else "",
    )


def _word(course: Course) -> str:
    if course.value and course.tone is Tone.UNKNOWN:
        return "data too poor"
    if course.tone is Tone.NEUTRAL and course.seasonal:
        return f"{course.recent_signals[-1].meaning}{SEASONAL}"
    return WORDS[course.tone]


def chapters(gathered: Gathered) -> list[tuple[str, list[Card]]]:
    """The cards of what the tickets tell, under the questions that they answer."""
    cards = {course.metric.key: card(course, gathered) for course in gathered.courses if not course.silence}
    named = {key for keys in CHAPTERS.values() for key in keys}
    chapters = [(title, [cards[key] for key in keys if key in cards]) for title, keys in CHAPTERS.items()]
    own = [each for key, each in cards.items() if key.startswith(PREFIX)]
    rest = [each for key, each in cards.items() if key not in named and not key.startswith(PREFIX)]
    return [(title, found) for title, found in [*chapters, ("And also", rest), (OWN, own)] if found]


def silent(gathered: Gathered) -> Table:
    """The metrics that these tickets tell nothing of, and why: an invitation to export more."""
    rows = tuple(
        (Cell(course.metric.title, href=card(course, gathered).address), Cell(course.silence))
        for course in gathered.courses
        if course.silence
    )
    return Table("What these tickets cannot tell", ("Metric", "Why"), rows)


def says(gathered: Gathered) -> Callout:
    """The one sentence that a leader should leave with."""
    worse = [c.metric.title.lower() for c in gathered.courses if c.tone is Tone.BAD]
    better = [c.metric.title.lower() for c in gathered.courses if c.tone is Tone.GOOD]
    unit = {"day": "days", "week": "weeks", "month": "months"}[str(gathered.selection.grain)]
    seasonal = [c.metric.title.lower() for c in gathered.courses if c.tone is Tone.NEUTRAL and c.seasonal]
    season = f"Unusual, but as in the same weeks last year: {_list(seasonal)}. " if seasonal else ""
    steady = f"{season}The rest vary as they usually do (last {RECENT} {unit})."
    if worse and better:
        return Callout(Tone.WATCH, f"Worse: {_list(worse)}. Better: {_list(better)}.", steady)
    if worse:
        return Callout(Tone.BAD, f"Worse than usual: {_list(worse)}.", steady)
    if better:
        return Callout(Tone.GOOD, f"Better than usual: {_list(better)}.", steady)
    if all(c.value is None for c in gathered.courses):
        return Callout(Tone.UNKNOWN, "There is no data for this scope and stretch.", "Choose another one above.")
    if seasonal:
        return Callout(Tone.NEUTRAL, "Nothing stands out that the season does not explain.", steady)
    return Callout(Tone.NEUTRAL, "Nothing stands out from the usual variation.", f"Last {RECENT} {unit}.")


def _list(names: list[str]) -> str:
    if len(names) > NAMED:
        names = [*names[: NAMED - 1], f"{len(names) - NAMED + 1} more"]
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else names[0]
