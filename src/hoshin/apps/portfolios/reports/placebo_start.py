"""One start at which nothing was begun, drawn as a verdict is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from hoshin.apps.portfolios.queries.error_checks import Subject
from hoshin.apps.portfolios.reports.errors import change_words
from hoshin.apps.portfolios.reports.verdict import between, drawn
from hoshin.impact.before_after import before_after
from hoshin.impact.kind import SURE
from hoshin.impact.panel import Panel
from hoshin.impact.placebo_starts import ANY, CALLED
from hoshin.impact.verdict import judge
from hoshin.reporting.blocks import LineChart
from hoshin.reporting.wording import day


@dataclass(frozen=True)
class PlaceboStart:
    """The page: what Hoshin saw at the start, what before and after alone would say, and where the tickets are."""

    sentence: str
    seen: str
    before_after: str
    picture: LineChart
    used: tuple[str, ...]
    tickets: str


def compose(subject: Subject, group: str, panel: Panel, first: date) -> PlaceboStart:
    """A start of a group on a day, judged anew from its panel."""
    verdict = judge(panel, ANY)
    relative = verdict.effect.relative if verdict.effect else None
    said = "Hoshin cannot tell." if verdict.p_value is None else "Hoshin would have called nothing."
    if verdict.kind in CALLED:
        change = change_words(relative.amount if relative else None)
        said = f"Hoshin would have called an effect: {panel.title.lower()} {change}, more than chance usually does."
    alone = before_after(panel).p_value <= 1 - SURE
    scope = [("scope", f"{subject.dimension}={group}"), *([("desk", subject.desk)] if subject.desk else [])]
    return PlaceboStart(
        sentence=f"No initiative began in {group} on {day(first)}. {said}",
        seen=between(relative) if relative else "not known",
        before_after="Comparing before with after alone would have called an effect too."
        if alone
        else "Comparing before with after alone would have called nothing.",
        picture=drawn(verdict.course, f"{panel.title} in {group}", panel.unit, expected="expected"),
        used=verdict.used,
        tickets=f"{reverse('scorecards:metric', args=[subject.metric])}?{urlencode(scope)}",
    )
