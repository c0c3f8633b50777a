"""What past claims came to, by kind: as a picture, in words, and what it does to the estimates of a round."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hoshin.apps.plans import queries
from hoshin.apps.plans.models import Candidate, PlanningRound
from hoshin.apps.plans.queries import Lesson
from hoshin.apps.plans.reports.side_by_side import money
from hoshin.apps.portfolios.models import Category
from hoshin.metrics.catalogue import Catalogue
from hoshin.portfolio.learning import LEAST, MOST, Correction

WIDTH = 100.0


def place(share: float) -> float:
    """Where a share stands in the picture: 0 on the left is that the opposite came true, 100 twice as much."""
    return round(WIDTH * (min(max(share, LEAST), MOST) - LEAST) / (MOST - LEAST), 1)


@dataclass(frozen=True)
class Kind:
    """One kind of initiative. ``low``, ``high``, ``share`` and ``raw`` are places in the picture, 0 to 100."""

    category: str
    label: str
    n: int
    counts: str
    range: str
    weighs: str
    low: float
    width: float
    share: float
    raw: float | None
    words: str


def kinds(found: Mapping[str, Correction]) -> list[Kind]:
    """All kinds, those that most is known of first."""
    rows = [_kind(each) for each in found.values()]
    return sorted(rows, key=lambda row: (-row.n, row.label))


def _kind(each: Correction) -> Kind:
    return Kind(
        each.category,
        Category(each.category).label,
        each.n,
        f"{each.factor:.0%}",
        f"{max(each.low, 0):.0%} to {max(each.high, 0):.0%}",
        _weighs(each),
        place(each.low),
        round(place(each.high) - place(each.low), 1),
        place(each.share),
        None if each.raw is None else place(each.raw),
        each.sentence,
    )


def _weighs(each: Correction) -> str:
    if not each.n:
        return "nothing of its own yet, so what all kinds came to"
    if each.weight < 0.005:
        return "what all kinds came to: kinds differ no more than luck makes them"
    return f"{each.weight:.0%} its own record, {1 - each.weight:.0%} that of all kinds"


@dataclass(frozen=True)
class Row:
    """One past claim beside what came of it."""

    lesson: Lesson
    kind: str
    claimed: str
    seen: str
    came: str
    why: str


def rows(found: Sequence[Lesson], catalogue: Catalogue) -> list[Row]:
    """All past claims, by kind; those that teach nothing last, with the reason."""
    listed = sorted(
        found, key=lambda each: (each.past is None, each.initiative.get_category_display(), each.initiative.title)
    )
    return [_row(each, catalogue) for each in listed]


def _row(each: Lesson, catalogue: Catalogue) -> Row:
    claim = each.judged.claim
    metric = catalogue.metric(claim.metric).title if claim else ""
    return Row(
        each,
        each.initiative.get_category_display() or "not said",
        f"{metric} {each.claimed:+.0%}".replace("-", "−"),
        "–" if each.seen is None else f"{each.seen:+.0%}".replace("-", "−"),
        "" if each.past is None else f"{each.past.share:.0%}".replace("-", "−"),
        each.why,
    )


@dataclass(frozen=True)
class Changed:
    """A candidate whose benefit counts otherwise than it was estimated."""

    candidate: Candidate
    estimated: str
    counts: str
    factor: str
    less: bool


def changed(of: PlanningRound, candidates: Sequence[Candidate], found: Mapping[str, Correction]) -> list[Changed]:
    """What learning does to each estimate of a round, the largest change first."""
    told = []
    for each in candidates:
        factor = found[each.category].factor if each.category in found else 1.0
        expected = queries.benefit(each).mean * queries.probability(each).mean
        if expected and abs(factor - 1) > 0.005:
            told.append((abs(expected * (factor - 1)), each, expected, factor))
    return [
        Changed(each, money(of, expected), money(of, expected * factor), f"{factor:.0%}", factor < 1)
        for _, each, expected, factor in sorted(told, key=lambda row: (-row[0], row[1].title))
    ]


def sentence(of: PlanningRound, found: Mapping[str, Correction], told: Sequence[Changed]) -> str:
    """What a leader takes from it."""
    known = sum(each.n for each in found.values())
    if not known:
        return "No past claim has been judged yet, so there is nothing to learn from: estimates count as they are."
    overall = next(iter(found.values())).overall
    many = f"{known} past claim{'' if known == 1 else 's'}"
    said = f"Of what {many} promised, {max(overall, 0):.0%} counts for all kinds together."
    if not of.learns:
        return f"{said} This plan does not use it: estimates count in full."
    if not told:
        return f"{said} It changes no estimate of this plan."
    return f"{said} It changes {len(told)} estimate{'' if len(told) == 1 else 's'} of this plan."
