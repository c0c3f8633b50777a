"""Reads of initiatives, and the verdicts that follow from their claims."""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypedDict

from django.db.models import QuerySet

from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import integrity, rates, sealing, verdicts
from hoshin.apps.portfolios.integrity import Integrity
from hoshin.apps.portfolios.models import Claim, Initiative, Rate, Verdict
from hoshin.apps.portfolios.verdicts import Asked, Question, Said
from hoshin.eventlog.refused import Refused
from hoshin.impact.benefit import Benefit, benefit
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.design import BEFORE
from hoshin.impact.guardrail import Guarded, guard, harm
from hoshin.impact.kind import VerdictKind
from hoshin.impact.several import together
from hoshin.impact.staggered_verdict import BY_LOT
from hoshin.impact.standing import Place, Standing, standing
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain
from hoshin.pipeline.effect import Foreseen, Scope
from hoshin.pipeline.effect import foreseen as foresee
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import StaggeredForeseen, Starts, foreseen_staggered

CHECKPOINTS = (3, 6, 12)
"""After so many months from the start a verdict is read again: does the effect last?"""

LEARNT = timedelta(weeks=BEFORE)
"""Before a start: the time from which at least is learnt what is usual there."""


class UnknownInitiative(Refused):
    """No initiative has this short name or number."""


@dataclass(frozen=True)
class Judged:
    """An initiative with its verdict.

    ``metric`` is what the claim names, by the definition that it is judged by; ``newer`` says that
    the metric has another definition today.

    The verdict is None for a draft, where its desk is not there, and where the seal is broken: then nobody knows what
    was claimed. ``standing`` is the verdict read with ``guarded`` (its guardrails), with all other initiatives and
    with ``checkpoints`` (its verdicts so many months after the start); ``worth`` is what that comes to.
    ``lapsed`` is what it was worth while it still stood, where it stands no more.
    """

    initiative: Initiative
    claim: Claim | None
    verdict: Said | None
    generation: str
    integrity: Integrity | None = None
    metric: Metric | None = None
    newer: bool = False
    standing: Standing | None = None
    guarded: tuple[Guarded, ...] = ()
    checkpoints: tuple[tuple[int, Said], ...] = ()
    worth: Benefit | None = None
    lapsed: Benefit | None = None


@dataclass(frozen=True)
class Overlap:
    """Another initiative that acts in some of the same groups at the same time: nobody can tell the two apart."""

    initiative: Initiative
    values: tuple[str, ...]


def initiatives() -> QuerySet[Initiative]:
    """All initiatives with scope, claims and key result, in a fixed number of queries."""
    return Initiative.objects.select_related("owner", "key_result__objective").prefetch_related(
        "values", "draws__person", "claims__person", "claims__supersedes"
    )


def serving(objective: int) -> QuerySet[Initiative]:
    """The initiatives that serve a key result of the objective."""
    return initiatives().filter(key_result__objective=objective)


def judged(reader: Reader | None, found: Iterable[Initiative]) -> list[Judged]:
    """Each initiative with its verdict by the reader's generation, and where it stands among all initiatives."""
    wanted = list(found)
    everybody = list(initiatives())
    catalogue = reader.catalogue if reader else definitions.catalogue()
    every = {each.pk: each for each in (*everybody, *wanted)}
    states = {each.claim: integrity.check(each, each.claim, catalogue) for each in every.values() if each.claim}
    drawn = {each.pk for each in wanted}
    asked = {
        each.pk: _asked(reader, each, each.claim, everybody, drawn=each.pk in drawn)
        for each in every.values()
        if each.claim and reader and (not each.desk or each.desk in reader.desks)
        if not states[each.claim].broken
    }
    said = verdicts.said(reader, (question for each in asked.values() for question in each.all)) if reader else {}
    known = {pk: said[each.now].p_value for pk, each in asked.items()}
    corrected = together({pk: p_value for pk, p_value in known.items() if p_value is not None})
    priced = rates.rates()
    generation = reader.generation if reader else ""
    found_verdicts = []
    for each in wanted:
        claim = each.claim
        if claim is None:
            found_verdicts.append(Judged(each, None, None, generation))
            continue
        metric = integrity.definition_of(claim, catalogue)
        newer = metric.digest != catalogue.metric(claim.metric).digest
        bare = Judged(each, claim, None, generation, states[claim], metric, newer)
        questions = asked.get(each.pk)
        if questions is None:
            found_verdicts.append(bare)
            continue
        stands = _standing(questions, said, corrected.get(each.pk), len(corrected))
        found_verdicts.append(_valued(replace(bare, **stands), priced))
    return found_verdicts


