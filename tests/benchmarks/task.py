"""One contestant in a process of its own: ``python -m tests.benchmarks.task CONTESTANT HOME RUNS NUMBERS``.

Prints JSON: the seconds of each run (without the first one, where there are several), those of the first, and the peak
memory. What was found goes to the file NUMBERS, for comparing.
"""

from __future__ import annotations

import json
import pickle
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from hoshin.pipeline.home import Home
from hoshin.warehouse import generations
from tests.benchmarks.scorecard import by_hoshin, by_pandas, by_sql
from tests.benchmarks.scorecard.asked import Question

CONTESTANTS: dict[str, tuple[Callable[[Question], Any], Callable[[Any], Any]]] = {
    "hoshin": (by_hoshin.answer, by_hoshin.numbers),
    "sql": (by_sql.answer, by_sql.numbers),
    "pandas": (by_pandas.answer, by_pandas.numbers),
}


def question(home: Home) -> Question:
    """The scorecard over all days of a home's published generation."""
    found = generations.current(home.warehouse)
    desks = found.manifest.desks.values()
    first, last = min(desk.first for desk in desks), max(desk.last for desk in desks)
    return Question(home.root, tuple(found.files("tickets")), first, last)


def main() -> None:
    """Measure what the command line names."""
    name, root, runs, kept = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
    answer, numbers = CONTESTANTS[name]
    asked = question(Home(root))
    seconds, answered = [], None
    for _ in range(runs):
        begun = perf_counter()
        answered = answer(asked)
        seconds.append(perf_counter() - begun)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    kept.write_bytes(pickle.dumps(numbers(answered)))
    print(json.dumps({"seconds": seconds[1:] or seconds, "cold": seconds[0], "peak_gib": peak}))  # noqa: T201


if __name__ == "__main__":
    main()
