"""Scenarios as people compare them: what each brings, costs and leaves out, and when each candidate begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hoshin.apps.plans import queries
from hoshin.apps.plans.models import PlanningRound, Scenario, ScenarioPlace, ScenarioState
from hoshin.apps.portfolios.models import Category
from hoshin.reporting.blocks import Tone
from hoshin.reporting.wording import whole_share


@dataclass(frozen=True)
class Card:
    """One scenario in few words; amounts are written with their currency, empty where there are none yet."""

    scenario: Scenario
    tone: Tone
    word: str
    expected: str = ""
    cautious: str = ""
    cost: str = ""
    chosen: int = 0
    left_out: int = 0
    proof: str = ""
    beside: str = ""
    overload: int = 0


TONES = {
    ScenarioState.WAITING: (Tone.NEUTRAL, "being worked out"),
    ScenarioState.REFUSED: (Tone.BAD, "not possible"),
    ScenarioState.FAILED: (Tone.BAD, "stopped"),
}


def card(of: PlanningRound, found: Scenario) -> Card:
    """A scenario in few words."""
    if found.state != ScenarioState.DONE:
        return Card(found, *TONES[ScenarioState(found.state)])
    places = list(found.places.all())
    chosen = [each for each in places if each.start is not None]
    full = sum(each.asked >= each.there * 0.95 and each.asked > 0 for each in found.loads.all())
    return Card(
        found,
        Tone.GOOD,
        "worked out",
        money(of, found.expected),
        money(of, found.cautious),
        money(of, found.cost),
        len(chosen),
        len(places) - len(chosen),
        proof(found),
        beside(of, found),
        full,
    )


@dataclass(frozen=True)
class Drawn:
    """What a scenario brings, brings cautiously and costs, each as a part of the largest amount of all, 0 to 100."""

    brings: int
    cautiously: int
    costs: int


def drawn(found: Sequence[Scenario]) -> list[Drawn | None]:
    """The amounts of scenarios on one scale; None for one that is not worked out."""
    amounts = [
        (max(each.expected or 0.0, 0.0), max(each.cautious or 0.0, 0.0), max(each.cost or 0.0, 0.0))
        if each.state == ScenarioState.DONE
        else None
        for each in found
    ]
    most = max((max(each) for each in amounts if each), default=0.0) or 1.0
    return [Drawn(*(round(100 * amount / most) for amount in each)) if each else None for each in amounts]


def money(of: PlanningRound, amount: float | None) -> str:
    """An amount in the round's currency, as a leader reads it."""
    if amount is None:
        return "–"
    if abs(amount) >= 1e6:
        return f"{amount / 1e6:,.2f} m {of.currency}"
    return f"{amount / 1e3:,.0f} k {of.currency}" if abs(amount) >= 1e4 else f"{amount:,.0f} {of.currency}"


def proof(found: Scenario) -> str:
    """How sure it is that no plan is better."""
    if found.gap == 0:
        return "No plan brings more: that is proven."
    return f"Another plan may bring up to {found.gap * 100:.1f} % more, no plan brings more than that."


def beside(of: PlanningRound, found: Scenario) -> str:
    """The plan beside the one that going down the list by score gives."""
    if found.ranked is None:
        return "Going down the list by score leaves out something that has to be in."
    if not found.value:
        return ""
    more = found.value - found.ranked
    if more <= 0.001 * found.value:
        return "Going down the list by score brings as much."
    share = f", {more / found.ranked * 100:.0f} % more" if found.ranked > 0 else ""
    return f"{money(of, more)} more than going down the list by score brings{share}."


def counted_on(found: Scenario) -> list[tuple[str, str]]:
    """How much of each kind's claims a scenario counted on; empty where it counted on all of them."""
    told = [(Category(each.category).label, whole_share(max(each.share, 0))) for each in found.corrections.all()]
    shares = {share for _, share in told}
    return [("all kinds", share) for share in shares] if len(shares) == 1 else told


def outdated(found: Scenario) -> bool:
    """Whether the round says something else by now than when it was worked out."""
    now = queries.portfolio(
        found.round, queries.candidates(found.round), scenario=found, learnt=queries.learnt_for(found.round)
    )
    return queries.question(now) != found.question


@dataclass(frozen=True)
class Bar:
    """One chosen candidate on the time line; ``cells`` says for each quarter: before, runs, or earns."""

    place: ScenarioPlace
    cells: tuple[str, ...]
    begins: str
    by_rank: str
    earns: str


def time_line(of: PlanningRound, places: Sequence[ScenarioPlace]) -> list[Bar]:
    """The chosen candidates, the first to begin on top."""
    found = []
    for each in places:
        if each.start is None:
            continue
        end = each.start + each.quarters
        cells = tuple(
            "runs" if each.start <= quarter < end else "earns" if quarter >= end else "before"
            for quarter in range(of.quarters)
        )
        by_rank = "left out" if each.by_rank is None else of.quarter(each.by_rank)
        found.append(Bar(each, cells, of.quarter(each.start), by_rank, money(of, each.expected)))
    return sorted(found, key=lambda bar: (bar.place.start or 0, bar.place.title))


@dataclass(frozen=True)
class Row:
    """One candidate across scenarios: when it begins in each, empty where it is left out, None where unknown."""

    title: str
    mandatory: str
    begins: tuple[str | None, ...]

    @property
    def differs(self) -> bool:
        """Whether the scenarios treat it differently."""
        return len({each for each in self.begins if each is not None}) > 1


def rows(of: PlanningRound, scenarios: Sequence[Scenario]) -> list[Row]:
    """All candidates of the scenarios that are worked out, those that they treat differently first."""
    by = [{each.candidate: each for each in found.places.all()} for found in scenarios]
    every = {place.candidate: place for places in by for place in places.values()}
    found = []
    for key, place in every.items():
        begins: list[str | None] = []
        for places in by:
            here = places.get(key)
            begins.append(None if here is None else "" if here.start is None else of.quarter(here.start))
        found.append(Row(place.title, place.mandatory, tuple(begins)))
    return sorted(found, key=lambda row: (not row.differs, row.title))
