"""What a plan has to keep: teams' capacity, the budget, what comes before what, what excludes what, what must be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hoshin.portfolio.value import NOTHING, Stance, Worth, total

SLACK = 1e-6
"""A load may be above its limit by this share: what rounding does to a sum."""

Starts = Mapping[str, int]
"""Which candidate begins in which quarter; whoever is not in it is left out."""


@dataclass(frozen=True)
class Effort:
    """So many ``people`` of a team, full time, in the ``quarter``-th quarter of the initiative, the first being 0."""

    team: str
    quarter: int
    people: float


@dataclass(frozen=True)
class Candidate:
    """An initiative that may be chosen. Quarters count from 0, the first of the plan.

    It takes ``quarters`` quarters without a break and earns ``worth`` a quarter from the one after. ``cost`` is money,
    spent evenly over its quarters. It begins in ``earliest`` or later and is finished by the end of ``latest`` (None:
    of the plan). ``mandatory`` is the reason why it has to be in; empty where it need not.
    """

    key: str
    title: str
    quarters: int = 1
    worth: Worth = NOTHING
    cost: float = 0.0
    efforts: tuple[Effort, ...] = ()
    earliest: int = 0
    latest: int | None = None
    mandatory: str = ""


@dataclass(frozen=True)
class Dependency:
    """``after`` begins only when ``before`` is finished, in a later quarter; without ``before`` it is left out."""

    before: str
    after: str


@dataclass(frozen=True)
class Exclusion:
    """At most one of the two."""

    one: str
    other: str


@dataclass(frozen=True)
class Phases:
    """Candidates that are one undertaking, each begun when the one before it is finished.

    With ``whole`` none is begun unless all are; without it, it may end after any phase.
    """

    name: str
    members: tuple[str, ...]
    whole: bool = True


@dataclass(frozen=True)
class Portfolio:
    """All that a plan is chosen from, and under what.

    ``quarters`` are planned; what is earned counts in the first ``counted`` quarters (None: in those planned), so that
    what ends late is worth something too. ``capacity`` holds people by team and quarter; a team that is not in it
    has none. ``budget`` is money for the whole plan, ``quarter_budgets`` for each quarter; None is no limit. ``names``
    are what people call the quarters, where they call them anything.
    """

    quarters: int
    candidates: tuple[Candidate, ...]
    capacity: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    budget: float | None = None
    quarter_budgets: tuple[float, ...] | None = None
    dependencies: tuple[Dependency, ...] = ()
    exclusions: tuple[Exclusion, ...] = ()
    phases: tuple[Phases, ...] = ()
    counted: int | None = None
    stance: Stance = Stance.EXPECTED
    names: tuple[str, ...] = ()

    def named(self, quarter: int) -> str:
        """What a quarter is called in a sentence, the first being 0."""
        return self.names[quarter] if quarter < len(self.names) else f"quarter {quarter + 1}"

    @cached_property
    def by_key(self) -> Mapping[str, Candidate]:
        """The candidates by their keys."""
        return {each.key: each for each in self.candidates}

    @cached_property
    def before(self) -> tuple[Dependency, ...]:
        """All dependencies, those between successive phases included, each once."""
        said = [*self.dependencies]
        for each in self.phases:
            said += [Dependency(*pair) for pair in zip(each.members, each.members[1:], strict=False)]
        return tuple(dict.fromkeys(said))

    def window(self, candidate: Candidate) -> range:
        """The quarters in which it may begin so that it ends in time."""
        last = self.quarters - 1 if candidate.latest is None else min(candidate.latest, self.quarters - 1)
        return range(max(candidate.earliest, 0), last - candidate.quarters + 2)

    def earns(self, candidate: Candidate, start: int) -> Worth:
        """What it earns in the counted quarters if it begins in ``start``."""
        counted = self.quarters if self.counted is None else self.counted
        return candidate.worth.times(max(0, counted - start - candidate.quarters))

    def earned(self, starts: Starts) -> Worth:
        """What a plan earns in the counted quarters."""
        return total(self.earns(self.by_key[key], start) for key, start in starts.items())

    def cost(self, starts: Starts) -> float:
        """What a plan costs."""
        return sum(self.by_key[key].cost for key in starts)


@dataclass(frozen=True)
class Broken:
    """One constraint that a plan breaks, and by how much: people or money; 0 where it is not a matter of amount."""

    sentence: str
    over: float = 0.0


def load(portfolio: Portfolio, starts: Starts) -> dict[str, list[float]]:
    """The people that a plan asks of each team, quarter by quarter."""
    found = {team: [0.0] * portfolio.quarters for team in portfolio.capacity}
    for key, start in starts.items():
        for each in portfolio.by_key[key].efforts:
            found.setdefault(each.team, [0.0] * portfolio.quarters)
            if 0 <= start + each.quarter < portfolio.quarters:
                found[each.team][start + each.quarter] += each.people
    return found


def spending(portfolio: Portfolio, starts: Starts) -> list[float]:
    """What a plan spends in each quarter."""
    found = [0.0] * portfolio.quarters
    for key, start in starts.items():
        candidate = portfolio.by_key[key]
        for quarter in range(start, min(start + candidate.quarters, portfolio.quarters)):
            found[quarter] += candidate.cost / candidate.quarters
    return found


def room(portfolio: Portfolio, team: str) -> tuple[float, ...]:
    """A team's people by quarter; none for a team without capacity."""
    return tuple(portfolio.capacity.get(team, (0.0,) * portfolio.quarters))


