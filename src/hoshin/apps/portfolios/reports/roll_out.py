"""A roll-out in words and pictures: who starts when, how it is judged, and the effect by weeks since the start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hoshin.apps.portfolios.models import Draw, Initiative
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.impact.lot import can_judge
from hoshin.impact.rollout import ORDERS, orders, sizes
from hoshin.impact.staggered_verdict import BY_LOT, STAGGERED
from hoshin.metrics.query import Grain
from hoshin.reporting.blocks import Cell, LineChart, Series, Table
from hoshin.reporting.wording import day


@dataclass(frozen=True)
class RollOut:
    """What the page of an initiative says of its roll-out; ``since`` is None where no effect could be estimated."""

    design: str
    by_lot: bool
    again: str
    groups: Table
    since: LineChart | None
    draws: tuple[Drawn, ...]


@dataclass(frozen=True)
class Drawn:
    """One draw by lot: what was drawn in words, and whether the starts are still as it gave them."""

    draw: Draw
    what: str
    holds: bool


def compose(judged: Judged) -> RollOut:
    """The roll-out of an initiative whose values start one after the other."""
    found, said = judged.initiative, judged.verdict
    return RollOut(
        design=design(said.estimator if said else "", found),
        by_lot=bool(said and said.estimator == BY_LOT),
        again=again(found),
        groups=_groups(judged),
        since=_since(judged),
        draws=draws(found),
    )


def design(estimator: str, found: Initiative) -> str:
    """The name of the design in plain words."""
    kind = _plural(found)
    return {
        BY_LOT: f"Drawn by lot: {kind} that have started are compared with {kind} whose turn the lot put later, and "
        "the result with other orders that the lot could have drawn.",
        STAGGERED: f"One after the other: each of the {kind} is compared, since its own start, with {kind} that have "
        "not started.",
    }.get(estimator, f"One after the other: each of the {kind} has a start of its own.")


def _plural(found: Initiative) -> str:
    return f"{found.dimension}s".replace("_", " ")


def again(found: Initiative) -> str:
    """What it means that the order was drawn more than once; empty where it was not."""
    many = len(found.draws.all())
    if many < 2:
        return ""
    return (
        f"The order was drawn {many} times. An order that was drawn again may have been chosen, so the lot does not "
        "judge it: it is judged as if people had planned it."
    )


def not_by_lot(estimator: str, found: Initiative) -> str:
    """Why the lot does not judge although it drew the order; empty where it does, or where it never could."""
    held = found.draw
    if estimator == BY_LOT or held is None or again(found) or not can_judge(len(found.scope_values), held.waves):
        return ""
    return (
        f"The order was drawn by lot, but the lot cannot judge it: some of these {_plural(found)} share more than a "
        "fifth of their tickets with one another, or another initiative acts in one of them."
    )


def lot(found: Initiative) -> str:
    """Whether the lot can judge the order that holds; empty where none was drawn or it was drawn again."""
    held = found.draw
    if held is None or again(found):
        return ""
    ways = orders(sizes(len(found.scope_values), held.waves))
    if can_judge(len(found.scope_values), held.waves):
        return (
            f"It could have been drawn in {ways:,} ways, so the lot can judge what the roll-out does, as long as these "
            f"{_plural(found)} hardly share tickets and no other initiative acts in them."
        )
    return (
        f"It could have been drawn in {ways} ways, and {ORDERS} are needed for the lot to judge. So it is judged as if "
        "people had planned it. More starts would change that."
    )


def order(found: Initiative) -> Table:
    """Who starts when, earliest first."""
    rows = tuple((Cell(day(on)), Cell(value)) for value, on in _in_turn(found))
    return Table("Who starts when", ("Starts", _kind(found)), rows)


def draws(found: Initiative) -> tuple[Drawn, ...]:
    """Each draw, newest first."""
    holds = found.draw
    return tuple(
        Drawn(each, f"{each.waves} starts, {_weeks(each.weeks)} apart, the first on {day(each.first)}", each == holds)
        for each in reversed(found.draws.all())
    )


def _groups(judged: Judged) -> Table:
    said = judged.verdict
    seen = {each.name: each.change for each in said.groups} if said else {}
    why = {each.name: each.why for each in said.left_out} if said else {}
    as_of = said.as_of if said else None
    rows = []
    for value, on in _in_turn(judged.initiative):
        change = seen.get(value)
        cell = report.percent(change) if change is not None else why.get(value, "not known")
        rows.append((Cell(value), Cell(day(on)), Cell(_ran(on, as_of)), Cell(cell.replace(" %", "\u00a0%"))))
    return Table("Who starts when", (_kind(judged.initiative), "Starts", "So far", "Seen"), tuple(rows))


def _ran(on: date, as_of: date | None) -> str:
    """For how long a group has run, by the tickets up to a day."""
    if as_of is None or on > as_of:
        return "to come"
    return f"runs for {_weeks(((as_of - on).days + 1) // 7)}"


def _weeks(many: int) -> str:
    return "1 week" if many == 1 else f"{many} weeks"


def _since(judged: Judged) -> LineChart | None:
    """The effect by periods since each group's own start."""
    said = judged.verdict
    if said is None or not said.since:
        return None
    period = "week" if said.course.grain is Grain.WEEK else "working day"
    return LineChart(
        title=f"Effect by {period}s since the start",
        unit="share",
        categories=tuple(str(each + 1) for each in range(len(said.since))),
        series=(
            Series("effect", said.since),
            Series("no effect", tuple(0.0 for _ in said.since), "dashed"),
        ),
        summary=f"By how much the numbers were above or below what they would have been, {period} by {period} since "
        "each one's own start. The last points stand for those alone that started first.",
    )


def _in_turn(found: Initiative) -> list[tuple[str, date]]:
    return sorted(found.acting, key=lambda each: (each[1], each[0]))


def _kind(found: Initiative) -> str:
    return found.dimension.replace("_", " ").capitalize()
