"""What is measured: each contestant in a process of its own, one after the other in turns, medians of several runs."""

from __future__ import annotations

import json
import math
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from hoshin.pipeline.home import Home

HOSHIN = (sys.executable, "-c", "from hoshin.server.command import main; main()")


@dataclass(frozen=True)
class Run:
    """A finished process: its seconds from start to end, and its peak memory in GiB."""

    seconds: float
    peak_gib: float


@dataclass(frozen=True)
class Scorecard:
    """Median seconds and highest peak memory of each contestant, and how many numbers they agree on."""

    seconds: Mapping[str, float]
    cold: Mapping[str, float]
    peak_gib: Mapping[str, float]
    numbers: int


def process(arguments: Sequence[str], home: Home, quiet: bool = True) -> Run:
    """Run a command to its end. Raises CalledProcessError with what it said."""
    environment = os.environ | {"HOSHIN_HOME": str(home.root)}
    with (home.root.parent / "said.txt").open("wb") as said:
        begun = perf_counter()
        child = subprocess.Popen(arguments, env=environment, stdout=said, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = perf_counter() - begun
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        words = (home.root.parent / "said.txt").read_text()[-2000:]
        raise subprocess.CalledProcessError(child.returncode, list(arguments), words)
    return Run(seconds, usage.ru_maxrss / 2**20)


def scorecard(home: Home, rounds: int, contestants: Sequence[str] = ("hoshin", "sql", "pandas")) -> Scorecard:
    """The whole scorecard by each contestant. Raises AssertionError where their numbers differ."""
    seconds: dict[str, list[float]] = {name: [] for name in contestants}
    cold: dict[str, list[float]] = {name: [] for name in contestants}
    peak = dict.fromkeys(contestants, 0.0)
    kept = {name: home.root.parent / f"numbers-{name}.pickle" for name in contestants}
    for _ in range(rounds):
        for name in contestants:
            command = (sys.executable, "-m", "tests.benchmarks.task", name, str(home.root), "3", str(kept[name]))
            said = json.loads(subprocess.check_output(command))
            seconds[name] += said["seconds"]
            cold[name].append(said["cold"])
            peak[name] = max(peak[name], said["peak_gib"])
    found = {name: pickle.loads(file.read_bytes()) for name, file in kept.items()}
    for name in contestants:
        _agree(found[contestants[0]], found[name], name)
    return Scorecard(
        {name: median(each) for name, each in seconds.items()},
        {name: median(each) for name, each in cold.items()},
        peak,
        len(found[contestants[0]]),
    )


def _agree(ours: Mapping[object, tuple[float, int]], theirs: Mapping[object, tuple[float, int]], name: str) -> None:
    assert ours.keys() == theirs.keys(), (name, sorted(map(str, ours.keys() ^ theirs.keys()))[:5])
    for cell, (amount, n) in ours.items():
        other, cases = theirs[cell]
        assert n == cases, (name, cell, n, cases)
        assert math.isclose(amount, other, rel_tol=1e-9, abs_tol=1e-9), (name, cell, amount, other)


def make(*what: str) -> None:
    """Make a desk, as ``tests.benchmarks.desks`` says, in a process of its own."""
    subprocess.run((sys.executable, "-m", "tests.benchmarks.desks", *what), check=True)


def take_in(home: Home, file: Path) -> Run:
    """Import a file as ``hoshin import`` does."""
    return process((*HOSHIN, "import", str(file), "--mapping", "servicenow", "--timezone", "UTC"), home)


def rebuild(home: Home) -> Run:
    """Make the home's generations again from landing, as ``hoshin rebuild`` does."""
    return process((*HOSHIN, "rebuild"), home)


def by_engine(home: Home, file: Path) -> Run:
    """The engine's own read-and-write of the same file: CSV in, Parquet out, every column as text."""
    made = home.root.parent / "copied.parquet"
    copied = f"""
import duckdb
duckdb.sql("COPY (SELECT * FROM read_csv('{file}', header=true, all_varchar=true)) TO '{made}' (COMPRESSION zstd)")
"""
    run = process((sys.executable, "-c", copied), home)
    made.unlink()
    return run


def fresh(folder: Path, name: str) -> Home:
    """An empty home."""
    root = folder / name
    shutil.rmtree(root, ignore_errors=True)
    home = Home(root)
    home.prepare()
    return home


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """How cost grows with size: the slope of the straight line through their logarithms (least squares)."""
    x, y = [math.log(size) for size in sizes], [math.log(each) for each in seconds]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / sum((a - mean_x) ** 2 for a in x)
