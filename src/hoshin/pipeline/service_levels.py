"""Service levels of a published generation by a book of agreements: readings, clocks, reconciliation."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from types import TracebackType

import pyarrow as pa
import pyarrow.compute as pc

from hoshin.eventlog.log import EventLog
from hoshin.metrics import engine, scope
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.query import Query
from hoshin.metrics.readings import Readings
from hoshin.metrics.registry import metric
from hoshin.pipeline.answers import Answers
from hoshin.pipeline.engine import open_log
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.service_levels import clocks as computing
from hoshin.service_levels.agreement import Agreement, Book, Clock
from hoshin.service_levels.basis import METRIC, Basis, by_clocks
from hoshin.service_levels.clocks import Horizon
from hoshin.service_levels.life import Life, life
from hoshin.service_levels.reach import Reach, reach
from hoshin.service_levels.reconciliation import Reconciliation, reconcile
from hoshin.service_levels.standing import Part, Standing, behind, standing, weekly
from hoshin.warehouse import generations
from hoshin.warehouse.generations import Generation


class ServiceLevels:
    """Answers questions about service levels from one generation; open it in a ``with`` statement.

    The clocks of a generation by a book are worked out once, and remembered where ``remembering`` opened it.
    """

    def __init__(
        self, generation: Generation, book: Book, log: EventLog | None = None, answers: Answers | None = None
    ) -> None:
        """Take over an open log of the generation, or open it when it is asked.

        ``open`` and ``remembering`` are the usual ways in.
        """
        self.book = book
        self._reader = Reader(generation, log, answers)
        self._coverage = Coverage({name: (desk.first, desk.last) for name, desk in self._reader.desks.items()})

    @classmethod
    def open(cls, home: Home, book: Book, generation: str | None = None) -> ServiceLevels:
        """Read the generation of that name, else the published one. Raises as ``Reader.open`` does."""
        found = generations.named(home.warehouse, generation) if generation else generations.current(home.warehouse)
        return cls(found, book, open_log(found))

    @classmethod
    def remembering(cls, home: Home, book: Book) -> ServiceLevels:
        """Read the published generation, and keep its clocks for whoever asks next: for pages."""
        found = generations.current(home.warehouse)
        return cls(found, book, answers=Answers(home.answers, found.name))

    @property
    def _log(self) -> EventLog:
        return self._reader.clocks.log()

    @property
    def reader(self) -> Reader:
        """A reader of the same generation, which closes with this."""
        return self._reader

    @property
    def horizons(self) -> Mapping[str, Horizon]:
        """For each desk its time zone and the newest change known of it: when open clocks are looked at."""
        return self._reader.clocks.horizons

    def clocks(self, clock: Clock) -> pa.Table:
        """The clocks of all tickets for which an agreement holds, as ``hoshin.service_levels.clocks`` gives them."""
        return self._reader.clocks.of(self.book, clock)

    def read(self, clock: Clock, basis: Basis, query: Query, agreement: Agreement | None = None) -> Readings:
        """The metric of the clock by that basis; of one agreement alone where it is named.

        Raises UnknownDimension and QueryInvalid.
        """
        found = computing.CLOCKS.empty_table() if basis is Basis.DESK else self.clocks(clock)
        if agreement is not None:
            found = found.filter(pc.equal(found["agreement"], self.book.agreements.index(agreement)))
        return engine.read(
            by_clocks(self._log, found, clock, basis),
            [metric(METRIC[clock])],
            self._reader.meant(query),
            coverage=self._coverage,
            generation=self._reader.generation,
        )

    def standing(self, clock: Clock, query: Query) -> list[Standing]:
        """How the clocks of each agreement on the clock stand. Raises UnknownDimension."""
        return standing(self._log.tickets, self.book, clock, self.clocks(clock), self._reader.meant(query))

    def behind(self, clock: Clock, query: Query, agreement: Agreement, part: Part) -> pa.Table:
        """The clocks behind one count of an agreement's standing, the newest first. Raises UnknownDimension."""
        meant = self._reader.meant(query)
        return behind(self._log.tickets, self.book, self.clocks(clock), meant, agreement, part)

    def weekly(self, clock: Clock, query: Query) -> dict[int, dict[date, tuple[int, int]]]:
        """How many clocks were kept and how many were not, by place of the agreement and Monday of the week."""
        return weekly(self._log.tickets, self.clocks(clock), self._reader.meant(query))

    def life(self, clock: Clock, desk: str, ticket: str) -> Life | None:
        """One ticket's clock, stretch by stretch; None where no agreement on it holds."""
        return life(self._log, self.book, clock, self.clocks(clock), self.horizons, desk, ticket)

    def reconcile(self, clock: Clock, query: Query) -> Reconciliation:
        """The desk's own flag beside the clock. Raises UnknownDimension and QueryInvalid."""
        meant = self._reader.meant(query)
        scope.check(meant)
        return reconcile(self._log, self.book, clock, self.clocks(clock), meant, self.horizons)

    def reach(self, clock: Clock, book: Book | None = None) -> Reach:
        """How many tickets fall under each agreement on the clock: of this book, or of another."""
        return reach(self._log.tickets, (book or self.book).on(clock), self._reader.meant(Query()))

    def states(self) -> list[str]:
        """The desks' own words for the states of their tickets, in order."""

        def work() -> bytes:
            t = self._log.transitions
            found = t.filter(t.state.notnull()).select("state").distinct().to_pyarrow()["state"].to_pylist()
            return json.dumps(sorted(found)).encode()

        found: list[str] = json.loads(self._reader.kept(("states",), work))
        return found

    def close(self) -> None:
        """Give back what the engine holds."""
        self._reader.close()

    def __enter__(self) -> ServiceLevels:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
