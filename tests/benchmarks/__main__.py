"""Measures Hoshin on simulated desks and prints the table of docs/benchmarks.md: ``make bench SIZES="1.5 15"``.

Sizes are millions of events. Every ratio is of one run, on the same data and the same machine: contestants take turns,
each in a process of its own, and the median counts. ``build/bench/metrics.json`` holds the figures of the largest desk
on which each was measured.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
from importlib.metadata import version
from pathlib import Path

from rich.console import Console
from rich.table import Table

from hoshin.pipeline.home import Home
from tests.benchmarks import measures
from tests.benchmarks.page import served

BUILD = Path("build/bench")
SLICE = 1.5
"""Million events in a slice of a desk."""
ONLY_GROWTH = 30
"""From this size on, only how the cost grows is measured."""
GOALS = {
    "scorecard_vs_sql": ("scorecard against SQL by hand", "≤ 1.3 ×", 1.3, True),
    "scorecard_vs_pandas": ("scorecard against pandas", "≥ 10 × faster", 10, False),
    "import_vs_engine": ("import against the engine's read and write", "≤ 2 ×", 2, True),
    "increment_vs_rebuild": ("1 % increment against a full rebuild", "≥ 20 × faster", 20, False),
    "peak_gib": ("peak memory", "≤ 3 GiB", 3, True),
    "page_p95_ms": ("scorecard page, 20 at once, warm (p95)", "≤ 100 ms", 100, True),
    "page_cold_p95_ms": ("scorecard page, 20 at once, cold (p95)", "≤ 2000 ms", 2000, True),
    "growth_exponent": ("exponent of time from the smallest to the largest desk", "≤ 1.05", 1.05, True),
}


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("sizes", nargs="*", type=float, default=[1.5, 15.0], help="millions of events")
    parser.add_argument("--import-up-to", type=float, default=1.5, help="largest desk that is made by importing it")
    parser.add_argument("--rounds", type=int, default=3, help="turns of the contestants")
    said = parser.parse_args()
    console = Console(width=max(110, Console().width))
    shutil.rmtree(BUILD, ignore_errors=True)
    BUILD.mkdir(parents=True)
    found: dict[str, float] = {}
    rows: list[tuple[str, str, str]] = []
    growth: list[tuple[float, float]] = []
    base: tuple[Home, int] | None = None
    try:
        for size in sorted(said.sizes):
            slices = max(1, round(size / SLICE))
            if base is None or size <= said.import_up_to:
                console.log(f"A desk of {size:g} million events: simulating and importing it …")
                home, figures = _imported(slices)
                base = home, slices
            else:
                console.log(f"A desk of {size:g} million events: multiplying the smaller one …")
                home, figures = measures.fresh(BUILD, f"home-{size:g}"), {}
                shutil.rmtree(home.root)
                measures.make("multiply", str(base[0].root), str(home.root), str(round(slices / base[1])))
            console.log("The scorecard …")
            figures |= _scorecard(home, said.rounds, size < ONLY_GROWTH)
            growth.append((size, figures["scorecard seconds"]))
            if size < ONLY_GROWTH:
                console.log("The page …")
                page = served(home, 20)
                figures |= {"page_p95_ms": page.warm_p95_ms, "page_cold_p95_ms": page.cold_p95_ms}
            figures["peak_gib"] = max(value for name, value in figures.items() if name.endswith(" GiB"))
            for name, value in figures.items():
                rows.append((f"{size:g} M", name, f"{value:,.2f}"))
                console.log(*rows[-1])
            found |= {name: value for name, value in figures.items() if name in GOALS}
            if home != base[0]:
                shutil.rmtree(home.root)
    finally:
        for folder in BUILD.glob("home-*"):
            shutil.rmtree(folder, ignore_errors=True)
        for file in (*BUILD.glob("*.csv"), *BUILD.glob("*.pickle")):
            file.unlink()
    if len(growth) > 1:
        found["growth_exponent"] = measures.exponent(*zip(*growth, strict=True))
    (BUILD / "metrics.json").write_text(json.dumps({k: round(v, 3) for k, v in found.items()}, indent=2) + "\n")
    _print(console, rows, found)


def _imported(slices: int) -> tuple[Home, dict[str, float]]:
    """A home that holds an imported desk, and what importing it took."""
    whole, increment = BUILD / "whole.csv", BUILD / "increment.csv"
    measures.make("export", str(slices), str(whole), str(increment))
    home = measures.fresh(BUILD, f"home-imported-{slices}")
    engine = [measures.by_engine(home, whole)]
    taken = measures.take_in(home, whole)
    engine.append(measures.by_engine(home, whole))
    rebuilt = measures.rebuild(home)
    added = measures.take_in(home, increment)
    by_engine = sum(run.seconds for run in engine) / len(engine)
    return home, {
        "import seconds": taken.seconds,
        "import GiB": taken.peak_gib,
        "engine's read and write seconds": by_engine,
        "import_vs_engine": taken.seconds / by_engine,
        "rebuild seconds": rebuilt.seconds,
        "rebuild GiB": rebuilt.peak_gib,
        "1 % increment seconds": added.seconds,
        "increment GiB": added.peak_gib,
        "increment_vs_rebuild": rebuilt.seconds / added.seconds,
    }


def _scorecard(home: Home, rounds: int, compared: bool) -> dict[str, float]:
    card = measures.scorecard(home, rounds, ("hoshin", "sql", "pandas") if compared else ("hoshin",))
    figures: dict[str, float] = {"numbers on the scorecard": card.numbers}
    for name, seconds in card.seconds.items():
        who = {"hoshin": "scorecard", "sql": "scorecard in SQL", "pandas": "scorecard in pandas"}[name]
        figures |= {f"{who} seconds": seconds, f"{who}, first time, seconds": card.cold[name]}
    figures["scorecard GiB"] = card.peak_gib["hoshin"]
    if compared:
        figures["scorecard_vs_sql"] = card.seconds["hoshin"] / card.seconds["sql"]
        figures["scorecard_vs_pandas"] = card.seconds["pandas"] / card.seconds["hoshin"]
    return figures


def _print(console: Console, rows: list[tuple[str, str, str]], found: dict[str, float]) -> None:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "pyarrow", "pandas", "ibis-framework"))
    machine = f"{platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    console.print(f"{machine}; Python {platform.python_version()}, {versions}")
    measured = Table("desk", "figure", "measured", title="What was measured")
    for row in rows:
        measured.add_row(*row)
    console.print(measured)
    goals = Table("", "measured", "goal", "reached", title="Against the goals, on the largest desk measured")
    for name, (words, goal, limit, at_most) in GOALS.items():
        if name in found:
            reached = found[name] <= limit if at_most else found[name] >= limit
            goals.add_row(words, f"{found[name]:,.2f}", goal, "yes" if reached else "no")
    console.print(goals)
    console.print(f"Written to {BUILD / 'metrics.json'}.")


if __name__ == "__main__":
    main()
