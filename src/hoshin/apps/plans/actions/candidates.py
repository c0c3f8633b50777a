"""Writes of candidates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from hoshin.apps.accounts.actions import record
from hoshin.apps.accounts.chain import changed
from hoshin.apps.accounts.meanwhile import held
from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans.models import Candidate, CandidateEffort, PlanningRound, Tie, TieKind
from hoshin.portfolio.value import ThreePoint


@transaction.atomic
def write_candidate(
    person: Person | None,
    of: PlanningRound,
    fields: Mapping[str, object],
    efforts: Mapping[Team, Sequence[ThreePoint]],
    *,
    needs: Iterable[Candidate] = (),
    excludes: Iterable[Candidate] = (),
    found: Candidate | None = None,
    seen: int | None = None,
) -> Candidate:
    """Take in a candidate, or change ``found`` as it was in version ``seen``. Raises Meanwhile."""
    row = held(found, seen) if found else Candidate(round=of, version=0)
    before = said(row) if found else {}
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    row.efforts.all().delete()
    CandidateEffort.objects.bulk_create(
        CandidateEffort(candidate=row, team=team, quarter=at, low=each.low, likely=each.likely, high=each.high)
        for team, estimates in efforts.items()
        for at, each in enumerate(estimates)
    )
    row.ties.all().delete()
    Tie.objects.bulk_create(
        [
            *(Tie(candidate=row, other=each, kind=TieKind.NEEDS) for each in needs),
            *(Tie(candidate=row, other=each, kind=TieKind.EXCLUDES) for each in excludes),
        ]
    )
    if found:
        record(person, "changed a candidate", row.title, f"round: {of.title}", changes=changed(before, said(row)))
    else:
        record(person, "took in a candidate", row.title, f"round: {of.title}")
    return row


def said(row: Candidate) -> dict[str, object]:
    """What a candidate says, field by field, in words."""
    efforts: dict[str, list[str]] = {}
    for each in CandidateEffort.objects.filter(candidate=row).select_related("team"):
        efforts.setdefault(each.team.name, []).append(f"{each.low:g}/{each.likely:g}/{each.high:g}")
    ties = list(Tie.objects.filter(candidate=row).select_related("other"))
    return {
        "title": row.title,
        "description": row.description,
        "kind": row.get_category_display(),
        "owner": row.owner,
        "initiative": row.initiative,
        "quarters": row.quarters,
        "benefit": f"{row.benefit_low:g}/{row.benefit_likely:g}/{row.benefit_high:g}",
        "probability": f"{row.probability_low:g}/{row.probability_likely:g}/{row.probability_high:g}",
        "cost": f"{row.cost_low:g}/{row.cost_likely:g}/{row.cost_high:g}",
        "impact": f"{row.impact:g}",
        "feasibility": f"{row.feasibility:g}",
        "urgency": f"{row.urgency:g}",
        "risk reduction": f"{row.risk_reduction:g}",
        "reach": row.reach,
        "not before quarter": row.earliest,
        "finished by quarter": row.latest,
        "has to be in, because": row.mandatory,
        "phase of": f"{row.undertaking}, {row.phase}" if row.undertaking else None,
        **{f"people of {team}": " ".join(each) for team, each in efforts.items()},
        "needs first": ", ".join(tie.other.title for tie in ties if tie.kind == TieKind.NEEDS) or None,
        "excludes": ", ".join(tie.other.title for tie in ties if tie.kind == TieKind.EXCLUDES) or None,
    }


@transaction.atomic
def rate(person: Person, found: Candidate, *, impact: float, feasibility: float) -> Candidate:
    """Move a candidate in the picture: both from 1 to 10; what lies outside is taken as the end."""
    row = Candidate.objects.select_for_update().get(pk=found.pk)
    before = {"impact": f"{row.impact:g}", "feasibility": f"{row.feasibility:g}"}
    row.impact = round(min(max(impact, 1.0), 10.0), 1)
    row.feasibility = round(min(max(feasibility, 1.0), 10.0), 1)
    row.version += 1
    row.save(update_fields=["impact", "feasibility", "version"])
    after = {"impact": f"{row.impact:g}", "feasibility": f"{row.feasibility:g}"}
    record(person, "rated a candidate", row.title, changes=changed(before, after))
    return row


@transaction.atomic
def remove_candidate(person: Person, found: Candidate) -> None:
    """Take a candidate out of its round; scenarios that were worked out keep what they say of it."""
    record(person, "removed a candidate", found.title, f"round: {found.round.title}")
    found.delete()
