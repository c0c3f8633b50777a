"""CausalImpact (Brodersen et al. 2015) as people run it: bsts-causalimpact, a kept port of the R package.

It lives in an environment of its own, for it is no dependency of Hoshin. pycausalimpact, the port best known, was last
released in 2020 and pulls NumPy 1.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from functools import cache
from pathlib import Path

from hoshin.impact.design import CannotTell, comparison, design
from hoshin.impact.panel import Panel
from tests.benchmarks.truth.contestants import Answer

NAME = "CausalImpact"
PACKAGE = "bsts-causalimpact==1.7.0"
ENVIRONMENT = Path("build/bench/causalimpact")
PYTHON = ENVIRONMENT / "bin/python"
_WORKER = Path(__file__).with_name("causal_impact_worker.py")


def prepare() -> str:
    """Make the environment where it is not there. Says why where it cannot be had, else nothing."""
    try:
        if not PYTHON.exists():
            venv.create(ENVIRONMENT, with_pip=True)
        subprocess.run([PYTHON, "-m", "pip", "install", "--quiet", PACKAGE], check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as failed:
        return str(failed.stderr).strip().rpartition("\n")[2] or str(failed)
    return ""


def causal_impact(panel: Panel) -> Answer | None:
    """On the design that Hoshin's estimators get: same groups, same scale, gaps filled. The seed is the port's own."""
    ready = design(panel, comparison(panel))
    if isinstance(ready, CannotTell):
        return None
    asked = {"outcome": ready.outcome.tolist(), "controls": ready.controls.tolist(), "start": ready.start}
    child = _child()
    assert child.stdin
    assert child.stdout
    child.stdin.write(json.dumps(asked) + "\n")
    child.stdin.flush()
    said = json.loads(child.stdout.readline())
    ends = said["low"], said["high"]
    return Answer(said["effect"], not ends[0] <= 0 <= ends[1], {0.95: ends}, said["seconds"])


@cache
def _child() -> subprocess.Popen[str]:
    return subprocess.Popen(
        [PYTHON, "-I", _WORKER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=sys.stderr, text=True
    )