@dataclass(frozen=True)
class _Questions:
    """All that is asked of one sealed claim: now, of its guardrails, and as of so many months after the start."""

    now: Asked
    guardrails: tuple[tuple[Metric, Asked], ...] = ()
    checkpoints: tuple[Asked, ...] = ()

    @property
    def all(self) -> list[Asked]:
        return [self.now, *(asked for _, asked in self.guardrails), *self.checkpoints]


class _Stands(TypedDict):
    verdict: Said
    standing: Standing
    guarded: tuple[Guarded, ...]
    checkpoints: tuple[tuple[int, Said], ...]


def _standing(asked: _Questions, said: dict[Asked, Said], corrected: float | None, many: int) -> _Stands:
    verdict = said[asked.now]
    guarded = tuple(
        Guarded(metric.title, guard(said[each].kind), said[each].relative) for metric, each in asked.guardrails
    )
    looks = tuple((each.months, said[each]) for each in asked.checkpoints)
    earlier = {months: look.kind for months, look in looks}
    return {
        "verdict": verdict,
        "standing": standing(verdict.kind, corrected, many, guarded, earlier),
        "guarded": guarded,
        "checkpoints": looks,
    }


def _valued(found: Judged, priced: list[Rate]) -> Judged:
    """With what it is worth, by the rate that holds on the last day judged."""
    verdict, standing = found.verdict, found.standing
    if verdict is None or standing is None:
        return found
    stood = [look for _, look in found.checkpoints if look.kind is VerdictKind.PROVEN]
    lapsed = _worth(found, stood[-1], Place.PROVEN, priced) if stood and standing.place is Place.LAPSED else None
    return replace(found, worth=_worth(found, verdict, standing.place, priced), lapsed=lapsed)


def _worth(found: Judged, said: Said, place: Place, priced: list[Rate]) -> Benefit | None:
    metric, claim = found.metric, found.claim
    if metric is None or claim is None:
        return None
    return benefit(
        metric,
        ImpactClaim(claim.metric, Direction(claim.towards), claim.size),
        place,
        absolute=said.absolute,
        relative=said.relative,
        tickets=said.tickets,
        periods=_periods(found.initiative, said),
        rate=rates.rate_for(priced, metric, said.as_of),
    )


