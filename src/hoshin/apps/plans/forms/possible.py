"""What a candidate says that cannot be, beside the field that says it: before anybody waits for a scenario."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hoshin.apps.plans import queries
from hoshin.apps.plans.models import Candidate, PlanningRound
from hoshin.portfolio import constraints
from hoshin.portfolio.checking import PortfolioRefused, check

OWN = "own"
Said = tuple[str, str]
"""A field, and what is wrong in it and what to do."""


def wrong(
    of: PlanningRound, found: Candidate | None, given: Mapping[str, Any], efforts: Mapping[str, Sequence[float]]
) -> Iterator[Said]:
    """All that cannot be; ``given`` are the answers that are fit by themselves, ``efforts`` people by team."""
    others = [each for each in queries.candidates(of) if found is None or each.pk != found.pk]
    yield from _quarters(of, given)
    yield from _phase(others, given)
    yield from _ties(of, others, given)
    if given.get("mandatory"):
        yield from _people(of, efforts)


def _quarters(of: PlanningRound, given: Mapping[str, Any]) -> Iterator[Said]:
    takes, earliest, latest = given.get("quarters"), given.get("earliest") or 1, given.get("latest")
    for field, place in (("earliest", earliest), ("latest", latest)):
        if place and place > of.quarters:
            yield field, f"The round plans {of.quarters} quarters, {of.quarter_names[0]} to {of.quarter_names[-1]}."
    if not takes:
        return
    if latest and earliest + takes - 1 > latest:
        yield "latest", f"It takes {takes} quarters from quarter {earliest} on: finish by a later one."
    elif given.get("mandatory") and earliest + takes - 1 > of.quarters:
        yield (
            "mandatory",
            f"It cannot be in: it takes {takes} quarters from quarter {earliest} on, and the round plans "
            f"{of.quarters}. Let it begin earlier, take less, or plan more quarters.",
        )


def _phase(others: Sequence[Candidate], given: Mapping[str, Any]) -> Iterator[Said]:
    whole, phase = given.get("undertaking"), given.get("phase")
    if whole and not phase:
        yield "phase", f"Say which phase of “{whole.name}” it is: 1 for the first."
    if phase and not whole:
        yield "undertaking", f"Choose of what it is phase {phase}, or leave the phase empty."
    if whole and phase:
        same = next((each for each in others if each.undertaking_id == whole.pk and each.phase == phase), None)
        if same:
            yield "phase", f"Phase {phase} of “{whole.name}” is “{same.title}” already: choose another number."


def _ties(of: PlanningRound, others: Sequence[Candidate], given: Mapping[str, Any]) -> Iterator[Said]:
    needs, excludes = list(given.get("needs") or ()), list(given.get("excludes") or ())
    both = [each.title for each in needs if each in excludes]
    if both:
        yield "excludes", f"“{both[0]}” is needed first and cannot be beside it: choose one of the two."
    must = [each.title for each in excludes if each.mandatory and given.get("mandatory")]
    if must:
        yield "excludes", f"“{must[0]}” has to be in as well: the two cannot exclude each other."
    circle = _circle(of, others, given, needs)
    if circle:
        yield "needs" if needs else "undertaking", circle


def _circle(
    of: PlanningRound, others: Sequence[Candidate], given: Mapping[str, Any], needs: Sequence[Candidate]
) -> str:
    """The circle that it would close, by names; empty where there is none."""
    row = Candidate(title=given.get("title") or "This one", undertaking=given.get("undertaking"))
    row.phase = given.get("phase")
    known = {each.pk: str(each.pk) for each in others}
    ties = [(tie.other_id, each.pk) for each in others for tie in each.ties.all() if tie.kind == "needs"]
    dependencies = [constraints.Dependency(known[one], known[other]) for one, other in ties if one in known]
    dependencies += [constraints.Dependency(str(each.pk), OWN) for each in needs]
    # Whatever needs something that is not among the others needs this one.
    dependencies += [constraints.Dependency(OWN, known[other]) for one, other in ties if one not in known]
    members: dict[str, list[tuple[int, str]]] = {}
    for each, key in [*((each, str(each.pk)) for each in others), (row, OWN)]:
        if each.undertaking and each.phase:
            members.setdefault(each.undertaking.name, []).append((each.phase, key))
    phases = tuple(constraints.Phases(name, tuple(key for _, key in sorted(rows))) for name, rows in members.items())
    candidates = [constraints.Candidate(OWN, row.title)]
    candidates += [constraints.Candidate(str(each.pk), each.title) for each in others]
    try:
        check(constraints.Portfolio(of.quarters, tuple(candidates), dependencies=tuple(dependencies), phases=phases))
    except PortfolioRefused as refusal:
        return str(refusal)
    return ""


def _people(of: PlanningRound, efforts: Mapping[str, Sequence[float]]) -> Iterator[Said]:
    there = queries.capacity(of)
    for team, row in efforts.items():
        most = max(there.get(team, (0.0,)))
        if row and max(row) > most:
            yield (
                "mandatory",
                f"It cannot be in: {team} has at most {most:g} people in a quarter of this round, and it asks for "
                f"{max(row):g}. Ask for less, or plan more people.",
            )
