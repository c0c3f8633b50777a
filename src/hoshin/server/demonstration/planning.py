"""The planning round of the demonstration: what might be begun in 2027, planned in three ways, one of them approved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans import actions, working
from hoshin.apps.plans.models import Candidate, PlanningRound, Scenario
from hoshin.portfolio.value import ThreePoint

ROUND: dict[str, object] = {
    "title": "2027",
    "first": date(2027, 1, 1),
    "quarters": 4,
    "counted": 8,
    "budget": Decimal(420_000),
    "currency": "EUR",
    "formula": "WSJF",
    "learns": True,
}
CAPACITY = {"IT Operations": (5.0, 5.0, 4.0, 5.0), "Service Desk": (3.0, 3.0, 3.0, 2.0), "Depot Systems": (2.0,) * 4}
UNDERTAKING = "Services that watch themselves"
DECIDED = (
    "The steering group takes the cautious plan: it brings less if all goes well, and more if it does not. The partner "
    "stays out until its offer is binding."
)

Three = tuple[float, float, float]
OPS, DESK, DEPOT = "IT Operations", "Service Desk", "Depot Systems"


def _said(
    title: str,
    category: str,
    quarters: int,
    benefit: Three,
    chance: Three,
    cost: Three,
    ratings: tuple[float, float, float, float, int],
    efforts: dict[str, Three],
    *,
    needs: tuple[str, ...] = (),
    excludes: tuple[str, ...] = (),
    mandatory: str = "",
    latest: int | None = None,
    phase: int | None = None,
) -> dict[str, object]:
    """One candidate: benefit a quarter and cost in thousands, ratings as impact, feasibility, urgency, risk, reach."""
    impact, feasibility, urgency, risk, reach = ratings
    fields: dict[str, object] = {"title": title, "category": category, "quarters": quarters, "latest": latest}
    fields |= {"impact": impact, "feasibility": feasibility, "urgency": urgency, "risk_reduction": risk, "reach": reach}
    fields |= {"mandatory": mandatory, "phase": phase}
    for name, points, unit in (("benefit", benefit, 1000), ("probability", chance, 1), ("cost", cost, 1000)):
        fields |= {f"{name}_{end}": each * unit for end, each in zip(("low", "likely", "high"), points, strict=True)}
    return {"fields": fields, "efforts": efforts, "needs": needs, "excludes": excludes}


# fmt: off
CANDIDATES = (
    _said("Password and access by oneself", "automation", 2, (18, 34, 60), (60, 80, 90), (15, 25, 45),
          (8, 7, 7, 2, 2400), {DESK: (0.5, 1, 1.5), OPS: (0.5, 1, 2)}),
    _said("Scanner replacement in the depots", "platform", 3, (25, 60, 110), (50, 70, 85), (90, 120, 190),
          (9, 4, 6, 5, 900), {DEPOT: (0.8, 1, 1.6), OPS: (0.5, 1, 2)}),
    _said("Known errors shown while a ticket is typed", "knowledge", 1, (8, 15, 30), (55, 75, 90), (5, 8, 15),
          (6, 8, 5, 2, 1800), {DESK: (0.5, 1, 1.5)}),
    _said("Swarming in all regions", "process", 2, (15, 28, 50), (50, 65, 80), (5, 10, 20),
          (7, 6, 6, 3, 1500), {DESK: (0.5, 1, 1.5), OPS: (0.8, 1.2, 2)}),
    _said("Change calendar shared with the business", "process", 1, (3, 8, 20), (50, 70, 90), (1, 2, 4),
          (4, 9, 3, 6, 300), {OPS: (0.3, 0.5, 1)}),
    _said("Monitoring that opens its own tickets", "automation", 2, (14, 30, 55), (45, 65, 80), (30, 45, 80),
          (7, 5, 5, 7, 700), {OPS: (1.5, 2, 3.5)}, phase=2),
    _said("One register of services and who owns them", "platform", 1, (1, 3, 8), (70, 85, 95), (10, 20, 40),
          (5, 6, 5, 6, 200), {OPS: (1, 1.5, 2.5), DESK: (0.2, 0.4, 0.8)}, phase=1),
    # These two are a sure thing and a bet: the expected plan takes the bet, the cautious one does not.
    _said("Warehouse system support round the clock", "people", 1, (18, 22, 26), (80, 88, 95), (60, 70, 80),
          (6, 5, 7, 4, 1200), {DEPOT: (0.5, 1, 1.5)}, excludes=("Partner takes over depot support",)),
    _said("Partner takes over depot support", "people", 2, (5, 70, 260), (25, 60, 90), (70, 110, 200),
          (7, 3, 5, 2, 1200), {DEPOT: (0.8, 1.2, 2), OPS: (0.3, 0.5, 1)}),
    _said("Access reviews for customs data", "compliance", 2, (0, 0, 2), (80, 90, 95), (20, 30, 50),
          (3, 6, 9, 9, 150), {OPS: (0.8, 1.2, 2), DEPOT: (0.2, 0.4, 0.6)}, latest=3,
          mandatory="the customs authority asks for it by October"),
    # A bet as well: a wide range of what it may bring.
    _said("Chat for drivers in four languages", "knowledge", 2, (2, 30, 140), (25, 55, 80), (25, 40, 90),
          (6, 5, 4, 1, 3100), {DESK: (0.8, 1.2, 2)}),
    _said("Fewer hand-overs between lines", "process", 1, (8, 14, 24), (60, 75, 90), (0, 2, 5),
          (6, 8, 6, 3, 1600), {DESK: (0.3, 0.6, 1), OPS: (0.4, 0.8, 1.2)}),
)
# fmt: on
SCENARIOS: tuple[dict[str, object], ...] = (
    {"title": "As people are", "stance": "expected", "reserve": 0, "budget": None},
    {"title": "Cautious", "stance": "cautious", "reserve": 0, "budget": None},
    {"title": "A fifth kept free", "stance": "expected", "reserve": 20, "budget": None},
    {"title": "Half the money", "stance": "expected", "reserve": 0, "budget": Decimal(210_000)},
)
APPROVED = "Cautious"


def tell(person: Person, teams: dict[str, Team], *, step: Callable[[str], None] = lambda _: None) -> PlanningRound:
    """Write the round, plan its scenarios, and approve one."""
    of = actions.write_round(person, ROUND, {teams[name]: row for name, row in CAPACITY.items()}, {})
    whole = actions.write_undertaking(person, of, name=UNDERTAKING, whole=False)
    written: dict[str, Candidate] = {}
    # What others name is written first.
    for said in sorted(CANDIDATES, key=lambda each: bool(each["needs"] or each["excludes"])):
        fields, efforts = said["fields"], said["efforts"]
        assert isinstance(fields, dict)
        assert isinstance(efforts, dict)
        many = int(fields["quarters"])
        written[fields["title"]] = actions.write_candidate(
            person,
            of,
            {**fields, "owner": person, "undertaking": whole if fields["phase"] else None},
            {teams[name]: [ThreePoint(*points)] * many for name, points in efforts.items()},
            needs=[written[title] for title in said["needs"]],  # type: ignore[attr-defined]
            excludes=[written[title] for title in said["excludes"]],  # type: ignore[attr-defined]
        )
    decided = datetime.combine(date(2026, 11, 2), time(15), UTC)
    for fields in SCENARIOS:
        working.work_out(actions.ask(person, of, fields, decided), step)
    chosen = Scenario.objects.get(round=of, title=APPROVED)
    actions.approve(person, chosen, decision=DECIDED, on=decided.date(), now=decided)
    return of
