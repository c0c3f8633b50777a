"""Measures how soon a large portfolio is planned, and how near to the best: ``make bench-portfolio``.

200 initiatives, 8 quarters, 10 teams, 100 dependencies, several seeds, of two kinds (``portfolios``). Each search ends
when it is within 1 % of the best, or after 30 seconds. It prints the table of docs/benchmarks.md and writes
``build/bench/portfolio.json``: of the kind with bottlenecks the most seconds, the largest gap, and the median gain over
ranking by benefit for each person, which of all rankings that were tried is the hardest to beat.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter

from hoshin.portfolio.constraints import Candidate, Portfolio
from hoshin.portfolio.plan import SECONDS, best_plan
from hoshin.portfolio.ranking import by_return, ranked
from tests.benchmarks.portfolio.portfolios import ALL_SHORT, BOTTLENECKS, Kind, simulated
from tests.unit.portfolio.by_hand import holds, value

RESULT = Path("build/bench/portfolio.json")
GAP = 0.01
HEAD = (
    "| portfolio | seed | seconds | gap | chosen | gain over ranking by benefit a person | by benefit | by benefit "
    "for cost |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


@dataclass(frozen=True)
class Run:
    """One search. Gains are shares of what the plan by rank earns."""

    kind: Kind
    seed: int
    seconds: float
    gap: float
    chosen: int
    gains: tuple[float, ...]

    @property
    def line(self) -> str:
        """A line of the table."""
        gains = " | ".join(f"{each * 100:+.1f} %" for each in self.gains)
        seconds, gap = f"{self.seconds:.1f}", f"{self.gap * 100:.2f} %"
        cells = (self.kind.name, str(self.seed), seconds, gap, str(self.chosen), gains)
        return f"| {' | '.join(cells)} |\n"


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="make bench-portfolio", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="portfolios of each kind (default: 10)")
    seeds = parser.parse_args().seeds
    sys.stdout.write(HEAD)
    found = {kind: [_run(kind, seed) for seed in range(seeds)] for kind in (BOTTLENECKS, ALL_SHORT)}
    runs = found[BOTTLENECKS]
    told = {
        "seconds": round(max(each.seconds for each in runs), 2),
        "gap": round(max(each.gap for each in runs), 5),
        "gain_over_ranking": round(median(each.gains[0] for each in runs), 5),
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(told) + "\n")
    machine = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    sys.stdout.write(f"\n{platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}, {machine}\n")
    sys.stdout.write(f"{json.dumps(told)} written to {RESULT}.\n")


def _run(kind: Kind, seed: int) -> Run:
    portfolio = simulated(kind, seed)
    begun = perf_counter()
    plan = best_plan(portfolio, seconds=SECONDS - 1, gap=GAP)  # a second is left to build, rank and look over
    seconds = perf_counter() - begun
    if not holds(portfolio, plan.starts):
        raise RuntimeError(f"The plan of seed {seed} breaks a constraint.")
    gains = tuple(plan.value / _by_rank(portfolio, order) - 1 for order in _orders(portfolio))
    run = Run(kind, seed, seconds, plan.gap, len(plan.starts), gains)
    sys.stdout.write(run.line)
    sys.stdout.flush()
    return run


def _orders(portfolio: Portfolio) -> list[list[str]]:
    def by(of: Callable[[Candidate], float]) -> list[str]:
        return [each.key for each in sorted(portfolio.candidates, key=of, reverse=True)]

    return [
        by_return(portfolio),
        by(lambda each: each.worth.expected),
        by(lambda each: each.worth.expected / max(each.cost, 1e-9)),
    ]


def _by_rank(portfolio: Portfolio, order: list[str]) -> float:
    return value(portfolio, ranked(portfolio, order).starts)


if __name__ == "__main__":
    main()
