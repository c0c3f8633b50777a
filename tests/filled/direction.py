"""The vision, objectives, key results, initiatives and planning."""

from __future__ import annotations

from datetime import date, timedelta

from hoshin.apps.accounts.models import Person
from hoshin.apps.plans.models import (
    Candidate,
    CandidateEffort,
    Idea,
    PlanningRound,
    Scenario,
    ScenarioLoad,
    ScenarioPlace,
    TeamCapacity,
    Tie,
)
from hoshin.apps.portfolios.models import Initiative, InitiativeValue, Rate
from hoshin.apps.strategy.models import (
    Acknowledgement,
    Catchball,
    Countermeasure,
    KeyResult,
    Level,
    Objective,
    Proposal,
    Theme,
    Vision,
)
from tests.filled.people import NOW, OWN, TODAY

METRICS = ("time_to_resolve_median", "reopen_share", "backlog", "ticket_volume")
GROUPS = ("Network", "Depots", "Portal")
PLANNED = 40
"""Candidates of a round are as many as people can compare."""


def objectives(many: int, crowd: list[Person], person: Person) -> tuple[list[Objective], list[KeyResult]]:
    """So many objectives in a tree of three levels, with a key result each; a third of those measure the first."""
    vision = Vision.objects.filter(at__isnull=False).first()
    if vision is None:
        vision = Vision.objects.create(
            number=1, statement="People work without waiting for IT.", horizon="2028", success="Half the waiting."
        )
        Theme.objects.create(vision=vision, place=1, name="Flow")
        # Once it is published the database keeps it as it is.
        Vision.objects.update(at=NOW, person=person)
    theme = Theme.objects.filter(vision=vision).first()
    Acknowledgement.objects.bulk_create([Acknowledgement(vision=vision, person=each, at=NOW) for each in crowd])
    tops = list(Objective.objects.filter(level=Level.BUSINESS).order_by("pk")[:10])
    found = Objective.objects.bulk_create(
        [
            Objective(
                vision=vision,
                theme=theme,
                title=f"Objective {each} of {many}",
                why="It matters.",
                level=Level.BUSINESS if each < 2 else Level.IT if each < max(3, many // 50) else Level.TEAM,
                parent=tops[each % len(tops)] if tops and each >= 2 else None,
                owner=crowd[each],
                team=crowd[each].team,
                first=date(2026, 1, 1),
                last=date(2026, 12, 31),
            )
            for each in range(many)
        ]
    )
    first = Objective.objects.order_by("pk")[0]
    key_results = KeyResult.objects.bulk_create(
        [
            KeyResult(
                objective=first if each % 3 == 0 and each < OWN else objective,
                title=f"Key result {each} of {many}",
                metric=METRICS[each % len(METRICS)],
                target=8.0,
                start=date(2026, 1, 1),
                due=date(2026, 12, 31),
                baseline=10.0,
                baseline_n=100,
                baseline_first=date(2025, 12, 1),
                baseline_last=date(2025, 12, 28),
                baseline_generation="000001",
                baseline_definition="0" * 64,
            )
            for each, objective in enumerate(found)
        ]
    )
    return found, key_results


def initiatives(many: int, crowd: list[Person], key_results: list[KeyResult]) -> list[Initiative]:
    """So many drafts, each in one group."""
    at = Initiative.objects.count()
    found = Initiative.objects.bulk_create(
        [
            Initiative(
                slug=f"initiative-{at + each}",
                title=f"Initiative {at + each}",
                description="Lines work together.",
                owner=crowd[each],
                key_result=key_results[each // 3 if each % 3 else 0],
                dimension="group",
                start=TODAY + timedelta(days=30),
            )
            for each in range(many)
        ]
    )
    InitiativeValue.objects.bulk_create(
        [InitiativeValue(initiative=each, value=GROUPS[place % len(GROUPS)]) for place, each in enumerate(found)]
    )
    return found


def beside(many: int, crowd: list[Person], key_results: list[KeyResult], person: Person) -> None:
    """Countermeasures, catchballs and rates."""
    first = KeyResult.objects.order_by("pk")[0]
    Countermeasure.objects.bulk_create(
        [
            Countermeasure(
                key_result=first if each % 3 == 0 and each < OWN else key_result,
                month=date(2026, 7, 1),
                cause="A new line",
                action="Train it",
                owner=crowd[each],
                due=TODAY,
            )
            for each, key_result in enumerate(key_results)
        ]
    )
    balls = Catchball.objects.bulk_create(
        [
            Catchball(key_result=each, asking=person, answering=crowd[place], until=TODAY, at=NOW)
            for place, each in enumerate(key_results[:OWN])
        ]
    )
    Proposal.objects.bulk_create(
        [
            Proposal(
                catchball=each, number=1, side="asking", person=person, at=NOW, target=7.0, due=date(2026, 12, 31),
                reason="It can be done.",
            )
            for each in balls
        ]
    )  # fmt: skip
    Rate.objects.bulk_create(
        [
            Rate(
                priced="waiting hour", amount=4, currency="EUR", first=TODAY, owner=person, basis="Asked.",
                person=person, at=NOW,
            )
            for _ in range(min(many, OWN))
        ]
    )  # fmt: skip


def planned(many: int, crowd: list[Person]) -> None:
    """A planning round with candidates, and a scenario with its picks."""
    of = PlanningRound.objects.order_by("pk").first() or PlanningRound.objects.create(
        title="2027", first=date(2027, 1, 1)
    )
    teams = [each for each in dict.fromkeys(person.team for person in crowd) if each][:3]
    TeamCapacity.objects.bulk_create([TeamCapacity(round=of, team=team, quarter=0, people=5) for team in teams])
    Idea.objects.bulk_create(
        [Idea(title=f"Idea {each}", trouble="It hurts.", proposer=crowd[each], at=NOW) for each in range(many)]
    )
    at = of.candidates.count()
    found = Candidate.objects.bulk_create(
        [
            Candidate(round=of, title=f"Candidate {at + each}", owner=crowd[each], reach=100, benefit_likely=5e4,
                      benefit_high=9e4, cost_likely=1e4, cost_high=2e4)
            for each in range(min(many, PLANNED))
        ]
    )  # fmt: skip
    CandidateEffort.objects.bulk_create(
        [CandidateEffort(candidate=each, team=teams[0], quarter=0, low=1, likely=2, high=3) for each in found]
    )
    Tie.objects.bulk_create(
        [Tie(candidate=each, other=found[0], kind="needs") for each in found[1:]],
    )
    if of.scenarios.count() >= 4:
        return
    scenario = Scenario.objects.create(
        round=of, title=f"Scenario {at}", beat=NOW, state="done", expected=1e5, cautious=5e4, value=1e5, bound=1e5,
        cost=1e4, ranked=9e4,
    )  # fmt: skip
    for each in (scenario, of.scenarios.order_by("pk")[0]):
        ScenarioPlace.objects.bulk_create(
            [
                ScenarioPlace(scenario=each, candidate=one.pk, title=one.title, start=0, quarters=1, expected=1e4,
                              cost=1e3)
                for one in found
            ]
        )  # fmt: skip
    ScenarioLoad.objects.bulk_create(
        [ScenarioLoad(scenario=scenario, team=str(team), quarter=0, asked=2, there=5) for team in teams]
    )
