"""Answers for CausalImpact in an environment of its own: one JSON a line in, one JSON a line out.

In: ``controls`` (a row a period), ``outcome``, ``start``. Out: ``effect``, ``low``, ``high`` of the 95 % interval of
the mean effect, with the port's own settings, and the processor time in ``seconds``.
"""

from __future__ import annotations

import json
import sys
from time import process_time

import numpy as np
from causal_impact import CausalImpact


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        asked = json.loads(line)
        data, start = np.column_stack([asked["outcome"], np.array(asked["controls"])]), asked["start"]
        began = process_time()
        said = CausalImpact(data, [0, start - 1], [start, len(data) - 1]).summary_stats
        found = {
            "seconds": process_time() - began,
            "effect": said["point_effect_mean"],
            "low": said["ci_lower"],
            "high": said["ci_upper"],
        }
        sys.stdout.write(json.dumps(found) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
