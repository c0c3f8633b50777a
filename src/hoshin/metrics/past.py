"""How definitions were before a change that many of them share, so that what was published can be computed again."""

from __future__ import annotations

from dataclasses import replace

from hoshin.metrics.definition import Metric


def counting_duplicates(metric: Metric) -> Metric:
    """Version 1 of a metric that leaves out duplicates from version 2 on, and is the same in all else."""
    said = metric.exclusions.replace(" and duplicates", "").removeprefix("duplicates; ")
    return replace(metric, version=1, exclusions=said, without_duplicates=False)
