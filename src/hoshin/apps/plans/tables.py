"""The lists of planning that can be taken away: candidates, scenarios, what a scenario picks and whom it loads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from hoshin.apps.accounts.tables import called
from hoshin.apps.plans.models import Candidate, Idea, PlanningRound, Scenario, ScenarioLoad, ScenarioPlace, TieKind
from hoshin.portfolio.scoring import Scored
from hoshin.reporting.tables import Table, instant, number, share, text, whole


@dataclass(frozen=True)
class Scoring:
    """A candidate with its score by the round's formula."""

    of: Candidate
    score: Scored

    def tied(self, kind: TieKind) -> str:
        """The titles of the candidates that it is tied to in one way."""
        return ", ".join(each.other.title for each in self.of.ties.all() if each.kind == kind)

    @property
    def people(self) -> float:
        """The likeliest effort in all, in people for a quarter."""
        return sum(each.likely for each in self.of.efforts.all())


def scored(found: Iterable[Candidate], scores: Mapping[str, Scored]) -> Iterator[Scoring]:
    """Each candidate with its score."""
    return (Scoring(each, scores[str(each.pk)]) for each in found)


IDEAS = Table[Idea](
    "ideas",
    "Ideas",
    (
        text("Idea", lambda each: each.title),
        text("Trouble that it ends", lambda each: each.trouble),
        text("What would be better", lambda each: each.hope),
        text("Kind", lambda each: each.get_category_display()),
        text("Proposed by", lambda each: each.proposer.name),
        instant("At", lambda each: each.at),
        text("Answer", lambda each: "open" if each.open else "not taken up" if each.declined else "taken in"),
        text("Why not", lambda each: each.declined),
        text("Answered by", lambda each: called(each.answered_by)),
        instant("Answered at", lambda each: each.answered_at),
    ),
)

CANDIDATES = Table[Scoring](
    "candidates",
    "Candidates",
    (
        text("Candidate", lambda each: each.of.title),
        text("Description", lambda each: each.of.description),
        text("Category", lambda each: each.of.get_category_display()),
        text("Owner", lambda each: called(each.of.owner)),
        number("Score", lambda each: each.score.score),
        number("Impact, 1 to 10", lambda each: each.of.impact),
        number("Feasibility, 1 to 10", lambda each: each.of.feasibility),
        number("Benefit a quarter, least", lambda each: each.of.benefit_low),
        number("Benefit a quarter, likeliest", lambda each: each.of.benefit_likely),
        number("Benefit a quarter, most", lambda each: each.of.benefit_high),
        share("Chance, least", lambda each: each.of.probability_low / 100),
        share("Chance, likeliest", lambda each: each.of.probability_likely / 100),
        share("Chance, most", lambda each: each.of.probability_high / 100),
        number("Cost, least", lambda each: each.of.cost_low),
        number("Cost, likeliest", lambda each: each.of.cost_likely),
        number("Cost, most", lambda each: each.of.cost_high),
        number("People for a quarter, likeliest", lambda each: each.people),
        whole("Quarters", lambda each: each.of.quarters),
        whole("Earliest quarter", lambda each: each.of.earliest),
        whole("Latest quarter", lambda each: each.of.latest),
        text("Has to be in because", lambda each: each.of.mandatory),
        text("Needs first", lambda each: each.tied(TieKind.NEEDS)),
        text("Excludes", lambda each: each.tied(TieKind.EXCLUDES)),
    ),
)

SCENARIOS = Table[Scenario](
    "scenarios",
    "Scenarios",
    (
        text("Scenario", lambda each: each.title),
        text("State", lambda each: each.get_state_display()),
        text("Maximises", lambda each: each.get_stance_display()),
        number("Budget", lambda each: None if each.budget is None else float(each.budget)),
        share("Kept free", lambda each: each.reserve / 100),
        number("Expected benefit", lambda each: each.expected),
        number("Cautious benefit", lambda each: each.cautious),
        number("Cost", lambda each: each.cost),
        number("No plan brings more than", lambda each: each.bound),
        number("Down the list by score brings", lambda each: each.ranked),
        whole("Picked", lambda each: sum(place.start is not None for place in each.places.all())),
        text("Asked for by", lambda each: called(each.person)),
        instant("Asked for", lambda each: each.at),
    ),
)


@dataclass(frozen=True)
class Pick:
    """A candidate's place in a scenario of a round."""

    round: PlanningRound
    of: ScenarioPlace


@dataclass(frozen=True)
class Load:
    """A team's load in a quarter of a round."""

    round: PlanningRound
    of: ScenarioLoad


PICKS = Table[Pick](
    "picks",
    "What the scenario picks",
    (
        text("Candidate", lambda each: each.of.title),
        text("Begins", lambda each: "left out" if each.of.start is None else each.round.quarter(each.of.start)),
        whole("Quarters", lambda each: each.of.quarters),
        number("Expected benefit", lambda each: each.of.expected),
        number("Cost", lambda each: each.of.cost),
        text("Has to be in because", lambda each: each.of.mandatory),
        text(
            "By score it would begin",
            lambda each: "left out" if each.of.by_rank is None else each.round.quarter(each.of.by_rank),
        ),
        text("Why, or what it would need", lambda each: each.of.words),
    ),
)

LOADS = Table[Load](
    "loads",
    "Whom the scenario loads",
    (
        text("Team", lambda each: each.of.team),
        text("Quarter", lambda each: each.round.quarter(each.of.quarter)),
        number("People asked", lambda each: each.of.asked),
        number("People there", lambda each: each.of.there),
        number("One more is worth at least", lambda each: each.of.least),
        number("One more is worth at most", lambda each: each.of.most),
    ),
)
