"""Measures how often each way to judge an initiative errs where the truth is known: ``make bench-truth``.

Each contestant (estimators of the registry, before/after, segmented regression, CausalImpact) judges the same starts at
which nothing was done, on each history. It prints a line as soon as it is measured, then the tables of
docs/algorithms/verdict.md, and writes ``build/bench/truth.json``. What was measured before with the same code and
number of starts is taken from ``build/bench/truth.lines.json``, so a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
from concurrent.futures import ProcessPoolExecutor, as_completed
from importlib.metadata import version
from multiprocessing import get_context
from pathlib import Path

from hoshin import impact
from tests.benchmarks.truth import causal_impact, histories, tables
from tests.benchmarks.truth.measure import Figures, contestants, measure
from tests.unit.impact import desks, servicenow

BUILD = Path("build/bench")
LINES, RESULT = BUILD / "truth.lines.json", BUILD / "truth.json"
STARTS, QUICK = 1000, 50


def main() -> None:
    """Measure, print, write."""
    parser = argparse.ArgumentParser(prog="make bench-truth", description=__doc__)
    parser.add_argument("--starts", type=int, default=STARTS, help="starts on each history (default: 1000)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} starts, to see that it runs")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--only", action="append", help="this contestant alone; may be repeated")
    said = parser.parse_args()
    starts = QUICK if said.quick else said.starts
    BUILD.mkdir(parents=True, exist_ok=True)
    for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[threads] = "1"  # the processes that measure use one core each
    missing = causal_impact.prepare()
    names = [name for name in said.only or contestants() if name != causal_impact.NAME or not missing]
    if unknown := set(names) - set(contestants()):
        parser.error(f"--only: there is no {', '.join(sorted(unknown))}; there are {', '.join(contestants())}.")
    found = _all(names, starts, said.processes)
    sys.stdout.write(f"\n{_machine()}\n\n{tables.tables(found, histories.NAMES)}")
    if missing:
        sys.stdout.write(f"\n{causal_impact.NAME} was not measured: {missing}\n")
    if not servicenow.EXPORT.is_file():
        sys.stdout.write(f"\nNO DATA: {servicenow.EXPORT} is not there, so the real desk was not measured.\n")
    RESULT.write_text(json.dumps([each.plain() for each in found], indent=1, ensure_ascii=False) + "\n")
    sys.stdout.write(f"\nWritten to {RESULT}.\n")


def _all(names: list[str], starts: int, processes: int) -> list[Figures]:
    """Every contestant on every history, in their order."""
    pairs = [(name, history) for name in names for history in histories.NAMES]
    key = f"{_code()} {starts}"
    kept = _kept(key)
    sys.stdout.write(tables.LINE_HEAD)
    for pair in pairs:
        if pair in kept:
            sys.stdout.write(tables.line(kept[pair]))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        asked = [pool.submit(measure, *pair, starts) for pair in pairs if pair not in kept]
        for done in as_completed(asked):
            each = done.result()
            kept[each.estimator, each.history] = each
            sys.stdout.write(tables.line(each))
            sys.stdout.flush()
            with LINES.open("a") as file:
                file.write(json.dumps({"key": key, **each.plain()}, ensure_ascii=False) + "\n")
    return [kept[pair] for pair in pairs]


def _kept(key: str) -> dict[tuple[str, str], Figures]:
    """What was measured before, by the same code and number of starts."""
    found = {}
    for line in LINES.read_text().splitlines() if LINES.is_file() else ():
        said = json.loads(line)
        if said.pop("key") == key:
            each = Figures(**said)
            found[each.estimator, each.history] = each
    return found


def _code() -> str:
    """The hash of all code that the figures depend on."""
    found = hashlib.sha256()
    measuring = [Path(measure.__code__.co_filename).parent / f"{name}.py" for name in ("contestants", "measure")]
    own = [*measuring, Path(histories.__file__), Path(causal_impact.__file__), Path(desks.__file__)]
    for file in (*sorted(Path(impact.__file__).parent.rglob("*.py")), *own):
        found.update(file.read_bytes())
    return found.hexdigest()[:16]


def _machine() -> str:
    versions = ", ".join(f"{name} {version(name)}" for name in ("numpy", "scipy"))
    return f"{platform.machine()}, {os.cpu_count()} cores; Python {platform.python_version()}, {versions}"


if __name__ == "__main__":
    main()
