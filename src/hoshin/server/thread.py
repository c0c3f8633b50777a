"""The home page: the thread from vision to verdict on one page, and what needs attention today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import queries as obligations
from hoshin.apps.obligations.queries import Unexplained
from hoshin.apps.packs import queries as packs
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict
from hoshin.apps.reviews.queries import outcomes as reviews
from hoshin.apps.scorecards import queries as scorecards
from hoshin.apps.scorecards.reports import scorecard
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports import progress
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.status import Status
from hoshin.impact.standing import Place
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone

WHOLE, SHOWN, DRAFTS = 50, 15, 15
"""Objectives that are all on the page, else how many, from the business down; initiatives that claim nothing yet."""
KEY_METRICS = ("time_to_resolve_median", "resolution_sla_met_share", "reopen_share", "backlog")


@dataclass(frozen=True)
class Matter:
    """Something that needs attention today: what, why, and where to go."""

    tone: Tone
    word: str
    title: str
    why: str
    href: str


@dataclass(frozen=True)
class Step:
    """One thing that a new installation still lacks."""

    done: bool
    title: str
    why: str
    href: str


def home(request: SignedInRequest) -> HttpResponse:
    """The thread on one page."""
    today = timezone.localdate()
    with readers.if_published() as reader:
        shown, more = strategy.drawn(strategy.listed(), WHOLE, SHOWN)
        standings = progress.gather(reader, shown, today)
        judged = portfolios.judged(reader, _initiatives(shown))
        found = _scorecard(reader)
    vision = strategy.vision()
    serving: dict[int | None, list[dict[str, object]]] = defaultdict(list)
    for each in judged:
        serving[each.initiative.key_result.objective_id if each.initiative.key_result else None].append(_shown(each))
    context = {
        "title": "The thread",
        "vision": vision,
        "standings": [(each, serving[each.objective.pk]) for each in standings],
        "more": more,
        "loose": serving[None],
        "matters": [
            *_matters(standings, judged, obligations.unexplained(today)),
            *_reviews(request.user, today),
            *_signals(found),
        ],
        "says": scorecard.says(found) if found else None,
        "cards": [scorecard.card(c, found) for c in found.courses if c.metric.key in KEY_METRICS] if found else [],
        "verdicts": [_shown(each) for each in judged if each.verdict],
        "latest_pack": packs.editions().filter(number__isnull=False).first(),
        "steps": _steps(reader is not None, vision is not None, bool(standings), bool(judged)),
        "covered": found.covered if found else None,
        "desk": found.selection.desk if found else "",
    }
    return render(request, "server/thread.html", context)


def _scorecard(reader: Reader | None) -> scorecard.Gathered | None:
    if reader is None:
        return None
    selection = Selection().settled(reader.desks)
    return scorecard.gather(reader, selection, scorecards.targets(selection), scorecards.baselines(selection))


def _shown(judged: Judged) -> dict[str, object]:
    """An initiative as a line of the thread."""
    return {
        "initiative": judged.initiative,
        "tone": verdict.tone(judged),
        "label": verdict.label(judged),
        "sentence": verdict.sentence(judged),
        "seen": verdict.seen(judged.verdict),
        "claimed": verdict.claimed(judged),
    }


def _initiatives(shown: list[Objective]) -> list[Initiative]:
    """What claims something, and the drafts that serve one of the objectives shown, or none: as many as one reads."""
    drafts = portfolios.initiatives().filter(Q(key_result__objective__in=shown) | Q(key_result=None))
    claimed = list(portfolios.sealed())
    known = {each.pk for each in claimed}
    return sorted((*claimed, *drafts.exclude(pk__in=known)[:DRAFTS]), key=lambda e: (e.start, e.pk), reverse=True)


def _matters(
    standings: Iterable[ObjectiveStanding], judged: Iterable[Judged], unexplained: Unexplained
) -> list[Matter]:
    """Harm first, then what nobody has explained, then what is off track, then what nobody can tell."""
    found = [
        Matter(Tone.BAD, "harmful", each.initiative.title, verdict.sentence(each), _initiative(each))
        for each in judged
        if each.standing and each.standing.place is Place.HARMFUL
    ]
    found += _unexplained(unexplained)
    for status in (Status.MISSED, Status.OFF_TRACK, Status.UNKNOWN, Status.AT_RISK):
        found += [
            Matter(
                each.tone,
                each.status,
                each.key_result.title,
                each.why,
                reverse("strategy:objective", args=[standing.objective.pk]),
            )
            for standing in standings
            for each in standing.key_results
            if each.status is status
        ]
    found += [
        Matter(Tone.WATCH, "not sealed", each.initiative.title, "Nothing is claimed yet.", _initiative(each))
        for each in judged
        if each.claim is None
    ]
    return found


def _initiative(judged: Judged) -> str:
    return reverse("portfolios:initiative", args=[judged.initiative.slug])


def _signals(found: scorecard.Gathered | None) -> list[Matter]:
    """Metrics that have become worse than usual."""
    if found is None:
        return []
    cards = [scorecard.card(course, found) for course in found.courses if course.tone is Tone.BAD]
    return [
        Matter(Tone.BAD, "worse", f"{each.metric.title}: {each.amount}", each.summary, each.address) for each in cards
    ]


def _unexplained(found: Unexplained) -> list[Matter]:
    """Signals that nobody has answered for."""
    if not found.open:
        return []
    title = f"{found.open} unexplained signal{'' if found.open == 1 else 's'}"
    if found.overdue:
        href = f"{reverse('obligations:register')}?state=overdue"
        return [Matter(Tone.BAD, "overdue", title, f"{found.overdue} should have been answered before today.", href)]
    href = f"{reverse('obligations:register')}?state=open"
    return [Matter(Tone.WATCH, "to answer", title, "Say what is behind each one, or link its cause.", href)]


def _reviews(person: Person, today: date) -> list[Matter]:
    """Promises that are late, and decisions that come back."""
    late = reviews.late(person, today).count()
    due = reviews.due_decisions(person, today).count()
    found = []
    if late:
        title = f"{late} late commitment{'' if late == 1 else 's'}"
        found.append(
            Matter(Tone.BAD, "late", title, "Keep them, or move them with a reason.", reverse("reviews:commitments"))
        )
    if due:
        title = f"{due} decision{'' if due == 1 else 's'} to check"
        found.append(
            Matter(Tone.WATCH, "to check", title, "Did it come out as expected?", reverse("reviews:decisions"))
        )
    return found


def _steps(tickets: bool, vision: bool, objectives: bool, initiatives: bool) -> list[Step]:
    """What a new installation has still to do, in order; empty once all is there."""
    steps = [
        Step(tickets, "Bring in tickets", "Import an export of your service desk.", reverse("sources:imports")),
        Step(vision, "Write the vision", "Where should services be, by when?", reverse("strategy:write-vision")),
        Step(
            objectives,
            "Set an objective",
            "With key results that are read from the tickets.",
            reverse("strategy:objectives"),
        ),
        Step(
            initiatives,
            "Seal what an initiative claims",
            "Before it starts, so that its verdict is honest.",
            reverse("portfolios:initiatives"),
        ),
    ]
    return [] if all(step.done for step in steps) else steps
