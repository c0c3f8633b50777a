"""The home page: the thread from vision to verdict on one page, and what needs attention today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts import queries as accounts
from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import readers
from hoshin.apps.obligations import queries as obligations
from hoshin.apps.obligations.queries import Unexplained
from hoshin.apps.packs import queries as packs
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import ledger, verdict
from hoshin.apps.reviews.queries import outcomes as reviews
from hoshin.apps.scorecards import queries as scorecards
from hoshin.apps.scorecards.reports import scorecard
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports import progress, tree
from hoshin.apps.strategy.reports.progress import ObjectiveStanding
from hoshin.apps.strategy.status import Status
from hoshin.impact.standing import Place
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import day

WHOLE, SHOWN, DRAFTS = 50, 15, 15
"""Objectives that are all on the page, else how many, from the business down; initiatives that claim nothing yet."""
LOOSE = 5
"""Initiatives named that serve no objective."""
SOON = timedelta(days=7)
"""So long before its day a countermeasure is shown to its owner."""
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
        shown, more = strategy.drawn(strategy.listed(request.user), WHOLE, SHOWN)
        standings = progress.gather(reader, shown, today)
        judged = portfolios.judged(reader, _initiatives(shown, request.user))
        found = _scorecard(reader)
    vision = strategy.vision()
    serving: dict[int | None, list[dict[str, object]]] = defaultdict(list)
    for each in judged:
        serving[each.initiative.key_result.objective_id if each.initiative.key_result else None].append(_shown(each))
    context = {
        "title": "The thread",
        "vision": vision,
        "standings": [(each, serving[each.objective.pk]) for each in standings],
        "tallied": tree.tallied(each.status for each in standings),
        "headline": ledger.headline(judged) if any(each.verdict for each in judged) else "",
        "more": more,
        "loose": serving[None][:LOOSE],
        "more_loose": max(len(serving[None]) - LOOSE, 0),
        "matters": [
            *_harm(judged),
            *_unexplained(obligations.unexplained(today)),
            *_targets(request.user, today),
            *_reviews(request.user, today),
            *_behind(standings),
            *_unsealed(judged),
            *_signals(found),
        ],
        "says": scorecard.says(found) if found else None,
        "cards": [scorecard.card(c, found) for c in found.courses if c.metric.key in KEY_METRICS] if found else [],
        "verdicts": [_shown(each) for each in judged if each.verdict],
        "latest_pack": packs.editions().filter(number__isnull=False).first(),
        "steps": _steps(request.user, reader is not None, vision is not None, bool(standings), bool(judged)),
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


def _initiatives(shown: list[Objective], onlooker: Person) -> list[Initiative]:
    """What claims something, and the drafts that serve one of the objectives shown, or none: as many as one reads."""
    drafts = portfolios.initiatives(onlooker).filter(Q(key_result__objective__in=shown) | Q(key_result=None))
    claimed = list(portfolios.sealed(onlooker))
    known = {each.pk for each in claimed}
    return sorted((*claimed, *drafts.exclude(pk__in=known)[:DRAFTS]), key=lambda e: (e.start, e.pk), reverse=True)


def _harm(judged: Iterable[Judged]) -> list[Matter]:
    """Initiatives that do harm."""
    return [
        Matter(Tone.BAD, "harmful", each.initiative.title, verdict.sentence(each), _initiative(each))
        for each in judged
        if each.standing and each.standing.place is Place.HARMFUL
    ]


def _behind(standings: Iterable[ObjectiveStanding]) -> list[Matter]:
    """Key results that are not where they should be, the worst first, then those of which nobody can tell."""
    found = list(standings)
    return [
        Matter(
            each.tone,
            each.status,
            each.key_result.title,
            each.why,
            reverse("strategy:objective", args=[standing.objective.pk]),
        )
        for status in (Status.MISSED, Status.OFF_TRACK, Status.UNKNOWN, Status.AT_RISK)
        for standing in found
        for each in standing.key_results
        if each.status is status
    ]


def _unsealed(judged: Iterable[Judged]) -> list[Matter]:
    """Initiatives that claim nothing yet."""
    return [
        Matter(Tone.WATCH, "not sealed", each.initiative.title, "Nothing is claimed yet.", _initiative(each))
        for each in judged
        if each.claim is None
    ]


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


def _targets(person: Person, today: date) -> list[Matter]:
    """Targets that are over their time or wait for the reader, and countermeasures that are late or soon due."""
    found = []
    for ball in strategy.open_catchballs(person):
        holder, href = ball.person_of(ball.turn), reverse("strategy:catchball", args=[ball.pk])
        left = ball.days_left(today)
        if left < 0:
            why = f"{holder.name} has the ball, and its target should have been agreed by {day(ball.until)}."
            found.append(Matter(Tone.BAD, "overdue", ball.key_result.title, why, href))
        elif holder == person:
            why = f"You have the ball: sign the proposed target or answer it by {day(ball.until)}."
            found.append(Matter(Tone.WATCH, "your turn", ball.key_result.title, why, href))
    for each in strategy.countermeasures(person).filter(done_on=None).order_by("due", "id"):
        href = (
            reverse("strategy:change-countermeasure", args=[each.pk])
            if person.may_import
            else reverse("strategy:key-result", args=[each.key_result_id])
        )
        if each.due < today:
            why = f"{each.owner.name} was to do this by {day(each.due)}: {each.action}"
            found.append(Matter(Tone.BAD, "late", f"Countermeasure: {each.key_result.title}", why, href))
        elif each.owner == person and each.due <= today + SOON:
            why = f"By {day(each.due)}: {each.action}"
            found.append(Matter(Tone.WATCH, "soon due", f"Countermeasure: {each.key_result.title}", why, href))
    return found


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


def _steps(person: Person, tickets: bool, vision: bool, objectives: bool, initiatives: bool) -> list[Step]:
    """What a new installation has still to do, in order; empty once direction is there down to an initiative."""
    steps = [
        Step(tickets, "Bring in tickets", "Import an export of your service desk.", reverse("sources:imports")),
        Step(vision, "Write the vision", "Where should services be, by when?", reverse("strategy:write-vision")),
        Step(
            objectives,
            "Set an objective",
            "With key results that are read from the tickets. What you have in a workbook can come in at once.",
            reverse("strategy:objectives"),
        ),
        Step(
            initiatives,
            "Seal what an initiative claims",
            "Before it starts, so that its verdict is honest.",
            reverse("portfolios:initiatives"),
        ),
    ]
    if all(step.done for step in steps):
        return []
    if person.may_administer:
        # Who works alone can do without: it never keeps the first steps on the page by itself.
        why = "Owners, and who leads whom: goals and commitments are agreed between people."
        steps.insert(1, Step(accounts.people().count() > 1, "Add people and teams", why, reverse("accounts:people")))
    return steps
