"""The effect ledger: what every initiative claimed, beside what it did. Gather, then compose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hoshin.apps.portfolios.models import ErrorCheck
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.queries.error_checks import Subject, errs
from hoshin.apps.portfolios.reports import errors, verdict, waiting, worth
from hoshin.apps.portfolios.reports.status import InitiativeStanding
from hoshin.impact.calibration import Calibration, calibration
from hoshin.impact.claim import Direction
from hoshin.impact.standing import Place
from hoshin.reporting.blocks import Tone

NOTHING: Mapping[int, ErrorCheck] = {}
NOWHERE: Mapping[int, InitiativeStanding] = {}
MOST = 1.5
"""The picture ends here: changes beyond are drawn at its edge."""


@dataclass(frozen=True)
class Span:
    """Claimed marker and proven range on the axis that all rows share: places from 0 to 100, left to right.

    Right of ``none`` is the way that was claimed, whatever way that is.
    """

    none: float
    claimed: float
    low: float | None
    high: float | None
    seen: float | None


@dataclass(frozen=True)
class Erring:
    """How often verdicts on a row's metric are wrong here; ``doubtful`` where more often than chance explains."""

    line: str
    doubtful: bool
    address: str


@dataclass(frozen=True)
class Row:
    """One line of the ledger."""

    judged: Judged
    tone: Tone
    label: str
    claimed: str
    seen: str
    why: str
    span: Span | None
    words: str
    worth_claimed: str
    worth_booked: str
    lasting: str
    errors: Erring | None
    standing: InitiativeStanding | None

    @property
    def beside(self) -> tuple[str, ...]:
        """What makes its status worse than its verdict."""
        return self.standing.derived.why[1:] if self.standing else ()


@dataclass(frozen=True)
class Ledger:
    """The page: one sentence, the lines, and the ticks of the axis as place and label."""

    sentence: str
    calibration: Calibration
    rows: tuple[Row, ...]
    ticks: tuple[tuple[float, str], ...]


def compose(
    found: Sequence[Judged],
    measured: Mapping[int, ErrorCheck] = NOTHING,
    stands: Mapping[int, InitiativeStanding] = NOWHERE,
) -> Ledger:
    """The ledger of initiatives and where they stand.

    By the initiative's number, ``measured`` says how often verdicts on its metric are wrong here, and ``stands`` where
    it stands by the whole rule.
    """
    axis = _axis(found)
    rows = tuple(_row(each, axis, measured.get(each.initiative.pk), stands.get(each.initiative.pk)) for each in found)
    return Ledger(headline(found), _calibration(found), rows, _ticks(axis))


def headline(found: Sequence[Judged]) -> str:
    """How many of the initiatives are proven to work and how many do harm, in a sentence."""
    places = [each.standing.place for each in found if each.standing and not waiting.is_early(each)]
    if not places:
        return "Nothing has been judged yet."
    proven, harmful = places.count(Place.PROVEN), places.count(Place.HARMFUL)
    who = f"{proven or 'None'} of {len(places)} judged initiative{'' if len(places) == 1 else 's'}"
    did = "are proven to work" if proven > 1 else "is proven to work"
    return f"{who} {did}{f', and {harmful} {_harm(harmful)}' if harmful else ''}."


def _harm(many: int) -> str:
    return "does harm" if many == 1 else "do harm"


def _calibration(found: Sequence[Judged]) -> Calibration:
    pairs = [
        (Direction(each.claim.towards).sign * each.claim.size, each.verdict.relative.amount)
        for each in found
        if each.claim and each.verdict and each.verdict.relative
    ]
    return calibration([claimed for claimed, _ in pairs], [seen for _, seen in pairs])


def _axis(found: Sequence[Judged]) -> tuple[float, float]:
    """The ends of the axis: changes in the claimed direction, as shares."""
    ends = [0.0]
    for each in found:
        if each.claim:
            ends.append(each.claim.size)
            sign = Direction(each.claim.towards).sign
            if each.verdict and each.verdict.relative:
                ends += [sign * each.verdict.relative.low, sign * each.verdict.relative.high]
    low, high = max(min(ends), -MOST), min(max(ends), MOST)
    room = 0.06 * max(high - low, 0.1)
    return low - room, high + room


def _place(change: float, axis: tuple[float, float]) -> float:
    low, high = axis
    return round(100 * (min(max(change, low), high) - low) / (high - low), 2)


def _ticks(axis: tuple[float, float]) -> tuple[tuple[float, str], ...]:
    low, high = axis
    step = next(step for step in (0.1, 0.2, 0.25, 0.5, 1.0) if (high - low) / step <= 6 or step == 1.0)
    marks = [number * step for number in range(int(low / step), int(high / step) + 1)]
    return tuple((_place(mark, axis), f"{abs(mark) * 100:.0f} %") for mark in marks)


def _row(
    judged: Judged, axis: tuple[float, float], measured: ErrorCheck | None, standing: InitiativeStanding | None
) -> Row:
    return Row(
        judged=judged,
        tone=verdict.tone(judged),
        label=verdict.label(judged),
        claimed=verdict.claimed(judged),
        seen=verdict.seen(judged.verdict),
        why=judged.standing.why if judged.standing else "",
        span=_span(judged, axis),
        words=_words(judged),
        worth_claimed=worth.claimed(judged.worth),
        worth_booked=worth.booked(judged.lapsed or judged.worth),
        lasting=_lasting(judged),
        errors=_erring(measured) if measured and judged.verdict else None,
        standing=standing,
    )


def _erring(check: ErrorCheck) -> Erring:
    subject = Subject(check.metric, check.dimension, check.desk)
    return Erring(f"Here, {errors.counted(check)} called an effect", errs(check), errors.address(subject))


def _span(judged: Judged, axis: tuple[float, float]) -> Span | None:
    claim, found = judged.claim, judged.verdict.relative if judged.verdict else None
    if claim is None:
        return None
    none, claimed = _place(0.0, axis), _place(claim.size, axis)
    if found is None:
        return Span(none, claimed, None, None, None)
    sign = Direction(claim.towards).sign
    low, high = sorted((sign * found.low, sign * found.high))
    return Span(none, claimed, _place(low, axis), _place(high, axis), _place(sign * found.amount, axis))


def _words(judged: Judged) -> str:
    """The picture in words."""
    if judged.claim is None:
        return ""
    change = verdict.percent(Direction(judged.claim.towards).sign * judged.claim.size)
    return f"claimed {change}, seen {verdict.seen(judged.verdict)}"


def _lasting(judged: Judged) -> str:
    """Since when it stands, by its checkpoints; empty where none has come."""
    if not judged.checkpoints:
        return "too early" if judged.verdict else "–"
    return " · ".join(f"{months} mo. {look.kind.label.lower()}" for months, look in judged.checkpoints)
