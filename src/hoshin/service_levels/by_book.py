"""The metrics of service levels as a book has them: the same keys, by another definition with a hash of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache

from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Metric
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.basis import METRIC
from hoshin.service_levels.book_file import digest

FIRST = 2
"""The first version of these metrics that was read by books."""
RULES = 1
"""The version of the rules by which clocks run. It goes into the hash: raise it when the same book and the same tickets
would give another clock."""
_STEP = {Clock.RESPONSE: "responded to", Clock.RESOLUTION: "resolved"}
_DATED = {Clock.RESPONSE: "first responded to", Clock.RESOLUTION: "resolved"}


@dataclass(frozen=True)
class ByBook(Metric):
    """A metric that asks the desk's flag first and, for a ticket without one, the ``timed`` clock of the ``book``.

    Its words name the book's digest, so that the hash of the definition covers the book.
    """

    book: Book = field(default_factory=Book)
    timed: Clock = Clock.RESOLUTION


@lru_cache(maxsize=1024)
def as_agreed(metric: Metric, book: Book, clock: Clock) -> ByBook:
    """The metric of a clock, which reads the desk's flag, by a book."""
    own = {name: getattr(metric, name) for name in Metric.__dataclass_fields__}
    step = _STEP[clock]
    own["formula"] = (
        f"tickets {step} within the agreed time by the desk's due time or flag or, where it gives neither, within the "
        f"time of the agreements / tickets so judged, over tickets {_DATED[clock]} in the period, or whose time was "
        "used up in it where they were not by then"
    )
    own["clock"] = (
        f"the desk's own where it gives a flag; else working time by the agreements of book {digest(book)}, less the "
        f"pauses that each agreement names (rules {RULES})"
    )
    own["exclusions"] = (
        "cancelled tickets and duplicates; tickets without the desk's due time and flag for which no agreement holds, "
        "or whose clock cannot be told; open tickets whose time is not used up by the newest change of the desk"
    )
    return ByBook(**own, book=book, timed=clock)


def by_book(catalogue: Catalogue, book: Book, past: Iterable[Book] = ()) -> Catalogue:
    """The catalogue in which the book decides, for each clock on which it has agreements.

    The desk's own definitions, and those by ``past`` books, stay known by their hash.
    """
    current = {
        METRIC[clock]: as_agreed(catalogue.metric(METRIC[clock]), book, clock) for clock in Clock if book.on(clock)
    }
    others = [
        definition if each is None else as_agreed(definition, each, clock)
        for clock in Clock
        for definition in catalogue.definitions(METRIC[clock])
        if definition.version >= FIRST
        for each in (None, book, *past)
        if each is None or each.on(clock)
    ]
    metrics = {key: current.get(key, metric) for key, metric in catalogue.metrics.items()}
    return replace(catalogue, metrics=metrics, otherwise=(*catalogue.otherwise, *others))
