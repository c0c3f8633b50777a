"""The clocks of a generation by a book: worked out once, and remembered under the names of both."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.working_time import LAST
from hoshin.metrics.definition import Metric
from hoshin.metrics.statistic import Given
from hoshin.service_levels import clocks as computing
from hoshin.service_levels.agreement import Book, Clock
from hoshin.service_levels.basis import FLAG, Basis, by_clocks
from hoshin.service_levels.book_file import digest
from hoshin.service_levels.by_book import RULES, ByBook
from hoshin.service_levels.clocks import Horizon, State
from hoshin.warehouse.manifest import DeskEntry

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)

Kept = Callable[[object, Callable[[], bytes]], bytes]
"""Remembers what was worked out, as ``Answers.kept`` does."""


class Clocks:
    """The clocks of one generation, whatever the book."""

    def __init__(self, log: Callable[[], EventLog], desks: Mapping[str, DeskEntry], kept: Kept | None) -> None:
        """``log`` opens the log where it is not open yet; without ``kept`` clocks last as long as this."""
        self.log, self._desks, self._kept = log, desks, kept
        self._found: dict[tuple[Book, Clock], pa.Table] = {}
        self._seen: dict[str, EventLog] = {}
        self._horizons: Mapping[str, Horizon] | None = None

    @property
    def horizons(self) -> Mapping[str, Horizon]:
        """For each desk its time zone and the newest change known of it: when open clocks are looked at."""
        if self._horizons is None:
            t = self.log().tickets
            known = t.filter(t.updated_at < datetime(LAST.year, LAST.month, LAST.day))  # noqa: DTZ001 the log is in UTC
            rows = known.group_by("desk").aggregate(newest=known.updated_at.max()).to_pyarrow().to_pylist()
            found = {row["desk"]: row["newest"].replace(tzinfo=UTC) for row in rows}
            self._horizons = {name: Horizon(found.get(name, _NEVER), desk.zone) for name, desk in self._desks.items()}
        return self._horizons

    def of(self, book: Book, clock: Clock) -> pa.Table:
        """The clocks of all tickets for which an agreement holds, as ``hoshin.service_levels.clocks`` gives them."""
        if (book, clock) not in self._found:
            self._found[book, clock] = self._read(book, clock)
        return self._found[book, clock]

    def _read(self, book: Book, clock: Clock) -> pa.Table:
        def work() -> pa.Table:
            return computing.clocks(self.log(), book, clock, self.horizons)

        if self._kept is None:
            return work()

        def written() -> bytes:
            buffer = io.BytesIO()
            pq.write_table(work(), buffer, compression="zstd")
            return buffer.getvalue()

        kept = self._kept(("clocks", RULES, clock.value, digest(book)), written)
        return pq.read_table(io.BytesIO(kept)).cast(computing.CLOCKS)

    def seen_by(self, metric: Metric) -> EventLog:
        """The log as a metric reads it: with the flag that the clocks give, for one by a book."""
        if not isinstance(metric, ByBook):
            return self.log()
        if metric.digest not in self._seen:
            found = self.of(metric.book, metric.timed)
            self._seen[metric.digest] = by_clocks(self.log(), found, metric.timed, Basis.EITHER)
        return self._seen[metric.digest]

    def given_to(self, metric: ByBook, given: Given) -> Given:
        """Which desks give a column in the log as the metric reads it; ``given`` tells it of the tickets themselves."""
        found = self.of(metric.book, metric.timed)
        stopped = found.filter(pc.is_valid(found["stopped_at"]))
        judged = stopped.filter(pc.is_in(stopped["state"], pa.array([State.MET.value, State.BREACHED.value])))
        own = {FLAG[metric.timed]: frozenset(judged["desk"].unique().to_pylist())}
        if metric.timed is Clock.RESPONSE:
            own["responded_at"] = own["responded_on"] = frozenset(stopped["desk"].unique().to_pylist())
        return lambda column: given(column) | own.get(column, frozenset())
