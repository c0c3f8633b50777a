"""What a definition gives on the tickets that are there: its number, its run chart, and tickets that count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from hoshin.metrics.definition import Metric
from hoshin.metrics.own.fields import FIELDS
from hoshin.metrics.own.specification import Specification
from hoshin.metrics.own.wording import cautions
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Reading, Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Cell, LineChart, Series, Table, Tone
from hoshin.reporting.wording import amount, day, period_words, result_words

WEEKS = 26
"""Weeks that a definition is tried on."""
COMPARED = 8
"""Whole weeks in which an old and a new definition stand side by side."""
SAMPLE = 8
"""Tickets that are shown of those that count."""


@dataclass(frozen=True)
class Tried:
    """A metric on the tickets that are there: week by week, and over all these weeks. Weeks are oldest first."""

    metric: Metric
    weeks: tuple[Reading, ...]
    whole: Reading

    @property
    def latest(self) -> Reading | None:
        """The newest week that the tickets wholly cover."""
        return next((each for each in reversed(self.weeks) if each.complete), None)

    @property
    def amount(self) -> str:
        """The number of the newest whole week."""
        return result_words(self.latest) if self.latest else "no data"

    @property
    def when(self) -> str:
        """The newest whole week in words."""
        return period_words(self.latest.period) if self.latest else ""

    @property
    def n(self) -> int:
        """The tickets behind the number."""
        return self.latest.result.n if self.latest else 0

    @property
    def small(self) -> bool:
        """Whether too few tickets stand behind it."""
        return self.latest is not None and isinstance(self.latest.result, Value) and self.latest.result.small

    @property
    def refusal(self) -> str:
        """Why there is no number; empty where there is one."""
        if self.latest is None:
            return "The tickets cover no whole week yet."
        return "" if isinstance(self.latest.result, Value) else str(self.latest.result)

    @property
    def whole_words(self) -> str:
        """The number over all these weeks, with its tickets."""
        stretch = f"{day(self.whole.period.first)} to {day(self.whole.period.last)}"
        return f"{result_words(self.whole)} over all of {stretch} (n = {self.whole.result.n:,})"


def stretch(reader: Reader) -> Query:
    """The weeks that a definition is tried on: the last ones of the desk that is usually meant."""
    desks = {name: entry for name, entry in reader.desks.items() if not entry.demonstration} or dict(reader.desks)
    where = (("desk", next(iter(desks))),) if len(desks) == 1 else ()
    first, last = reader.coverage(where)
    begin = max(first, last - timedelta(weeks=WEEKS))
    return Query(Grain.WEEK, None, begin - timedelta(days=begin.weekday()), last, where)


def gather(reader: Reader, metrics: Sequence[Metric]) -> list[Tried]:
    """Try metrics of different keys on the last weeks."""
    query = stretch(reader)
    weeks = reader.read_as(metrics, query)
    whole = {each.metric: each for each in reader.read_as(metrics, replace(query, grain=Grain.ALL))}
    by_metric: dict[str, list[Reading]] = {metric.key: [] for metric in metrics}
    for reading in weeks:
        by_metric[reading.metric].append(reading)
    return [Tried(each, tuple(by_metric[each.key]), whole[each.key]) for each in metrics]


def picture(tried: Tried) -> LineChart:
    """The run chart: week by week, beside the median of these weeks."""
    values = tuple(each.result.amount if isinstance(each.result, Value) else None for each in tried.weeks)
    known = [value for value in values if value is not None]
    lines = [Series(tried.metric.title, values)]
    if known:
        lines.append(Series("median of these weeks", (median(known),) * len(values), "dashed"))
    usual = f" Half of these weeks lie above {amount(median(known), tried.metric.unit)}." if known else ""
    return LineChart(
        title=tried.metric.title,
        unit=tried.metric.unit,
        categories=tuple(each.period.label for each in tried.weeks),
        series=tuple(lines),
        summary=f"{tried.amount}, {tried.when} (n = {tried.n:,}).{usual}" if tried.latest else tried.refusal,
    )


def side_by_side(old: Tried, new: Tried) -> Table:
    """The last whole weeks by the old definition and by the new one, newest first, and all weeks together."""
    before = {each.period: each for each in old.weeks}
    weeks = [each for each in reversed(new.weeks) if each.complete and each.period in before][:COMPARED]
    pairs = [(period_words(each.period), before[each.period], each) for each in weeks]
    pairs.append(("All weeks of the chart", old.whole, new.whole))
    rows = tuple(
        (
            Cell(words),
            _cell(then),
            Cell(f"{then.result.n:,}", numeric=True),
            _cell(now),
            Cell(f"{now.result.n:,}", numeric=True),
        )
        for words, then, now in pairs
    )
    return Table("By the old and by the new definition", ("Period", "Old", "n", "New", "n"), rows)


def _cell(reading: Reading) -> Cell:
    return Cell(
        result_words(reading), Tone.NEUTRAL if isinstance(reading.result, Value) else Tone.UNKNOWN, numeric=True
    )


@dataclass(frozen=True)
class Counted:
    """A ticket that counts: where it is, what it is about, when, and what it brings to the number."""

    desk: str
    ticket: str
    title: str
    group: str
    opened: datetime
    brings: str


def sample(reader: Reader, metric: Metric, tried: Tried) -> tuple[str, list[Counted]]:
    """Some of the tickets behind the newest week that has any, and which week that is; nothing where none counts."""
    found = next((each for each in reversed(tried.weeks) if each.complete and each.result.n), None)
    if found is None:
        return "", []
    query = replace(stretch(reader), grain=Grain.ALL, first=found.period.first, last=found.period.last)
    rows = reader.tickets_as(metric, query, SAMPLE).to_pylist()
    return period_words(found.period), [_counted(row, metric.unit) for row in rows]


def _counted(row: Mapping[str, object], unit: str) -> Counted:
    brings = ""
    if row.get("met") is not None:
        brings = "yes" if row["met"] else "no"
    elif isinstance(number := row.get("amount"), int | float):
        brings = amount(number, unit)
    opened = row["opened_at"]
    assert isinstance(opened, datetime)
    return Counted(
        str(row["desk"]), str(row["ticket"]), str(row["title"] or ""), str(row["group"] or ""), opened, brings
    )


def warnings(reader: Reader, specification: Specification) -> list[str]:
    """What may mislead in a definition, and words in it that no ticket has."""
    found = list(cautions(specification))
    for condition in specification.conditions:
        of = condition.of
        if of.open and condition.values:
            there = set(reader.values(of.name))
            found += [
                f"No ticket has the {of.title} “{value}”: choose one that the tickets name."
                for value in condition.values
                if value not in there
            ]
    return found


def words_of(reader: Reader, name: str) -> list[str]:
    """The words that tickets have in a field, in order."""
    where: tuple[tuple[str, str], ...] = ()
    if name != "desk":
        where = tuple(pair for pair in stretch(reader).where)
    return [value for value in reader.values(FIELDS[name].name, where) if value is not None]