def exceeds(asked: float, there: float) -> bool:
    """Whether more is asked than is there, but for rounding."""
    return asked > there + SLACK * max(1.0, abs(there))


def broken(portfolio: Portfolio, starts: Starts) -> list[Broken]:
    """All that a plan breaks; empty for a plan that holds. It looks at the plan alone, not at how it was found."""
    return [*_limits(portfolio, starts), *_order(portfolio, starts)]


def _limits(portfolio: Portfolio, starts: Starts) -> Iterator[Broken]:
    for team, loads in load(portfolio, starts).items():
        for quarter, (asked, there) in enumerate(zip(loads, room(portfolio, team), strict=True)):
            if exceeds(asked, there):
                yield Broken(
                    f"{team} has {there:g} people in {portfolio.named(quarter)}, not {asked:g}.", asked - there
                )
    if portfolio.budget is not None and exceeds(portfolio.cost(starts), portfolio.budget):
        over = portfolio.cost(starts) - portfolio.budget
        yield Broken(f"The budget is {portfolio.budget:,.0f}, {over:,.0f} less than the plan costs.", over)
    if portfolio.quarter_budgets is not None:
        spent = spending(portfolio, starts)
        for quarter, (asked, there) in enumerate(zip(spent, portfolio.quarter_budgets, strict=True)):
            if exceeds(asked, there):
                yield Broken(
                    f"The budget of {portfolio.named(quarter)} is {there:,.0f}, not {asked:,.0f}.", asked - there
                )


def _order(portfolio: Portfolio, starts: Starts) -> Iterator[Broken]:
    named = {key: each.title for key, each in portfolio.by_key.items()}
    for candidate in portfolio.candidates:
        if candidate.mandatory and candidate.key not in starts:
            yield Broken(f"“{candidate.title}” has to be in: {candidate.mandatory}.")
        if candidate.key in starts and starts[candidate.key] not in portfolio.window(candidate):
            yield Broken(f"“{candidate.title}” cannot begin in {portfolio.named(starts[candidate.key])}.")
    for each in portfolio.before:
        if each.after not in starts:
            continue
        if each.before not in starts:
            yield Broken(f"“{named[each.after]}” needs “{named[each.before]}” first.")
        elif starts[each.before] + portfolio.by_key[each.before].quarters > starts[each.after]:
            yield Broken(f"“{named[each.after]}” begins before “{named[each.before]}” is finished.")
    for pair in portfolio.exclusions:
        if pair.one in starts and pair.other in starts:
            yield Broken(f"“{named[pair.one]}” and “{named[pair.other]}” exclude each other.")
    for phases in portfolio.phases:
        begun = [each for each in phases.members if each in starts]
        if phases.whole and begun and len(begun) < len(phases.members):
            yield Broken(f"“{phases.name}” is done as a whole or not at all.")


def successors(portfolio: Portfolio) -> dict[str, list[str]]:
    """For each candidate those that directly wait for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in portfolio.before:
        found[each.before].append(each.after)
    return found
