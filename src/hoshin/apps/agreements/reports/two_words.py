"""The desk's own flag beside the clocks: four cells, and why they may differ."""

from __future__ import annotations

from dataclasses import dataclass

from hoshin.reporting.blocks import Callout, Cell, Table, Tone
from hoshin.reporting.wording import amount
from hoshin.service_levels.reconciliation import Reconciliation

SAME, NEAR = 0.98, 0.9
"""From which share of agreeing tickets on the two say the same, or nearly."""


@dataclass(frozen=True)
class Square:
    """The four cells, each with its count and its part of all tickets with both verdicts, in words."""

    both_met: tuple[int, str]
    desk_met: tuple[int, str]
    clock_met: tuple[int, str]
    both_breached: tuple[int, str]


def says(found: Reconciliation) -> Callout:
    """The one sentence that settles the matter, or says that it is not settled."""
    if found.agreeing is None:
        if found.only_clock:
            text = f"The clocks judge {found.only_clock:,} tickets that the desk does not flag: they speak alone."
            return Callout(Tone.NEUTRAL, "The desk gives no flag of its own: there is nothing to compare.", text)
        return Callout(
            Tone.UNKNOWN,
            "No ticket has both a flag of the desk and a clock.",
            "Choose a longer stretch, or an agreement that holds for more tickets.",
        )
    share = amount(found.agreeing, "share")
    lean = (
        f"The desk says in time and the clock late of {found.desk_met:,}, the other way round of {found.clock_met:,}."
    )
    if found.agreeing >= SAME:
        return Callout(Tone.GOOD, f"Desk and clocks say the same of {share} of {found.n:,} tickets.", lean)
    cause = next(iter(found.causes), None)
    why = f" The likely cause of most: {cause.value}." if cause else ""
    tone = Tone.NEUTRAL if found.agreeing >= NEAR else Tone.WATCH
    return Callout(tone, f"Desk and clocks say the same of {share} of {found.n:,} tickets.", f"{lean}{why}")


def square(found: Reconciliation) -> Square:
    """The four cells."""

    def cell(n: int) -> tuple[int, str]:
        return n, amount(n / found.n, "share") if found.n else "–"

    return Square(*map(cell, (found.both_met, found.desk_met, found.clock_met, found.both_breached)))


def causes(found: Reconciliation) -> Table:
    """The likely causes, the most frequent first."""
    differing = sum(found.causes.values())
    rows = tuple(
        (
            Cell(f"{cause.value[0].upper()}{cause.value[1:]}"),
            Cell(f"{n:,}", numeric=True),
            Cell(amount(n / differing, "share"), numeric=True),
        )
        for cause, n in found.causes.items()
    )
    return Table("Why they may differ", ("Likely cause", "Tickets", "Share"), rows, "They differ on no ticket.")


def shares(found: Reconciliation) -> tuple[str, str]:
    """The share in time by the desk and by the clocks, over the tickets that both judge."""
    both = (found.desk_share, found.clock_share)
    by_desk, by_clock = ("–" if share is None else amount(share, "share") for share in both)
    return by_desk, by_clock


def alone(found: Reconciliation) -> Table:
    """The tickets that only one side judges, by the reason, so that all counts add up."""
    rows = tuple(
        (Cell(side), Cell(f"{why.value[0].upper()}{why.value[1:]}"), Cell(f"{n:,}", numeric=True))
        for side, reasons in (("the desk", found.without_clock), ("a clock", found.without_desk))
        for why, n in reasons.items()
    )
    return Table("Judged by one side alone", ("Only by", "Why", "Tickets"), rows, "Both sides judge every ticket.")
