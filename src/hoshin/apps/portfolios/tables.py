"""The lists of initiatives, verdicts and rates that can be taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hoshin.apps.accounts.tables import called
from hoshin.apps.portfolios.models import Claim, ErrorCheck, Initiative, Rate
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict
from hoshin.apps.portfolios.reports.alignment import Alignment, Loose
from hoshin.apps.portfolios.reports.status import InitiativeStanding
from hoshin.apps.portfolios.reports.x_matrix import Mark
from hoshin.apps.strategy.status import Status
from hoshin.impact.benefit import Booked
from hoshin.impact.claim import Direction
from hoshin.reporting.tables import Table, day, number, share, text, whole


def _claim(each: Judged) -> Claim | None:
    return each.initiative.claim


def _claimed(each: Judged) -> float | None:
    return Direction(each.claim.towards).sign * each.claim.size if each.claim else None


def _objective(each: Initiative) -> str | None:
    return each.key_result.objective.title if each.key_result else None


@dataclass(frozen=True)
class Dated:
    """An initiative where it stands on a day."""

    of: Judged
    today: date


INITIATIVES = Table[Dated](
    "initiatives",
    "Initiatives",
    (
        text("Short name", lambda each: each.of.initiative.slug),
        text("Initiative", lambda each: each.of.initiative.title),
        text("Description", lambda each: each.of.initiative.description),
        text("Owner", lambda each: called(each.of.initiative.owner)),
        text("Objective", lambda each: _objective(each.of.initiative)),
        text("Key result", lambda each: each.of.initiative.key_result.title if each.of.initiative.key_result else None),
        text("Acts in", lambda each: ", ".join(each.of.initiative.scope_values)),
        day("Start", lambda each: each.of.initiative.start),
        day("End", lambda each: each.of.initiative.end),
        text("Phase", lambda each: each.of.initiative.phase(each.today)),
        text("Claimed", lambda each: verdict.claimed(each.of)),
        share("Claimed change", lambda each: _claimed(each.of)),
        text("Standing", lambda each: verdict.label(each.of)),
        text("Seen", lambda each: verdict.seen(each.of.verdict)),
    ),
)


@dataclass(frozen=True)
class Entry:
    """One line of the ledger, with how often verdicts on its metric are wrong here, where that was measured."""

    of: Judged
    check: ErrorCheck | None
    standing: InitiativeStanding


def entries(
    found: Sequence[Judged], measured: Mapping[int, ErrorCheck], stands: Mapping[int, InitiativeStanding]
) -> Iterator[Entry]:
    """The lines of the ledger."""
    return (Entry(each, measured.get(each.initiative.pk), stands[each.initiative.pk]) for each in found)


def _after(each: Judged, months: int) -> str | None:
    return next((look.kind.value for after, look in each.checkpoints if after == months), None)


def _claimed_worth(each: Judged) -> Booked | None:
    return each.worth.claimed if each.worth else None


def _booked(each: Judged) -> Booked | None:
    return each.worth.booked if each.worth else None


def _lapsed(each: Judged) -> Booked | None:
    return each.lapsed.booked if each.lapsed else None


def _quantity(found: Booked | None) -> float | None:
    return round(found.quantity, 2) if found else None


def _money(found: Booked | None) -> float | None:
    return round(found.money, 2) if found and found.money is not None else None


def _relative(each: Judged, part: str) -> float | None:
    relative = each.verdict.relative if each.verdict else None
    if relative is None:
        return None
    return {"amount": relative.amount, "low": relative.low, "high": relative.high}[part]


LEDGER = Table[Entry](
    "effect-ledger",
    "Effect ledger",
    (
        text("Short name", lambda each: each.of.initiative.slug),
        text("Initiative", lambda each: each.of.initiative.title),
        day("Start", lambda each: each.of.initiative.start),
        text("Metric", lambda each: each.of.claim.metric if each.of.claim else None),
        share("Claimed change", lambda each: _claimed(each.of)),
        text("Status", lambda each: each.standing.status),
        text("Standing", lambda each: each.of.standing.place.value if each.of.standing else None),
        text("Verdict by itself", lambda each: each.of.verdict.kind.value if each.of.verdict else None),
        share("Seen change", lambda each: _relative(each.of, "amount")),
        share("At least", lambda each: _relative(each.of, "low")),
        share("At most", lambda each: _relative(each.of, "high")),
        text("Guardrails", lambda each: "; ".join(f"{g.title}: {g.guard.value}" for g in each.of.guarded)),
        text("After 3 months", lambda each: _after(each.of, 3)),
        text("After 6 months", lambda each: _after(each.of, 6)),
        text("After 12 months", lambda each: _after(each.of, 12)),
        text("Unit", lambda each: each.of.worth.unit if each.of.worth else None),
        number("Claimed quantity", lambda each: _quantity(_claimed_worth(each.of))),
        number("Claimed money", lambda each: _money(_claimed_worth(each.of))),
        number("Proven quantity", lambda each: _quantity(_booked(each.of))),
        number("Proven money", lambda each: _money(_booked(each.of))),
        number("Lapsed quantity", lambda each: _quantity(_lapsed(each.of))),
        number("Lapsed money", lambda each: _money(_lapsed(each.of))),
        text("Currency", lambda each: each.of.worth.currency if each.of.worth else None),
        day("Judged to", lambda each: each.of.verdict.as_of if each.of.verdict else None),
        whole("Placebo starts", lambda each: each.check.judged if each.check else None),
        whole("Called an effect", lambda each: each.check.called if each.check else None),
        text("Seal", lambda each: claim.seal if (claim := _claim(each.of)) else None),
        text("Generation", lambda each: each.of.generation),
    ),
)

RATES = Table[Rate](
    "rates",
    "What an hour or a ticket is worth",
    (
        text("What", lambda each: each.get_priced_display()),
        number("Amount", lambda each: float(each.amount)),
        text("Currency", lambda each: each.currency),
        day("From", lambda each: each.first),
        day("To", lambda each: each.last),
        text("Answers for it", lambda each: each.owner.name),
        text("How it was found", lambda each: each.basis),
        text("Added by", lambda each: called(each.person)),
    ),
)


@dataclass(frozen=True)
class Marked:
    """A mark of the matrix of a year, with the derived status of its item; None where that has none."""

    year: int
    of: Mark
    status: Status | None


MARKS = Table[Marked](
    "x-matrix",
    "Marks of the X-matrix",
    (
        whole("Year", lambda each: each.year),
        text("Of", lambda each: str(each.of.of.kind)),
        text("Item", lambda each: each.of.of.title),
        text("Status", lambda each: str(each.status) if each.status else None),
        text("With", lambda each: str(each.of.other.kind)),
        text("Other", lambda each: each.of.other.title),
        text("Mark", lambda each: str(each.of.strength)),
        text("Because", lambda each: each.of.because),
    ),
)


@dataclass(frozen=True)
class End:
    """One loose end and its sort."""

    sort: str
    of: Loose


def ends(found: Alignment) -> Iterable[End]:
    """A row for each loose end."""
    return (End(each.title, loose) for each in found.loose for loose in each.found)


LOOSE_ENDS = Table[End](
    "loose-ends",
    "Loose ends",
    (
        text("Sort", lambda each: each.sort),
        text("What", lambda each: each.of.title),
        text("Why it matters", lambda each: each.of.why),
        text("Page", lambda each: each.of.href),
    ),
)
