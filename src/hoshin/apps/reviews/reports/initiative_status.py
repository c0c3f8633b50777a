"""Where an initiative stands as far as its verdict tells, and why nothing is known where it is silent."""

from __future__ import annotations

from datetime import date

from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.strategy.reports.progress import STALE
from hoshin.apps.strategy.status import Status
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
    return PLACES[found.standing.place], found.verdict.sentence


def _demonstration(reader: Reader, desk: str) -> bool:
    """Whether its tickets are invented ones, which end on a fixed day."""
    named = [desk] if desk else list(reader.desks)
    return all(reader.desks[name].demonstration for name in named if name in reader.desks)
