"""The course of the metric behind an obligation: its control chart, with the stretch that fired marked."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from hoshin.apps.obligations.models import Obligation, Watch
from hoshin.apps.scorecards import queries as scorecards
from hoshin.apps.scorecards.reports import control, scorecard
from hoshin.apps.scorecards.reports.control import Course
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import LineChart, Marker


def gather(reader: Reader, obligation: Obligation) -> tuple[Course, Obligation] | None:
    """The metric's course in the scope of the obligation; None where there is no such metric or desk any more."""
    watch = obligation.watch
    if not reader.catalogue.knows(watch.metric) or (watch.desk and watch.desk not in reader.desks):
        return None
    selection = watch.selection
    gathered = scorecard.gather(
        reader, selection, scorecards.targets(selection), scorecards.baselines(selection), (watch.metric,)
    )
    return gathered.courses[0], obligation


def picture(gathered: tuple[Course, Obligation]) -> LineChart:
    """The control chart, with a line where what fired began."""
    course, obligation = gathered
    drawn = control.picture(course)
    labels = [r.period.label for r in course.drawn if r.period.first == obligation.began]
    return replace(drawn, markers=tuple(Marker(label, "began") for label in labels))


def metric_address(obligation: Obligation) -> str:
    """The metric's page in the same scope."""
    return metric_address_of(obligation.watch)


def metric_address_of(watch: Watch) -> str:
    """The metric's page in the scope of a watch."""
    return f"{reverse('scorecards:metric', args=[watch.metric])}?{watch.selection.address}"


def tickets_address(obligation: Obligation) -> str:
    """Where the tickets behind the newest week are listed."""
    where = [("where", f"{dimension}={value}") for dimension, value in obligation.watch.selection.where]
    stretch = [("from", obligation.newest_first.isoformat()), ("to", obligation.newest_last.isoformat())]
    return f"{reverse('scorecards:tickets', args=[obligation.watch.metric])}?{urlencode(stretch + where)}"


def change_address(reader: Reader, watch: Watch, change: str) -> str:
    """The page of a change that is said to be behind what a watch tells, where the log holds it; else empty."""
    for name in [watch.desk] if watch.desk else reader.desks:
        if reader.ticket(name, change):
            return reverse("scorecards:ticket", args=[name, change])
    return ""
