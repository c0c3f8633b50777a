"""The addresses of what follows a plan: the load of teams, what promises came to, what past claims teach."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from ninja import Router, Schema

from hoshin.apps.plans import access, queries
from hoshin.apps.plans.api.scenarios import CorrectionOut
from hoshin.apps.plans.api.told import READ
from hoshin.apps.plans.queries.running import named, quarter_of
from hoshin.apps.rest.bearer import TokenRequest

router = Router(tags=["plans"])


class PartOut(Schema):
    """What one initiative asks of a team; nothing any more where its work is ``over``. Null: a confidential one."""

    initiative: str | None
    people: float
    over: bool


class CarriedOut(Schema):
    """The people of a team that running work asks for in a quarter, and how many there are (None: nobody said)."""

    team: str
    quarter: str
    asked: float
    there: float | None
    parts: list[PartOut]


class FindingOut(Schema):
    """One thing found of a quarter: kept, slipped, open, added or silent. ``promise``: begin, finish, or none."""

    title: str
    initiative: str | None
    outcome: str
    promise: str | None
    words: str


class KeptOut(Schema):
    """What a quarter's promises came to; ``share`` is what was kept of all that is settled."""

    quarter: str
    scenario: int
    share: float | None
    findings: list[FindingOut]


class LessonOut(Schema):
    """A past claim beside what came of it: relative changes with their signs; ``why`` it teaches nothing, or empty."""

    initiative: str
    category: str
    claimed: float
    seen: float | None
    why: str


class LearningOut(Schema):
    """How much of a claim to count on, by kind, and the past claims that say so."""

    used: bool
    corrections: list[CorrectionOut]
    lessons: list[LessonOut]


@router.get("/load", response=list[CarriedOut], auth=READ)
def load(request: TokenRequest, first: date | None = None, quarters: int = 6) -> list[CarriedOut]:
    """The people that running work asks for, by team and quarter from that of ``first`` on (the one before today's)."""
    begun = first or timezone.localdate()
    asked = [quarter_of(begun, place - (first is None)) for place in range(min(max(quarters, 1), 40))]
    return [
        CarriedOut(
            team=each.team,
            quarter=named(each.quarter),
            asked=each.asked,
            there=each.there,
            parts=[
                PartOut(
                    initiative=part.initiative.slug if part.initiative else None, people=part.people, over=part.over
                )
                for part in each.parts
            ],
        )
        for each in queries.carried(asked, request.auth.person)
    ]


@router.get("/plans/{int:pk}/promises", response=list[KeptOut], auth=READ)
def promises(request: TokenRequest, pk: int) -> list[KeptOut]:
    """What was promised for each quarter that has begun, and what came of it."""
    of = access.planning_round(request.auth.person, pk)
    today = timezone.localdate()
    told = (queries.kept_in(of, place, today, request.auth.person) for place in queries.quarters_begun(of, today))
    return [
        KeptOut(
            quarter=each.name,
            scenario=each.approval.scenario_id,
            share=each.integrity.share,
            findings=[
                FindingOut(
                    title=found.title,
                    initiative=each.initiatives[found.key].slug if found.key in each.initiatives else None,
                    outcome=found.outcome.value,
                    promise=found.promise.value if found.promise else None,
                    words=found.words,
                )
                for found in each.integrity.findings
            ],
        )
        for each in told
        if each
    ]


@router.get("/plans/{int:pk}/learning", response=LearningOut, auth=READ)
def learning(request: TokenRequest, pk: int) -> LearningOut:
    """What past claims came to, by kind, and whether this round counts on it."""
    of = access.planning_round(request.auth.person, pk)
    found = queries.lessons()
    return LearningOut(
        used=of.learns,
        corrections=[
            CorrectionOut(category=each.category, n=each.n, share=each.share, low=each.low, high=each.high)
            for each in queries.learnt(found).values()
        ],
        lessons=[
            LessonOut(
                initiative=each.initiative.slug,
                category=each.initiative.category,
                claimed=each.claimed,
                seen=each.seen,
                why=each.why,
            )
            for each in found
        ],
    )
