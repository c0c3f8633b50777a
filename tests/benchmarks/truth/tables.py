"""The figures as tables in Markdown, as they stand in docs/algorithms/verdict.md."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from tests.benchmarks.truth.histories import REAL
from tests.benchmarks.truth.measure import AFTER, SHIFTS, Figures
from tests.unit.impact.desks import LIMITS

LINE_HEAD = (
    "| contestant | history | starts | false effects | 95 % holds | power 1 sd, 30 | width | ms |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


def line(each: Figures) -> str:
    """One contestant on one history."""
    cells = (
        each.estimator,
        each.history,
        f"{each.starts}",
        share(each.false_rate),
        share(each.coverage95),
        share(each.power.get("1sd_30")),
        number(each.width),
        milliseconds(each),
    )
    return f"| {' | '.join(cells)} |\n"


def tables(found: Sequence[Figures], histories: Sequence[str]) -> str:
    """All tables: by history and contestant, then each contestant over all simulated desks; a dash for no figure."""
    names = list(dict.fromkeys(each.estimator for each in found))
    by = {(each.estimator, each.history): each for each in found}
    shown: list[tuple[str, Callable[[Figures], str]]] = [
        ("False effects at 5 %", lambda each: share(each.false_rate)),
        ("The 95 % interval holds what was planted", lambda each: share(each.coverage95)),
        ("Power: one standard deviation over 30 periods", lambda each: share(each.power.get("1sd_30"))),
        ("Median width of the 95 % interval, in standard deviations", lambda each: number(each.width)),
    ]
    parts = []
    for title, cell in shown:
        rows = [
            [history, _starts(by, names, history), *(cell(by[name, history]) for name in names)]
            for history in histories
        ]
        parts.append(_table(title, ["history", "starts", *names], rows))
    ordinary = [history for history in histories if history not in REAL and history not in LIMITS]
    rows = [_over(name, [by[name, history] for history in ordinary]) for name in names]
    powers = [f"{shift:g} sd, {after}" for shift in SHIFTS for after in AFTER]
    heads = ["contestant", "false effects", "90 % holds", "95 % holds", *powers, "ms"]
    parts.append(_table("Means over the simulated desks, but for the last; power by shift and periods", heads, rows))
    return "\n".join(parts)


def _starts(by: dict[tuple[str, str], Figures], names: Sequence[str], history: str) -> str:
    return f"{max(by[name, history].starts for name in names)}"


def _over(name: str, found: Sequence[Figures]) -> list[str]:
    def mean(of: Callable[[Figures], float | None]) -> float | None:
        known = [value for each in found if (value := of(each)) is not None]
        return float(np.mean(known)) if known else None

    powers = [f"{shift:g}sd_{after}" for shift in SHIFTS for after in AFTER]
    rates = [lambda e: e.false_rate, lambda e: e.coverage90, lambda e: e.coverage95]
    seconds = [each.seconds for each in found if each.seconds is not None]
    return [
        name,
        *(share(mean(rate)) for rate in rates),
        *(share(mean(lambda each, key=power: each.power.get(key))) for power in powers),  # type: ignore[misc]
        f"{np.median(seconds) * 1000:.1f}" if seconds else "–",
    ]


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [f"**{title}**", "", f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(lines) + "\n"


def share(rate: float | None) -> str:
    """A share in per cent; a dash for none."""
    return "–" if rate is None else f"{rate * 100:.1f} %"


def number(size: float | None) -> str:
    """A size; a dash for none."""
    return "–" if size is None else f"{size:.2f}"


def milliseconds(each: Figures) -> str:
    """The median time of an answer."""
    return "–" if each.seconds is None else f"{each.seconds * 1000:.1f}"
