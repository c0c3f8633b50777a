"""The desk's own figure beside Hoshin's: which way of counting comes to it, and the tickets that differ."""

from __future__ import annotations

from hoshin.metrics.definition import Metric
from hoshin.metrics.reconciliation import Explanation
from hoshin.reporting.blocks import Callout, Cell, Table, Tone
from hoshin.reporting.wording import amount


def says(found: Explanation, metric: Metric) -> Callout:
    """The one sentence that settles the matter, or says that it is not settled."""
    own, best = found.own, found.best
    ours = f"Hoshin says {amount(own.amount, metric.unit)} (n = {own.n:,})."
    if own.explains:
        return Callout(Tone.GOOD, "Both reports agree.", ours)
    if best.explains:
        return Callout(
            Tone.NEUTRAL, f"The desk's figure comes out where {best.words}.", f"{ours} So counted, n = {best.n:,}."
        )
    closest = "Of all that were tried, Hoshin's own way comes closest."
    if best.twists:
        closest = f"Closest is {amount(best.amount, metric.unit)}, where {best.words}."
    return Callout(Tone.WATCH, "No usual way of counting comes to the desk's figure.", f"{ours} {closest}")


def variants(found: Explanation, metric: Metric) -> Table:
    """Every way of counting that was tried, the best explanation first."""
    rows = tuple(
        (
            Cell(f"{each.words[0].upper()}{each.words[1:]}"),
            Cell(amount(each.amount, metric.unit), numeric=True),
            Cell(f"{each.n:,}", numeric=True),
            Cell("the desk's figure", Tone.GOOD) if each.explains else Cell(""),
        )
        for each in found.variants
    )
    return Table("Counted otherwise", ("How", "Amount", "Tickets", "Agrees"), rows)
