"""Reads metrics and tickets from a published generation."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import TracebackType

import pyarrow as pa
from ibis import Table

from hoshin.eventlog.log import EventLog
from hoshin.eventlog.schema import TICKETS
from hoshin.metrics import ageing, drill, engine, quality, scope
from hoshin.metrics.ageing import Bucket
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.coverage import Coverage
from hoshin.metrics.definition import Metric
from hoshin.metrics.drill import question_behind
from hoshin.metrics.quality import Grade
from hoshin.metrics.query import Query
from hoshin.metrics.readings import Readings, Series
from hoshin.metrics.reconciliation import Explanation, Figure, Variant, differing, explain
from hoshin.metrics.registry import LIBRARY
from hoshin.metrics.result import reading_json
from hoshin.metrics.scope import Breakdown
from hoshin.metrics.statistic import Given
from hoshin.pipeline.answers import Answers
from hoshin.pipeline.clocks import Clocks
from hoshin.pipeline.engine import open_log
from hoshin.pipeline.home import Home
from hoshin.service_levels.by_book import ByBook
from hoshin.warehouse import generations
from hoshin.warehouse.errors import NothingPublished
from hoshin.warehouse.generations import Generation
from hoshin.warehouse.manifest import DeskEntry

__all__ = ["Reader", "TicketHistory", "question_behind", "reading_json"]

Row = Mapping[str, object]


@dataclass(frozen=True)
class TicketHistory:
    """One ticket with all that is known of its life, as rows of the canonical tables, each table in its order."""

    ticket: Row
    transitions: tuple[Row, ...]
    assignments: tuple[Row, ...]


class Reader:
    """Answers questions from one generation, which stays the same however long the reader lives.

    Open it in a ``with`` statement. A question that names no desk means all desks that are no demonstration; only where
    there are no others does it mean the demonstration. Keys of metrics are looked up in its ``catalogue``.
    """

    def __init__(
        self,
        generation: Generation,
        log: EventLog | None = None,
        answers: Answers | None = None,
        catalogue: Catalogue = LIBRARY,
    ) -> None:
        """Take over an open log of the generation, or open it when it is asked; ``Reader.open`` is the usual way in.

        With ``answers`` what was read is remembered.
        """
        self.catalogue = catalogue
        self._generation = generation
        self._opened = log
        self._answers = answers
        self._kept: dict[str, bytes] = {}
        self._giving: Mapping[str, frozenset[str]] | None = None
        self._coverage = Coverage({name: (desk.first, desk.last) for name, desk in self.desks.items()})
        self.clocks = Clocks(lambda: self._log, self.desks, answers.kept if answers else None)

    @classmethod
    def open(cls, home: Home, generation: str | None = None, *, catalogue: Catalogue = LIBRARY) -> Reader:
        """Read the generation of that name, else the published one.

        Raises NothingPublished, UnknownGeneration or Damaged of ``hoshin.warehouse.errors``.
        """
        found = generations.named(home.warehouse, generation) if generation else generations.current(home.warehouse)
        return cls(found, open_log(found), catalogue=catalogue)

    @classmethod
    def remembering(cls, home: Home, *, catalogue: Catalogue = LIBRARY) -> Reader:
        """Read the published generation, and keep what was read for whoever asks the same: for pages.

        The engine is started by the first question that nobody has asked before. Raises NothingPublished or Damaged.
        """
        found = generations.published(home.warehouse)
        return cls(found, answers=Answers(home.answers, found.name), catalogue=catalogue)

    @property
    def _log(self) -> EventLog:
        if self._opened is None:
            self._opened = open_log(self._generation)
        return self._opened

    @property
    def log(self) -> EventLog:
        """The generation's event log, for what no metric asks. The reader closes it."""
        return self._log

    def kept(self, question: object, work: Callable[[], bytes]) -> bytes:
        """What ``work`` makes of this generation: remembered as ``Answers.kept`` does, where the reader remembers.

        Else it is worked out once in the reader's life.
        """
        if self._answers:
            return self._answers.kept(question, work)
        key = repr(question)
        if key not in self._kept:
            self._kept[key] = work()
        return self._kept[key]

    @property
    def generation(self) -> str:
        """The generation's name."""
        return self._generation.name

    @property
    def desks(self) -> Mapping[str, DeskEntry]:
        """The desks by name, demonstrations included."""
        return self._generation.manifest.desks

    def meant(self, query: Query) -> Query:
        """The question with the desks that it means, where it names none and does not mean all of them."""
        real = [name for name, desk in self.desks.items() if not desk.demonstration]
        if not real or len(real) == len(self.desks) or any(dimension == "desk" for dimension, _ in query.where):
            return query
        where = (*query.where, *(("desk", name) for name in real))
        return replace(query, where=where)

    def _narrowed(self, query: Query) -> Query:
        """The question without filters that let every ticket pass: those of its desks, where it names all of them."""
        named = {value for dimension, value in query.where if dimension == "desk"}
        if named != set(self.desks):
            return query
        return replace(query, where=tuple(each for each in query.where if each[0] != "desk"))

    def read(self, keys: Sequence[str], query: Query) -> Readings:
        """Readings of the metrics of these keys, as ``hoshin.metrics.engine.read`` gives them.

        A filter with a value that no ticket has gives refusals that name what comes close. Raises UnknownMetric,
        UnknownDimension and QueryInvalid.
        """
        return self.read_as([self.catalogue.metric(key) for key in keys], query)

    def read_as(self, asked: Sequence[Metric], query: Query) -> Readings:
        """As ``read``, of metrics by these definitions, which may be past ones; of one key only one at a time."""
        meant = self.meant(query)

        def work() -> Readings:
            return self._each(asked, meant, [meant.breakdown])[0]

        if self._answers is None:
            return work()
        question = ("readings", [(each.key, each.digest) for each in asked], meant)
        found: Readings = pickle.loads(  # noqa: S301 our own folder, which its owner alone can write to
            self._answers.kept(question, lambda: pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        )
        return found

    def grades(self, keys: Sequence[str], query: Query) -> dict[str, Grade]:
        """How good the data behind the metrics are over the question's days and scope, by key; none without tickets."""
        asked, meant = [self.catalogue.metric(key) for key in keys], self._narrowed(self.meant(query))

        def work() -> dict[str, Grade]:
            found: dict[str, Grade] = {}
            for log, alike in self._by_log(asked):
                found |= quality.grades(log, alike, meant)
            return {key: found[key] for key in keys if key in found}

        if self._answers is None:
            return work()
        question = ("grades", [(each.key, each.digest) for each in asked], meant)
        found: dict[str, Grade] = pickle.loads(  # noqa: S301 our own folder, which its owner alone can write to
            self._answers.kept(question, lambda: pickle.dumps(work(), pickle.HIGHEST_PROTOCOL))
        )
        return found

    def explain(self, key: str, query: Query, figure: Figure) -> Explanation:
        """Why the desk's own report may say ``figure`` for the question's days and scope. Raises FigureInvalid."""
        metric = self.catalogue.metric(key)
        return explain(self.clocks.seen_by(metric), metric, self.meant(query), figure, coverage=self._coverage)

    def differing(self, key: str, query: Query, variant: Variant) -> pa.Table:
        """The tickets that a variant of an explanation and Hoshin do not both count."""
        metric = self.catalogue.metric(key)
        return differing(self.clocks.seen_by(metric), metric, self.meant(query), variant, coverage=self._coverage)

    def read_each(self, keys: Sequence[str], query: Query, breakdowns: Sequence[Breakdown]) -> list[Readings]:
        """As ``read``, for each of several breakdowns in place of the query's own, in no more passes than for one."""
        if self._answers is not None:
            cut = [(*each, None, None)[:2] for each in breakdowns]
            return [self.read(keys, replace(query, by=by, across=across)) for by, across in cut]
        return self._each([self.catalogue.metric(key) for key in keys], self.meant(query), breakdowns)

    def _each(self, asked: Sequence[Metric], meant: Query, breakdowns: Sequence[Breakdown]) -> list[Readings]:
        """Readings for each breakdown, the metrics in their order, each from the log as it sees it."""
        found: list[dict[str, Series]] = [{} for _ in breakdowns]
        for log, alike in self._by_log(asked):
            given = self._given_to(alike[0]) if alike else self._given
            read = engine.read_each(
                log, alike, meant, breakdowns, coverage=self._coverage, generation=self.generation, given=given
            )
            for series, readings in zip(found, read, strict=True):
                series.update({each.metric: each for each in readings.series})
        return [
            Readings(self.generation, [series[each.key] for each in asked if each.key in series]) for series in found
        ]

    def _by_log(self, asked: Sequence[Metric]) -> list[tuple[EventLog, list[Metric]]]:
        """The metrics with the log that they see: those by a book each with its own, all others together."""
        plain = [each for each in asked if not isinstance(each, ByBook)]
        found = [(self._log, plain)] if plain or not asked else []
        for each in asked:
            if isinstance(each, ByBook):
                found.append((self.clocks.seen_by(each), [each]))
        return found

    def tickets(self, key: str, query: Query, limit: int | None = None) -> pa.Table:
        """The tickets behind the metric's number, newest first, as ``hoshin.metrics.drill.tickets`` gives them."""
        return self.tickets_as(self.catalogue.metric(key), query, limit)

    def tickets_as(self, asked: Metric, query: Query, limit: int | None = None) -> pa.Table:
        """As ``tickets``, by this definition, which may be a past one."""
        log = self.clocks.seen_by(asked)
        given = self._given_to(asked)
        found = drill.tickets(log, asked, self.meant(query), coverage=self._coverage, given=given)
        return (found if limit is None else found.limit(limit)).to_pyarrow()

    def ageing(self, query: Query, end: date) -> tuple[int, ...]:
        """How many tickets stand open at the end of a day, by ``hoshin.metrics.ageing.BUCKETS``."""
        return ageing.ageing(self._log.tickets, self.meant(query), end)

    def aged_tickets(self, query: Query, end: date, bucket: Bucket) -> pa.Table:
        """The tickets that stand open at the end of a day with an age in the bucket, newest first."""
        return drill.aged(self._log.tickets, self.meant(query), end, bucket).to_pyarrow()

    def ticket(self, desk: str, ticket: str) -> TicketHistory | None:
        """One ticket with its history; None where the desk has no such ticket."""

        def rows(table: Table, *by: str) -> list[dict[str, object]]:
            own = table.filter((table.desk == desk) & (table.ticket == ticket))
            found: list[dict[str, object]] = own.order_by(*by).to_pyarrow().to_pylist()
            return found

        found = rows(self._log.tickets, "ticket")
        if not found:
            return None
        return TicketHistory(
            found[0],
            tuple(rows(self._log.transitions, "position")),
            tuple(rows(self._log.assignments, "position")),
        )

    def values(self, dimension: str, where: tuple[tuple[str, str], ...] = ()) -> list[str | None]:
        """The values of a dimension among the tickets of a scope, in order, as filters take them; None for none.

        All desks are named, demonstrations included. Raises UnknownDimension.
        """
        query = Query(where=where)
        meant = query if dimension == "desk" else self.meant(query)

        def work() -> bytes:
            found = scope.values(self._log.tickets, dimension, meant)
            return json.dumps([scope.word(dimension, raw) for raw in found]).encode()

        found: list[str | None] = json.loads(self.kept(("values", dimension, meant), work))
        return found

    def check(self, query: Query) -> None:
        """Raises UnknownDimension, QueryInvalid, or UnknownValue where no ticket has a filter's value."""
        scope.check(query)
        if hint := scope.nobody(self._log.tickets, query):
            raise scope.UnknownValue(f"{hint[0].upper()}{hint[1:]}")

    def coverage(self, where: tuple[tuple[str, str], ...] = ()) -> tuple[date, date]:
        """The days of the first and the last opening that the exports of a scope's desks hold."""
        span = self._coverage.within(self.meant(Query(where=where)))
        if span is None:
            raise NothingPublished("The published generation holds no tickets: import a desk's export.")
        return span.first, span.last

    def close(self) -> None:
        """Give back what the engine holds."""
        if self._opened is not None:
            self._opened.close()

    def __enter__(self) -> Reader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _given_to(self, metric: Metric) -> Given:
        return self.clocks.given_to(metric, self._given) if isinstance(metric, ByBook) else self._given

    def _given(self, column: str) -> frozenset[str]:
        if self._giving is None:
            self._giving = generations.giving(self._generation, TICKETS.name)
        return self._giving.get(column, frozenset())
