"""Measures verdicts where the truth is known, and prints the table of docs/algorithms/verdict.md.

Run it from the repository: .venv/bin/python -m tests.benchmarks.verdict_calibration [starts]
"""

from __future__ import annotations

import sys
from time import perf_counter
from zlib import crc32

import numpy as np
from scipy.stats import ttest_ind

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.scales import scale
from hoshin.impact.verdict import Verdict, VerdictKind, judge
from tests.unit.impact.desks import HISTORIES, LIMITS, History, Numbers, panel
from tests.unit.impact.servicenow import EXPORT, outcomes

CLAIM = Claim("time_to_resolve_median", Direction.DOWN, 0.1)
CALLED = {VerdictKind.PROVEN, VerdictKind.HARMFUL}
LENGTHS = ((74, 30), (30, 15))
SHIFTED = (104, 30)
GROUPS = 10


def welch(values: Numbers, before: int) -> bool:
    """Whether comparing before with after alone calls an effect at 5 %."""
    found = ttest_ind(values[:before], values[before:], equal_var=False, nan_policy="omit")
    return bool(found.pvalue <= 0.05)


def width(verdict: Verdict) -> float:
    """Width of the 95 % interval in the panel's unit."""
    assert verdict.effect
    return verdict.effect.absolute.high - verdict.effect.absolute.low


def simulated(name: str, history: History, starts: int) -> str:
    """One line of the table for a simulated history."""
    rng = np.random.default_rng(crc32(name.encode()))
    false, naive, held, power, widths, seconds = [], [], [], [], [], []
    for before, after in LENGTHS:
        for _ in range(starts):
            series = history.draw(rng, before + after, GROUPS)
            began = perf_counter()
            verdict = judge(panel(series, before), CLAIM)
            seconds.append(perf_counter() - began)
            assert verdict.effect
            false.append(verdict.kind in CALLED)
            held.append(verdict.effect.absolute.holds(0.0))
            naive.append(welch(series[:, 0], before))
    before, after = SHIFTED
    for _ in range(starts // 2):
        series = history.draw(rng, before + after, GROUPS)
        series[before:, 0] += 1.0
        verdict = judge(panel(series, before), CLAIM)
        power.append(verdict.kind in CALLED)
        widths.append(width(verdict))
    return line(name, len(false), false, naive, held, power, float(np.median(widths)), seconds)


def line(
    name: str,
    starts: int,
    false: list[bool],
    naive: list[bool],
    held: list[bool],
    power: list[bool],
    wide: float | None,
    seconds: list[float],
) -> str:
    """One line of the table; a dash where there is nothing to measure."""
    cells = [name, str(starts), share(false), share(naive), share(held), share(power)]
    cells += [f"{wide:.2f}" if wide is not None else "–", f"{np.median(seconds) * 1000:.0f}"]
    return f"| {' | '.join(cells)} |\n"


def share(found: list[bool]) -> str:
    """A share in per cent."""
    return f"{np.mean(found) * 100:.1f} %" if found else "–"


def real() -> str:
    """The lines for the real desk: each group, each start with 30 working days before it and 15 after."""
    lines = ""
    for name, daily in outcomes().items():
        false, naive, seconds = [], [], []
        for one in daily.placebo_starts(30, 15):
            began = perf_counter()
            verdict = judge(one, CLAIM)
            if verdict.p_value is None:
                continue
            seconds.append(perf_counter() - began)
            false.append(verdict.kind in CALLED)
            naive.append(welch(scale(one.unit).forward(one.treated), one.start))
        lines += line(f"real desk by working day, {name}", len(false), false, naive, [], [], None, seconds)
    return lines


def main(starts: int) -> None:
    """Print the table, a line as soon as it is there."""
    say = sys.stdout.write
    say("| history | starts | false effects | before/after | 95 % holds | power | width | ms |\n")
    say("|---|---|---|---|---|---|---|---|\n")
    for name, history in {**HISTORIES, **LIMITS}.items():
        say(simulated(name, history, starts))
        sys.stdout.flush()
    say(real() if EXPORT.is_file() else f"(no real desk: {EXPORT} is not there)\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 250)
