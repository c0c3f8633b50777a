"""The agenda of a review: gathered from what happened since the last one, composed into one list of lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.urls import reverse

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import queries as obligations
from hoshin.apps.obligations.models import ANSWERED, Obligation, State
from hoshin.apps.portfolios.models import Verdict
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports.status import silence
from hoshin.apps.reviews import timebox
from hoshin.apps.reviews.line import Line
from hoshin.apps.reviews.models import AgendaItem, Commitment, Decision, Forum, Risk, Source
from hoshin.apps.reviews.queries import forums, objectives_of
from hoshin.apps.reviews.reports import lines, standings
from hoshin.apps.reviews.reports.standings import Row
from hoshin.apps.reviews.timebox import Group
from hoshin.apps.strategy.reports.progress import Standing
from hoshin.apps.strategy.status import Status
from hoshin.metrics.catalogue import Catalogue
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone

SIGNALS = 6
"""The most signals that an agenda lists one by one; the register holds the rest."""
SOON = timedelta(days=14)
"""A risk that expires so soon after a meeting is taken up in it."""
TO_TALK_ABOUT = (Status.MISSED, Status.OFF_TRACK, Status.UNKNOWN, Status.AT_RISK)


@dataclass(frozen=True)
class Gathered:
    """What an agenda is written from, as of ``on``."""

    on: date
    standing: tuple[tuple[int, str], ...]
    decisions: tuple[Decision, ...]
    commitments: tuple[Commitment, ...]
    verdicts: tuple[Judged, ...]
    unexplained: tuple[Obligation, ...]
    explained: tuple[Obligation, ...]
    key_results: tuple[Standing, ...]
    silent: tuple[tuple[Judged, str], ...]
    risks: tuple[Risk, ...]
    hiding: tuple[Row, ...]
    unreached: tuple[AgendaItem, ...]
    catalogue: Catalogue


def gather(reader: Reader | None, forum: Forum, since: date, on: date, today: date) -> Gathered:
    """What happened since the last review of a forum, and what waits on the day of the next one."""
    own = {each.pk for each in objectives_of(forum)}
    everything = standings.gather(reader, today)
    judged = [
        each
        for each in (standing.judged for standing in everything.initiatives)
        if each.initiative.key_result is None or each.initiative.key_result.objective_id in own
    ]
    news = _news(judged, since)
    found = obligations.obligations()
    catalogue = reader.catalogue if reader else definitions.catalogue()
    stood = [each for each in everything.objectives if each.objective.pk in own]
    rows = standings.of(standings.compose(everything), own)
    return Gathered(
        on,
        tuple(forum.standing.values_list("pk", "title")),
        tuple(forum.decisions.filter(due__lte=on).prefetch_related("options")),
        tuple(_late(forum, on)),
        tuple(news),
        tuple(found.filter(state=State.OPEN, watch__ended=False).order_by("due", "pk")),
        tuple(found.filter(state__in=set(ANSWERED.values()), answers__at__date__gt=since).distinct().order_by("pk")),
        tuple(each for standing in stood for each in standing.key_results if each.status in TO_TALK_ABOUT),
        tuple((each, why) for each in judged if (why := silence(each, today, reader))),
        tuple(forum.risks.filter(closed_on=None, expires__lte=on + SOON).select_related("owner")),
        tuple(row for row in rows if row.hides),
        tuple(_unreached(forum, on)),
        catalogue,
    )


def written(forum: Forum, since: date, on: date, today: date) -> list[Line]:
    """The agenda of a forum's review on a day, as everything stands today."""
    with readers.if_published() as reader:
        return compose(gather(reader, forum, since, on, today))


def _late(forum: Forum, on: date) -> Iterable[Commitment]:
    return forum.commitments.filter(kept_on=None, withdrawn_on=None, due__lt=on).select_related("owner")


def _unreached(forum: Forum, on: date) -> Iterable[AgendaItem]:
    """What the last review had on its agenda and did not reach."""
    last = forums.last_review(forum, on)
    if last is None:
        return []
    listed = last.items.filter(dropped=False).exclude(source=Source.STANDING).select_related("review")
    return [each for each in listed.prefetch_related("decisions", "commitments") if not timebox.reached(each)]


def _news(judged: Iterable[Judged], since: date) -> list[Judged]:
    """The initiatives whose verdict was read for the first time after ``since``, or says something else since."""
    found = [each for each in judged if each.claim and each.verdict]
    before: dict[int, str] = {}
    own = Verdict.objects.filter(guardrail="", months=0, at__date__lte=since).order_by("pk")
    for claim, kind in own.values_list("claim_id", "kind"):
        before[claim] = kind
    return [e for e in found if e.claim and e.verdict and before.get(e.claim.pk) != e.verdict.kind]


def compose(found: Gathered) -> list[Line]:
    """The agenda: what the forum always has, what it owes, and what the data say, most urgent first in each chapter.

    What was not reached last time says so. Most of it the data tell again while it holds; what they do not tell twice
    (a verdict, what somebody added) is taken over.
    """
    missed = {each.subject: each for each in found.unreached}
    fresh = [
        replace(line, carried=missed[line.subject].review.on) if line.subject in missed else line
        for line in _told(found)
    ]
    known = {line.subject for line in fresh}
    taken_over = [
        lines.carried(each)
        for each in found.unreached
        if each.subject not in known and each.source in (Source.ADDED, Source.VERDICT)
    ]
    return sorted(
        [*fresh, *taken_over],
        key=lambda e: (list(Group).index(timebox.GROUPS[e.source]), timebox.URGENT.index(e.tone)),
    )


def _told(found: Gathered) -> list[Line]:
    """What forum and data tell of themselves."""
    return [
        *(Line(Source.STANDING, f"standing {pk}", title) for pk, title in found.standing),
        *(lines.decision(each) for each in found.decisions),
        *(lines.commitment(each, found.on) for each in sorted(found.commitments, key=lambda e: e.due)),
        *(lines.verdict(each) for each in found.verdicts),
        *_signals(found),
        *(lines.key_result(each) for each in sorted(found.key_results, key=lambda e: TO_TALK_ABOUT.index(e.status))),
        *(lines.silent(each, why) for each, why in found.silent),
        *(lines.hiding(each) for each in found.hiding),
        *(lines.risk(each, found.on) for each in sorted(found.risks, key=lambda e: -e.weight)),
    ]


def _signals(found: Gathered) -> list[Line]:
    ordered = sorted(found.unexplained, key=lambda e: (not e.is_overdue(found.on), e.meaning != "worse", e.due, e.pk))
    told = [lines.signal(each, found.on, found.catalogue) for each in ordered[:SIGNALS]]
    rest = len(ordered) - len(told)
    if rest > 0:
        title = f"{rest} more unexplained signal{'' if rest == 1 else 's'}"
        href = f"{reverse('obligations:register')}?state=open"
        told.append(
            Line(Source.SIGNAL, "signals", title, "Who explains them, and by when?", Tone.WATCH, "unexplained", href)
        )
    return told + [lines.answered(each, found.catalogue) for each in found.explained[:SIGNALS]]
