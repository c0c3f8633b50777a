"""Measures how quickly the lists of an installation with 10,000 of everything are shown: ``make bench-lists``.

It makes the demonstration, adds 10,000 people, objectives, key results, initiatives, goals, check-ins, commitments,
decisions, risks, signals and lines of the audit trail (``tests.filled``), starts ``hoshin serve`` and asks for each
page over HTTP, one request at a time. It prints the table of docs/benchmarks.md and writes ``build/bench/lists.json``.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from http.cookies import SimpleCookie
from math import ceil
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from hoshin.pipeline.home import Home
from tests.benchmarks.measures import HOSHIN
from tests.benchmarks.page import Token, asked, server

RESULT = Path("build/bench/lists.json")
GOAL = 0.150
"""Seconds at the 95th percentile."""
MANY, WARM = 10_000, 8
PAGES = (
    "/",
    "/people/",
    "/people/?words=person-77",
    "/people/audit/",
    "/people/audit/?words=target",
    "/vision/",
    "/objectives/",
    "/objectives/?words=77",
    "/objectives/alignment/",
    "/objectives/x-matrix/",
    "/objectives/catchball/",
    "/initiatives/",
    "/initiatives/?words=77",
    "/ledger/",
    "/goals/",
    "/goals/teams/",
    "/goals/thread/",
    "/goals/recognition/",
    "/goals/evaluations/",
    "/goals/1/",
    "/plans/",
    "/signals/",
    "/signals/?state=open",
    "/signals/watched/",
    "/signals/told/",
    "/reviews/",
    "/reviews/decisions/",
    "/reviews/commitments/",
    "/reviews/risks/",
    "/reviews/risks/?words=77",
    "/reviews/responsibilities/",
    "/reviews/standing/",
    "/packs/",
    "/data/",
    "/tokens/",
)
FILL = (
    "import django; django.setup(); from django.db import transaction; from tests.filled import fill; "
    "from hoshin.apps.accounts.models import Person\n"
    "with transaction.atomic(): fill({many}, Person.objects.order_by('pk').first())"
)


def main() -> None:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(prog="make bench-lists", description=__doc__)
    parser.add_argument("--many", type=int, default=MANY, help="how many of each thing")
    parser.add_argument("--requests", type=int, default=50, help="how often each page is asked for")
    parser.add_argument("--home", type=Path, help="a folder to fill, or one that was filled before; it is kept")
    parser.add_argument("pages", nargs="*", default=PAGES)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        home = Home(given.home or Path(folder) / "home")
        if not (home.root / "filled").exists():
            _fill(home, given.many)
        found = _measured(home, given.pages, given.requests)
    if tuple(given.pages) == PAGES:
        RESULT.parent.mkdir(parents=True, exist_ok=True)
        slow = [page for page, (p95, _, _) in found.items() if p95 > GOAL]
        worst = max(p95 for p95, _, _ in found.values())
        pages = {page: {"p95": p95, "median": mid, "bytes": size} for page, (p95, mid, size) in found.items()}
        result = {"rows": given.many, "goal": GOAL, "worst_p95": worst, "missed": slow, "pages": pages}
        RESULT.write_text(json.dumps(result, indent=1))
        sys.stdout.write(f"\n{len(found) - len(slow)} of {len(found)} pages within {GOAL * 1000:.0f} ms.\n")


def _fill(home: Home, many: int) -> None:
    environment = os.environ | {"HOSHIN_HOME": str(home.root), "DJANGO_SETTINGS_MODULE": "hoshin.server.settings"}
    subprocess.run((*HOSHIN, "demo"), env=environment, check=True)
    subprocess.run((sys.executable, "-c", FILL.format(many=many)), env=environment, check=True)
    (home.root / "filled").write_text(str(many))


def _measured(home: Home, pages: list[str], requests: int) -> dict[str, tuple[float, float, int]]:
    """The 95th percentile and the median in seconds, and the size of each page."""
    sys.stdout.write("| page | p95 | median | size |\n|---|---|---|---|\n")
    found = {}
    with server(home) as port:
        cookie = _signed_in(port, home)
        for page in pages:
            times, size = [], 0
            for place in range(WARM + requests):
                begun = perf_counter()
                try:
                    answer, body = asked(port, "GET", page, cookie)
                except TimeoutError:
                    times.append(perf_counter() - begun)
                    break
                seconds = perf_counter() - begun
                if answer.status != 200:
                    raise RuntimeError(f"{page} answered {answer.status}.")
                if place >= WARM:
                    times.append(seconds)
                    size = len(body)
                if place >= WARM and seconds > 20 * GOAL:
                    break
            p95 = sorted(times)[ceil(0.95 * len(times)) - 1]
            found[page] = p95, median(times), size
            said = f"| `{page}` | {p95 * 1000:.0f} ms | {median(times) * 1000:.0f} ms | {size / 1000:,.0f} kB |\n"
            sys.stdout.write(said)
            sys.stdout.flush()
    return found


def _signed_in(port: int, home: Home) -> str:
    """The cookies of the demonstration's first person."""
    username, password = (home.root / "sign-in.txt").read_text().split()
    answer, body = asked(port, "GET", "/sign-in/")
    token, jar = Token(), SimpleCookie(answer.getheader("Set-Cookie") or "")
    token.feed(body.decode())
    cookies = "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())
    form = {"username": username, "password": password, "csrfmiddlewaretoken": token.found}
    answer, _ = asked(port, "POST", "/sign-in/", cookies, form)
    if answer.status != 302:
        raise RuntimeError(f"Signing in answered {answer.status}.")
    for header in answer.headers.get_all("Set-Cookie") or []:
        jar.load(header)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())


if __name__ == "__main__":
    main()
