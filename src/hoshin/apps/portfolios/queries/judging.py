"""The verdicts on initiatives, where each stands among all, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TypedDict

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import integrity
from hoshin.apps.portfolios.integrity import Integrity
from hoshin.apps.portfolios.models import Claim, Initiative, Rate, Verdict
from hoshin.apps.portfolios.queries import pricing
from hoshin.apps.portfolios.queries.asking import Questions, questions_of
from hoshin.apps.portfolios.queries.listing import UnknownInitiative, initiatives, sealed
from hoshin.apps.portfolios.verdicts import answers
from hoshin.apps.portfolios.verdicts.questions import Asked
from hoshin.apps.portfolios.verdicts.said import Said
from hoshin.impact.benefit import Benefit, benefit
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.guardrail import Guarded, guard
from hoshin.impact.kind import VerdictKind
from hoshin.impact.several import together
from hoshin.impact.standing import Place, Standing, standing
from hoshin.metrics.definition import Metric
from hoshin.metrics.query import Grain
from hoshin.pipeline.read import Reader


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


def judged(reader: Reader | None, found: Iterable[Initiative], *, drawn: bool = True) -> list[Judged]:
    """Each initiative with its verdict by the reader's generation, and where it stands among all initiatives.

    Without ``drawn`` the verdicts lack what only a picture needs.
    """
    wanted = list(found)
    # A draft is judged by nobody, and in nobody's way.
    everybody = list(sealed(Eyes.MACHINE))
    catalogue = reader.catalogue if reader else definitions.catalogue()
    every = {each.pk: each for each in (*everybody, *wanted)}
    states = {each.claim: integrity.check(each, each.claim, catalogue) for each in every.values() if each.claim}
    pictured = {each.pk for each in wanted} if drawn else set()
    asked = {
        each.pk: questions_of(reader, each, each.claim, everybody, drawn=each.pk in pictured)
        for each in every.values()
        if each.claim and reader and (not each.desk or each.desk in reader.desks)
        if not states[each.claim].broken
    }
    said = answers.said(reader, (question for each in asked.values() for question in each.all)) if reader else {}
    known = {pk: said[each.now].p_value for pk, each in asked.items()}
    corrected = together({pk: p_value for pk, p_value in known.items() if p_value is not None})
    priced = pricing.rates()
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


class _Stands(TypedDict):
    verdict: Said
    standing: Standing
    guarded: tuple[Guarded, ...]
    checkpoints: tuple[tuple[int, Said], ...]


def _standing(asked: Questions, said: dict[Asked, Said], corrected: float | None, many: int) -> _Stands:
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
        rate=pricing.rate_for(priced, metric, said.as_of),
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
    found = initiatives(Eyes.MACHINE).filter(slug=name).first()
    if found is None and name.isdigit():
        found = initiatives(Eyes.MACHINE).filter(pk=int(name)).first()
    if found is None:
        known = ", ".join(Initiative.objects.values_list("slug", flat=True)) or "none yet"
        raise UnknownInitiative(f"There is no initiative '{name}'. Known: {known}.")
    with readers.opened() as reader:
        return judged(reader, [found])[0]


def history(claim: Claim) -> list[Verdict]:
    """What earlier generations of tickets said of a claim, newest first: the last verdict by each."""
    own = Verdict.objects.filter(claim=claim, guardrail="", months=0)
    latest = {verdict.generation: verdict for verdict in own}
    return sorted(latest.values(), key=lambda verdict: (verdict.as_of, verdict.pk), reverse=True)
