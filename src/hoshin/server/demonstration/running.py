"""The year that runs in the demonstration: the plan that began it, how its work stands, and what people propose."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans import actions, working
from hoshin.apps.plans.models import PlanningRound
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.portfolios.models import Initiative
from hoshin.portfolio.value import ThreePoint

KINDS = {
    "Swarming between lines in Europe": "process",
    "Strict triage for depot tickets": "process",
    "Knowledge base for portal and access": "knowledge",
    "Spare devices on the depots' shelves": "platform",
}
"""What kind of initiative each of the story is."""

ROUND: dict[str, object] = {
    "title": "2026",
    "first": date(2026, 1, 1),
    "quarters": 4,
    "counted": 8,
    "budget": Decimal(300_000),
    "currency": "EUR",
    "formula": "WSJF",
    "cadence": 6,
}
OPS, DESK, DEPOT = "IT Operations", "Service Desk", "Depot Systems"
CAPACITY = {OPS: (4.0,) * 4, DESK: (4.0,) * 4, DEPOT: (2.0,) * 4}
DECIDED = "The steering group takes the plan as it is: swarming first, and the depots before the peak season."

CANDIDATES: tuple[tuple[str, str, int, int, float, dict[str, float]], ...] = (
    ("Swarming between lines in Europe", "process", 1, 3, 30, {OPS: 1.5, DESK: 0.5}),
    ("Knowledge base for portal and access", "knowledge", 1, 3, 22, {DESK: 1.0}),
    ("Strict triage for depot tickets", "process", 1, 4, 18, {DEPOT: 0.5}),
    ("Spare devices on the depots' shelves", "platform", 1, 5, 40, {DEPOT: 1.2, OPS: 0.5}),
    ("Shift hand-over in one list", "process", 3, 1, 12, {DESK: 1.0, OPS: 0.5}),
    ("One telephone number for all sites", "platform", 3, 2, 15, {OPS: 1.5, DESK: 1.5}),
    ("Passwords that drivers set at the gate", "automation", 4, 1, 14, {OPS: 1.0, DESK: 0.5}),
)
"""Title, kind, first quarter, quarters, benefit of a quarter in thousands, people by team."""

SAID = (
    (
        "Swarming between lines in Europe",
        date(2026, 6, 22),
        8,
        "The first hub swarms; the second follows after the summer.",
        False,
    ),
    (
        "Swarming between lines in Europe",
        date(2026, 9, 18),
        10,
        "All teams of both hubs swarm now.",
        True,
    ),
    ("Shift hand-over in one list", date(2026, 8, 3), 7, "The list is agreed; the night shift tries it.", False),
    ("Shift hand-over in one list", date(2026, 9, 24), 10, "In use on all shifts.", True),
    ("Strict triage for depot tickets", date(2026, 9, 7), 3, "The board meets, but tickets wait longer for it.", False),
)
"""What was said of the work, on which day, how sure, and whether it is done."""

IDEAS = (
    ("sofia", "Label printers that tell when they run dry", "automation",
     "Each depot rings us about twice a week, and the line stands until somebody walks over.",
     "No call about labels; one alert to the depot's own lead instead.", ""),
    ("jonas", "Ask the warehouse leads every month what hurts most", "people",
     "We learn of their trouble from the yearly survey, when it is over.", "", ""),
    ("mei", "A second triage board for the airports", "process",
     "Airport tickets queue behind the depots' on Monday mornings.", "",
     "The board for the depots makes tickets wait longer so far. We look again when its verdict is in."),
)  # fmt: skip
"""Who proposes what, its kind, the trouble, the hope, and why it was not taken up."""


def tell(people: dict[str, Person], teams: dict[str, Team], now: datetime) -> PlanningRound:
    """Write the plan of the year that runs as it came about, what was said of its work since, and the open ideas."""
    first = next(iter(people.values()))
    of = _planned(first, teams)
    _went_on(first, now)
    for username, title, kind, trouble, hope, declined in IDEAS:
        proposer = people.get(username, first)
        idea = actions.propose(proposer, actions.Said(title, trouble, hope, kind), now=now - timedelta(days=12))
        if declined:
            actions.decline(first, idea, why=declined, now=now - timedelta(days=5))
    return of


def _planned(person: Person, teams: dict[str, Team]) -> PlanningRound:
    of = actions.write_round(person, ROUND, {teams[name]: row for name, row in CAPACITY.items()}, {})
    for title, kind, earliest, quarters, benefit, people in CANDIDATES:
        fields: dict[str, object] = {
            "title": title,
            "category": kind,
            "owner": person,
            "initiative": Initiative.objects.filter(title=title).first(),
            "quarters": min(quarters, 4),
            "earliest": earliest,
            "latest": min(earliest + quarters - 1, 4),
        }
        for end, share in (("low", 0.5), ("likely", 1.0), ("high", 1.6)):
            fields |= {f"benefit_{end}": benefit * share * 1000, f"cost_{end}": 8000 * share}
        efforts = {teams[name]: [ThreePoint(each, each, each)] * min(quarters, 4) for name, each in people.items()}
        actions.write_candidate(person, of, fields, efforts)
    decided = datetime.combine(date(2025, 12, 17), time(14), UTC)
    asked: dict[str, object] = {"title": "As people are", "stance": "expected", "reserve": 0, "budget": None}
    found = actions.ask(person, of, asked, decided)
    working.work_out(found, lambda _: None)
    found.refresh_from_db()
    actions.approve(person, found, decision=DECIDED, on=decided.date(), now=decided)
    return of


def _went_on(person: Person, now: datetime) -> None:
    """What became of it: one moved into the next year, one came on top, and people said how it stands, or did not."""
    for title, day, confidence, note, done in SAID:
        _say(title, datetime.combine(day, time(10), UTC), confidence, note, done=done)
    for title, back, confidence, note in (
        ("Spare devices on the depots' shelves", 10, 7, "Four of six depots have their shelf; two wait for a lease."),
        ("Knowledge base for portal and access", 16, 5, "Articles are written; hardly anybody finds them."),
    ):
        _say(title, now - timedelta(days=back), confidence, note, done=False)
    late = Initiative.objects.filter(title="One telephone number for all sites").first()
    if late:
        portfolios.write_initiative(
            late.owner,
            title=late.title,
            description="The carrier delivers the number range in January only.",
            owner=late.owner,
            dimension=late.dimension,
            values=(),
            start=date(2027, 1, 11),
            initiative=late,
        )
    added = portfolios.draft_planned(
        person,
        title="Peak season room",
        description="One room with people of all lines for the ten weeks before the holidays.",
        owner=person,
        category="people",
        start=date(2026, 10, 12),
        plan="none: it came on top of the plan of 2026",
    )
    actions.write_allocation(person, added, {each: [1.0] for each in Team.objects.filter(name__in=(OPS, DESK))})
    _say(added.title, datetime.combine(date(2026, 10, 19), time(10), UTC), 8, "The room runs.", done=False)


def _say(title: str, at: datetime, confidence: int, note: str, *, done: bool) -> None:
    found = Initiative.objects.filter(title=title).first()
    if found and at.date() >= found.start:
        portfolios.check_in(found.owner, found, confidence=confidence, note=note, now=at, done=done)