def _periods(found: Initiative, said: Said) -> int:
    """Weeks or working days judged since the start; of a roll-out those of each group since its own, added up."""
    starts = [on for _, on in found.starts] or [found.start]
    days = [max((said.as_of - on).days + 1, 0) for on in starts]
    return sum(each // 7 if said.course.grain is Grain.WEEK else each * 5 // 7 for each in days)


def verdict_of(name: str) -> Judged:
    """The verdict on the initiative with this short name or number, by the published generation.

    Raises UnknownInitiative, and NothingPublished before the first import.
    """
    found = initiatives().filter(slug=name).first()
    if found is None and name.isdigit():
        found = initiatives().filter(pk=int(name)).first()
    if found is None:
        known = ", ".join(Initiative.objects.values_list("slug", flat=True)) or "none yet"
        raise UnknownInitiative(f"There is no initiative '{name}'. Known: {known}.")
    with readers.opened() as reader:
        return judged(reader, [found])[0]


def foreseen(reader: Reader, found: Initiative, claim: ImpactClaim, until: date | None = None) -> Foreseen | None:
    """How a claim would be judged if it were sealed now; None where its desk is not there.

    Tickets up to ``until`` count, all there are where it is None.
    """
    if not found.scope_values or (found.desk and found.desk not in reader.desks):
        return None
    year = found.start + timedelta(days=365)
    return foresee(
        reader,
        Scope(found.dimension, found.scope_values, found.where),
        found.start,
        claim,
        as_of=min(filter(None, (until, reader.coverage(found.where)[1]))),
        others=dict(_others(found, list(initiatives()), min(found.end or year, year))),
    )


def foreseen_rollout(
    reader: Reader, found: Initiative, claim: ImpactClaim, until: date | None = None
) -> StaggeredForeseen | None:
    """As ``foreseen``, of an initiative whose values start one after the other; None where they do not."""
    starts = starts_of(found)
    if starts is None or (found.desk and found.desk not in reader.desks):
        return None
    year = found.start + timedelta(days=365)
    return foreseen_staggered(
        reader,
        Scope(found.dimension, found.scope_values, found.where),
        starts,
        claim,
        as_of=min(filter(None, (until, reader.coverage(found.where)[1]))),
        others=dict(_others(found, list(initiatives()), min(found.end or year, year))),
    )


def starts_of(found: Initiative, claim: Claim | None = None) -> Starts | None:
    """Who starts when; None where all start together.

    The lot may judge an order that was drawn once: of several draws somebody may have chosen. And it may not where
    another design was sealed with the claim.
    """
    if not found.starts:
        return None
    drawn = found.draw if len(found.draws.all()) == 1 else None
    sealed = sealing.line(claim.text, sealing.ESTIMATOR) if claim else ""
    return Starts(found.starts, drawn.seed if drawn and sealed in ("", BY_LOT) else "")


def design(found: Foreseen | StaggeredForeseen | None) -> list[tuple[str, str]]:
    """How a claim will be judged, as it is sealed."""
    if found is None or not found.estimator:
        return []
    periods = found.periods if isinstance(found, StaggeredForeseen) else len(found.history.periods)
    grain = Grain.WEEK if isinstance(found, StaggeredForeseen) else found.history.grain
    return [
        (sealing.ESTIMATOR, found.estimator),
        (sealing.BEFORE, f"{periods} {grain}s when sealed"),
        *((sealing.COMPARED, name) for name in found.used),
    ]


def history(claim: Claim) -> list[Verdict]:
    """What earlier generations of tickets said of a claim, newest first: the last verdict by each."""
    own = Verdict.objects.filter(claim=claim, guardrail="", months=0)
    latest = {verdict.generation: verdict for verdict in own}
    return sorted(latest.values(), key=lambda verdict: (verdict.as_of, verdict.pk), reverse=True)


def overlaps(found: Initiative) -> list[Overlap]:
    """The initiatives that act in some of the same groups while this one does."""
    own = set(found.scope_values)
    shared = (
        (each, own & set(each.scope_values))
        for each in initiatives()
        if each.pk != found.pk and _alike(each, found) and _at_the_same_time(each, found)
    )
    return [Overlap(each, tuple(sorted(values))) for each, values in shared if values]


def _asked(reader: Reader, found: Initiative, claim: Claim, everybody: list[Initiative], *, drawn: bool) -> _Questions:
    """What is asked of a claim. Of an initiative that is not drawn, only what the others are read with."""
    catalogue = reader.catalogue
    metric = integrity.definition_of(claim, catalogue)
    covered = reader.coverage(found.where)[1]
    as_of = min(found.end, covered) if found.end else covered
    now = Asked(claim, _question(found, claim, everybody, as_of), metric, drawn=drawn)
    if not drawn:
        return _Questions(now)
    guardrails = tuple(
        (each, Asked(claim, _question(found, claim, everybody, as_of, meant=meant), each, each.key, drawn=False))
        for each in integrity.guardrails_of(claim, metric, catalogue)
        if (meant := harm(each))
    )
    looks = ((months, checkpoint(found.start, months)) for months in CHECKPOINTS)
    checkpoints = tuple(
        Asked(claim, _question(found, claim, everybody, day), metric, months=months, drawn=False)
        for months, day in looks
        if day < as_of
    )
    return _Questions(now, guardrails, checkpoints)


def checkpoint(start: date, months: int) -> date:
    """The last day of the first so many months from ``start`` on."""
    year, month = divmod(start.month - 1 + months, 12)
    last = calendar.monthrange(start.year + year, month + 1)[1]
    return date(start.year + year, month + 1, min(start.day, last)) - timedelta(days=1)


def _question(
    found: Initiative,
    claim: Claim,
    everybody: list[Initiative],
    as_of: date,
    *,
    meant: ImpactClaim | None = None,
) -> Question:
    scope = Scope(found.dimension, found.scope_values, found.where)
    others = _others(found, everybody, as_of)
    return verdicts.question(claim, scope, found.start, others, as_of, meant=meant, starts=starts_of(found, claim))


def _others(found: Initiative, everybody: list[Initiative], as_of: date) -> list[tuple[str, str]]:
    """The groups that another initiative touches in the time judged, each with its title.

    Of a roll-out's own groups only those where the other begins or ends then, or in the weeks from which is learnt what
    is usual: what has long been so is in the comparison.
    """
    own = dict(found.starts)
    return [
        (value, each.title)
        for each in everybody
        if _in_the_way(each, found, as_of)
        for value, start in each.acting
        if start <= as_of and (value not in own or _changes(start, each.end, own[value] - LEARNT, as_of))
    ]


def _changes(start: date, end: date | None, first: date, last: date) -> bool:
    """Whether something begins or ends from ``first`` to ``last``."""
    return first <= start <= last or (end is not None and first <= end <= last)


def _in_the_way(other: Initiative, found: Initiative, as_of: date) -> bool:
    """Whether another initiative's groups cannot serve as comparison: it is sealed, and runs in the time judged."""
    ended = other.end is not None and other.end < found.start
    return other.pk != found.pk and other.sealed and _alike(other, found) and not ended and other.start <= as_of


def _alike(one: Initiative, other: Initiative) -> bool:
    """Whether two initiatives tell tickets apart by the same dimension, in the same desk or in any."""
    return one.dimension == other.dimension and (one.desk == other.desk or not one.desk or not other.desk)


def _at_the_same_time(one: Initiative, other: Initiative) -> bool:
    return (one.end is None or one.end >= other.start) and (other.end is None or other.end >= one.start)
