"""A catalogue: all metrics that may be asked for, with every version that their definitions had. A frozen value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from itertools import chain

from hoshin.eventlog.refused import Refused
from hoshin.metrics.definition import Metric


class UnknownMetric(Refused):
    """A key was given that no metric has."""


class UnknownVersion(Refused):
    """A version was given that the metric never had."""


class DuplicateMetric(ValueError):
    """Two metrics declare the same key, or the same version of it."""


@dataclass(frozen=True)
class Catalogue:
    """The ``metrics`` in use, in the order of readers, and beside them ``past`` definitions by key and version.

    A metric that is in use no longer is known by its past definitions alone: it can be read, and is offered nowhere.
    ``own`` are the keys that are not of the library. ``otherwise`` are definitions of the same keys and versions on
    another basis, known by their hash alone. Raises DuplicateMetric where a past definition is none.
    """

    metrics: Mapping[str, Metric]
    past: Mapping[tuple[str, int], Metric] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    otherwise: tuple[Metric, ...] = ()

    def __post_init__(self) -> None:
        for key, number in self.past:
            if key in self.metrics and number >= self.metrics[key].version:
                raise DuplicateMetric(
                    f"The past metric '{key}' has version {number}: expected is one below "
                    f"{self.metrics[key].version} that no other definition of it has."
                )

    def knows(self, key: str) -> bool:
        """Whether a metric has, or had, that key."""
        return key in self.metrics or any(own == key for own, _ in self.past)

    def metric(self, key: str) -> Metric:
        """The metric of that key by its latest definition. Raises UnknownMetric, which names close matches."""
        if key in self.metrics:
            return self.metrics[key]
        had = [number for own, number in self.past if own == key]
        if had:
            return self.past[key, max(had)]
        close = get_close_matches(key, self.metrics, n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(close)}?" if close else f"there are {', '.join(self.metrics)}."
        raise UnknownMetric(f"There is no metric '{key}': {hint}")

    def definitions(self, key: str) -> tuple[Metric, ...]:
        """All definitions that a metric has or had, oldest first. Raises UnknownMetric."""
        latest = self.metric(key)
        past = (each for (own, number), each in self.past.items() if own == key and number != latest.version)
        return (*sorted(past, key=lambda each: each.version), latest)

    def version(self, key: str, number: int) -> Metric:
        """The metric as its version ``number`` defines it. Raises UnknownMetric and UnknownVersion."""
        found = {each.version: each for each in self.definitions(key)}
        if number not in found:
            raise UnknownVersion(f"'{key}' has no version {number}: there is {', '.join(map(str, found))}.")
        return found[number]

    def defined(self, key: str, digest: str) -> Metric:
        """The metric as the definition with that hash says it; today's where none has it. Raises UnknownMetric."""
        others = (each for each in self.otherwise if each.key == key)
        known = chain(self.definitions(key), others)
        return next((each for each in known if each.digest == digest), None) or self.metric(key)

    def with_own(self, histories: Iterable[tuple[Metric, ...]], retired: Iterable[tuple[Metric, ...]]) -> Catalogue:
        """With the metrics of an installation, each as all its definitions, oldest first; ``retired`` are out of use.

        Raises DuplicateMetric where a key is taken.
        """
        metrics, past = dict(self.metrics), dict(self.past)
        own: set[str] = set()
        for in_use, found in [(True, each) for each in histories] + [(False, each) for each in retired]:
            key = found[-1].key
            if self.knows(key) or key in own:
                raise DuplicateMetric(f"Two metrics have the key '{key}': give one of them another key.")
            own.add(key)
            past |= {(key, each.version): each for each in (found[:-1] if in_use else found)}
            if in_use:
                metrics[key] = found[-1]
        return Catalogue(metrics, past, self.own | own, self.otherwise)


def collect(declared: Iterable[Metric], order: Iterable[str] = ()) -> dict[str, Metric]:
    """Metrics by key: first those that ``order`` names, the others by key. Raises DuplicateMetric."""
    found: dict[str, Metric] = {}
    for metric in declared:
        if metric.key in found:
            raise DuplicateMetric(f"Two metrics have the key '{metric.key}': give one of them another key.")
        found[metric.key] = metric
    rank = {key: place for place, key in enumerate(order)}
    return dict(sorted(found.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0])))


def by_version(declared: Iterable[Metric]) -> dict[tuple[str, int], Metric]:
    """Past definitions by key and version. Raises DuplicateMetric.

    A changed definition gets the next version; the one before stays declared, so that what was published with it can be
    computed again.
    """
    found: dict[tuple[str, int], Metric] = {}
    for metric in declared:
        if (metric.key, metric.version) in found:
            raise DuplicateMetric(f"Two past definitions of '{metric.key}' have version {metric.version}: keep one.")
        found[metric.key, metric.version] = metric
    return found
