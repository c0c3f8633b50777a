"""Reads of error checks: how often verdicts on a metric would be wrong here, as far as the worker found it out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import integrity
from hoshin.apps.portfolios.models import CheckState, ErrorCheck, Initiative
from hoshin.apps.portfolios.queries.judging import Judged
from hoshin.apps.portfolios.queries.listing import initiatives, title_for_all
from hoshin.apps.portfolios.verdicts.questions import method
from hoshin.impact.chance import beyond_chance
from hoshin.impact.history import History, Touch
from hoshin.impact.placebo_starts import ErrorRate, Tried
from hoshin.metrics.query import Grain
from hoshin.pipeline.placebo_starts import history
from hoshin.pipeline.read import Reader
from hoshin.reporting import to_json

MOST = 300
"""Starts that are judged at most: as many as a worker judges in a quarter of a minute."""

SILENT = timedelta(minutes=2)
"""After so long without a sign of life the worker is taken to have stopped."""


@dataclass(frozen=True, order=True)
class Subject:
    """What is asked: verdicts on which metric, by which dimension, on which desk (empty: all real ones)."""

    metric: str
    dimension: str
    desk: str = ""

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The filters that hold for all groups."""
        return (("desk", self.desk),) if self.desk else ()


@dataclass(frozen=True)
class Found:
    """What came of all starts, as it is kept: an ``ErrorRate`` with the days and words that a page needs.

    ``periods`` counts the whole periods from ``first`` to ``last``; ``untold`` is (reason, starts).
    """

    grain: Grain
    periods: int
    first: date | None
    last: date | None
    tried: tuple[Tried, ...]
    possible: int
    groups: int
    after: int
    apart: int
    untold: tuple[tuple[str, int], ...]
    elsewhere: int
    sentence: str

    @property
    def rate(self) -> ErrorRate:
        """As it was worked out."""
        return ErrorRate(self.tried, self.possible, self.groups, self.after, self.apart, dict(self.untold))


@dataclass(frozen=True)
class Standing:
    """What is known of a subject: ``shown`` is the newest answer, ``current`` the check of today's question.

    Both may be None; they are one where the answer is by today's tickets and initiatives.
    """

    subject: Subject
    shown: ErrorCheck | None
    current: ErrorCheck | None

    @property
    def waiting(self) -> bool:
        """Whether the worker has to answer yet."""
        return self.current is not None and self.current.state == CheckState.WAITING

    @property
    def coming(self) -> bool:
        """Whether nothing is known yet and the worker has it to do by itself, because a claim uses it."""
        return self.shown is None and self.current is None and self.subject in claimed()

    def silent(self, now: datetime) -> bool:
        """Whether the worker has given no sign of life for so long that it may have stopped."""
        return self.waiting and self.current is not None and now - self.current.beat > SILENT


def subject_of(found: Initiative, metric: str) -> Subject:
    """What a claim on a metric asks."""
    return Subject(metric, found.dimension, found.desk)


def claimed() -> list[Subject]:
    """What the sealed claims ask, those of the newest initiatives first."""
    return list(dict.fromkeys(subject_of(each, each.claim.metric) for each in initiatives(Eyes.MACHINE) if each.claim))


def asked() -> list[Subject]:
    """All that was ever asked for."""
    rows = ErrorCheck.objects.values_list("metric", "dimension", "desk").order_by("metric", "dimension", "desk")
    return [Subject(*row) for row in rows.distinct()]


def touches(reader: Reader, there: Iterable[Initiative], by: str, where: Iterable[tuple[str, str]]) -> list[Touch]:
    """Where and when initiatives act, drafts too: nobody knows whether they were begun all the same."""
    desks = {value for dimension, value in where if dimension == "desk"} or set(reader.desks)
    return [
        Touch(value, title_for_all(each), start, each.end)
        for each in there
        if each.dimension == by and (not each.desk or each.desk in desks)
        for value, start in each.acting
    ]


def history_of(reader: Reader, subject: Subject) -> History:
    """The numbers in which starts are tried. Raises as ``hoshin.pipeline.placebo_starts.history`` does."""
    acted = touches(reader, initiatives(Eyes.MACHINE), subject.dimension, subject.where)
    return history(reader, subject.metric, subject.dimension, where=subject.where, touches=acted)


def question(reader: Reader, subject: Subject) -> str:
    """The hash of all that the answer depends on: tickets, method, definition, and where initiatives act."""
    acted = sorted(map(repr, touches(reader, initiatives(Eyes.MACHINE), subject.dimension, subject.where)))
    definition = reader.catalogue.metric(subject.metric).digest
    parts = (reader.generation, method(), definition, repr(subject), str(MOST), *acted)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def standing(reader: Reader, subject: Subject) -> Standing:
    """What is known of a subject now. Raises UnknownMetric."""
    rows = ErrorCheck.objects.filter(metric=subject.metric, dimension=subject.dimension, desk=subject.desk)
    current = rows.filter(question=question(reader, subject)).first()
    if current is not None and current.state == CheckState.DONE:
        return Standing(subject, current, current)
    return Standing(subject, rows.filter(state=CheckState.DONE).exclude(found="").last(), current)


def found(check: ErrorCheck) -> Found:
    """What came of a check, in full. Raises ValueError where the row is not what was kept."""
    return to_json.read(Found, json.loads(check.found))


def measured(judged: Iterable[Judged]) -> dict[int, ErrorCheck]:
    """The newest answer for the metric of each judged initiative, by its number; in one query.

    Only an answer by the definition that the claim is judged by counts.
    """
    known = {
        (row.metric, row.dimension, row.desk, row.definition): row
        for row in ErrorCheck.objects.filter(state=CheckState.DONE, judged__gt=0).defer("found")
    }
    rows = {}
    for each in judged:
        if each.claim and each.metric:
            own = subject_of(each.initiative, each.claim.metric)
            row = known.get((own.metric, own.dimension, own.desk, each.metric.digest))
            if row:
                rows[each.initiative.pk] = row
    return rows


def newest(initiative: Initiative) -> ErrorCheck | None:
    """The newest answer for the metric of a sealed claim, by the definition that it is judged by."""
    claim = initiative.claim
    if claim is None:
        return None
    own = subject_of(initiative, claim.metric)
    return (
        ErrorCheck.objects.filter(
            metric=own.metric,
            dimension=own.dimension,
            desk=own.desk,
            definition=integrity.definition_of(claim, definitions.catalogue()).digest,
            state=CheckState.DONE,
            judged__gt=0,
        )
        .defer("found")
        .last()
    )


def errs(check: ErrorCheck) -> bool:
    """Whether more was called an effect than one in twenty and chance explain."""
    return beyond_chance(check.called, check.judged, check.apart)


def title(subject: Subject) -> str:
    """The metric's name."""
    return definitions.catalogue().metric(subject.metric).title
