"""Where an initiative stands: by its verdict, by what else is known of it, and why where nobody can tell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import waiting
from hoshin.apps.strategy.beside_numbers import Kind, Known, asked, known
from hoshin.apps.strategy.reports.progress import STALE
from hoshin.apps.strategy.status import Derived, Evidence, Shown, Status, derive
from hoshin.impact.standing import Place
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import day

PLACES = {
    Place.PROVEN: Status.ON_TRACK,
    Place.LIKELY: Status.ON_TRACK,
    Place.MIXED: Status.AT_RISK,
    Place.LAPSED: Status.AT_RISK,
    Place.NO_VISIBLE_EFFECT: Status.AT_RISK,
    Place.HARMFUL: Status.OFF_TRACK,
    Place.CANNOT_TELL: Status.UNKNOWN,
}


@dataclass(frozen=True)
class InitiativeStanding:
    """Where an initiative stands ``today``: by its verdict alone (``by_verdict``, ``why``) and by the whole rule.

    ``evidence`` is what is known beside the verdict, ``shown`` what somebody shows beside the derived status.
    """

    judged: Judged
    by_verdict: Status
    why: str
    evidence: Evidence
    shown: Shown | None
    today: date

    @property
    def derived(self) -> Derived:
        """The status by the whole rule, and why."""
        found = derive(self.by_verdict, self.evidence, self.today)
        return Derived(found.status, (self.why, *found.why))

    @property
    def status(self) -> Status:
        """The derived status."""
        return self.derived.status


def gather(
    reader: Reader | None, initiatives: Iterable[Judged], today: date, beside: Known | None = None
) -> list[InitiativeStanding]:
    """Where each initiative stands. ``beside`` is what else is known today, read here where it is not given."""
    found = list(initiatives)
    beside = beside or known(today, asked(initiatives=[each.initiative.pk for each in found]))
    return [
        InitiativeStanding(
            each,
            *status(each, today, reader),
            beside.on(Kind.INITIATIVE, each.initiative.pk),
            beside.beside(Kind.INITIATIVE, each.initiative.pk),
            today,
        )
        for each in found
    ]


def silence(found: Judged, today: date, reader: Reader | None) -> str:
    """Why nobody can tell today what an initiative does; empty where its verdict does, or it has not begun."""
    initiative = found.initiative
    if today < initiative.start:
        return ""
    if found.claim is None:
        return f"It started on {day(initiative.start)}, and nothing is claimed: nobody can tell what it does."
    if found.verdict is None:
        return "There are no tickets of its desk to judge it by."
    over = initiative.end is not None and initiative.end <= found.verdict.as_of
    if over or (reader is not None and _demonstration(reader, initiative.desk)):
        return ""
    if today - found.verdict.as_of > STALE:
        return f"It was last judged by tickets of {day(found.verdict.as_of)}: too old to say what it does today."
    return ""


def status(found: Judged, today: date, reader: Reader | None) -> tuple[Status, str]:
    """Where it stands by its verdict, and why."""
    if today < found.initiative.start:
        return Status.NOT_STARTED, f"It starts on {day(found.initiative.start)}."
    why = silence(found, today, reader)
    if why or found.standing is None or found.verdict is None:
        return Status.UNKNOWN, why or "Its claim cannot be judged."
    if waiting.is_early(found):
        return Status.TOO_EARLY, waiting.why(found)
    return PLACES[found.standing.place], found.verdict.sentence


def _demonstration(reader: Reader, desk: str) -> bool:
    """Whether its tickets are invented ones, which end on a fixed day."""
    named = [desk] if desk else list(reader.desks)
    return all(reader.desks[name].demonstration for name in named if name in reader.desks)
