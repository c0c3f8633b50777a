"""The home page: the thread from vision to verdict on one page, and what needs attention today."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts import queries as accounts
from hoshin.apps.accounts.access import SignedInRequest
from hoshin.apps.accounts.models import Person
from hoshin.apps.accounts.narrowing import first_of
from hoshin.apps.definitions import readers
from hoshin.apps.packs import queries as packs
from hoshin.apps.portfolios import queries as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import ledger, verdict
from hoshin.apps.scorecards import queries as scorecards
from hoshin.apps.scorecards.reports import scorecard
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.strategy import queries as strategy
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.reports import progress, tree
from hoshin.pipeline.read import Reader
from hoshin.server import attention

WHOLE, SHOWN, DRAFTS = 50, 10, 10
"""Objectives that are all on the page, else how many, from the business down; initiatives that claim nothing yet."""
LOOSE = 5
"""Initiatives named that serve no objective."""
KEY_METRICS = ("time_to_resolve_median", "resolution_sla_met_share", "reopen_share", "backlog")


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
        judged = portfolios.judged(reader, _initiatives(shown, request.user), drawn=False)
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
        "matters": attention.matters(request.user, today, standings, judged, found),
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
    return sorted(
        (*claimed, *first_of(drafts.exclude(pk__in=known), DRAFTS)), key=lambda e: (e.start, e.pk), reverse=True
    )


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
