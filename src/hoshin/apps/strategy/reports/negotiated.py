"""Catchball as it is shown: what each proposal changed, the clock, and how agreed targets turned out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from hoshin.apps.strategy.actions import Evidence
from hoshin.apps.strategy.differences import Change, Piece, alike, differences
from hoshin.apps.strategy.level import DAYS, is_small, level, level_words
from hoshin.apps.strategy.models import Catchball, KeyResult, Proposal, Side
from hoshin.apps.strategy.reports.prospect import prospect, weekly
from hoshin.apps.strategy.status import progress
from hoshin.metrics.catalogue import Catalogue
from hoshin.metrics.definition import Direction, Metric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Band, LineChart, Series, Tone
from hoshin.reporting.wording import day
from hoshin.signals.forecast import Forecast


@dataclass(frozen=True)
class Throw:
    """One proposal beside the one before it."""

    proposal: Proposal
    target_words: str
    moved: str
    reason: tuple[Piece, ...]
    resources: tuple[Piece, ...]
    signed: tuple[str, ...]

    @property
    def forecast_words(self) -> str:
        """The forecast of its time; empty where there was none."""
        found = self.proposal.forecast
        return "" if found is None else f"{round(100 * found)} %"


@dataclass(frozen=True)
class Negotiation:
    """One catchball as it stands."""

    catchball: Catchball
    metric: Metric
    throws: tuple[Throw, ...]
    today: date

    @property
    def tone(self) -> Tone:
        """Good once it is signed, bad once its time is over."""
        if self.catchball.agreed:
            return Tone.GOOD
        if self.catchball.withdrawn_at:
            return Tone.NEUTRAL
        return Tone.BAD if self.catchball.days_left(self.today) < 0 else Tone.WATCH

    @property
    def word(self) -> str:
        """Its state in a word."""
        if self.catchball.agreed:
            return "signed by both"
        if self.catchball.withdrawn_at:
            return "taken back"
        return "overdue" if self.catchball.days_left(self.today) < 0 else "open"

    @property
    def who(self) -> str:
        """Who speaks for which side."""
        asks, answers = (self.catchball.person_of(side).name for side in Side)
        return f"{asks} asks, {answers} answers."

    @property
    def clock(self) -> str:
        """How much time is left, and whose turn it is; empty once it is closed."""
        if not self.catchball.open:
            return ""
        left = self.catchball.days_left(self.today)
        days = f"{abs(left)} day{'' if abs(left) == 1 else 's'}"
        time = f"{days} left, until {day(self.catchball.until)}" if left >= 0 else f"{days} over its time"
        return f"{self.catchball.person_of(self.catchball.turn).name} has the ball, {time}."


def evidence(
    reader: Reader, key_result: KeyResult, metric: Metric, target: float, due: date, known: date | None = None
) -> Evidence:
    """What the forecast says of a target, in the metric's unit, by a date: by the weeks that were over on ``known``.

    None takes all weeks that there are.
    """
    weeks = weekly(reader, [metric.key], key_result.where)[metric.key]
    found = prospect(metric, [each for each in weeks if not known or each.period.last < known], target, due)
    likely = found.made.probability if isinstance(found.made, Forecast) else None
    words = f"{found.sentence} {found.expected_words} {found.caution}".strip()
    return Evidence(likely, words, reader.generation)


def compose(catchball: Catchball, metric: Metric, today: date) -> Negotiation:
    """The catchball with what each proposal changed."""
    proposals = list(catchball.proposals.all())
    pairs = zip(proposals, [None, *proposals], strict=False)
    return Negotiation(catchball, metric, tuple(_throw(metric, each, before) for each, before in pairs), today)


def _throw(metric: Metric, proposal: Proposal, before: Proposal | None) -> Throw:
    moved = ""
    if before and before.target != proposal.target:
        moved = f"target from {level_words(metric, before.target)} to {level_words(metric, proposal.target)}"
    if before and before.due != proposal.due:
        moved += f"{', ' if moved else ''}date from {day(before.due)} to {day(proposal.due)}"
    return Throw(
        proposal,
        level_words(metric, proposal.target),
        moved,
        _pieces(before.reason if before else "", proposal.reason),
        _pieces(before.resources if before else "", proposal.resources),
        tuple(f"{each.person.name} on {day(each.at.date())}" for each in proposal.signatures.all()),
    )


def _pieces(before: str, now: str) -> tuple[Piece, ...]:
    """What changed word by word; a reason of one's own is no change of the other side's."""
    return differences(before, now) if alike(before, now) else (Piece(Change.SAME, now),)


def history(chart: LineChart, negotiation: Negotiation) -> LineChart:
    """The course of the metric with what each side proposed last as lines, beside what is promised now."""
    last = {each.proposal.side: each for each in negotiation.throws}
    names = {side: negotiation.catchball.person_of(side).name for side in Side}
    many = len(chart.categories)
    lines = tuple(
        Series(f"{names[Side(side)]}: {each.target_words}", (each.proposal.target,) * many, "dashed")
        for side, each in last.items()
    )
    weekly = tuple(each for each in chart.series if each.name == "each week")
    said = "; ".join(f"{names[Side(side)]} proposes {each.target_words}" for side, each in last.items())
    bands: tuple[Band, ...] = chart.bands
    return LineChart(
        chart.title, chart.unit, chart.categories, (*weekly, *lines), bands, chart.markers, f"Week by week. {said}."
    )


@dataclass(frozen=True)
class Outcome:
    """What became of a signed target. ``actual`` is None before its date, and where there is no number for it."""

    key_result: KeyResult
    metric: Metric
    agreed: Proposal
    asked: Proposal
    actual: float | None
    met: bool | None
    over: bool

    @property
    def tone(self) -> Tone:
        """Good where it was met, bad where not."""
        if not self.over:
            return Tone.NEUTRAL
        return Tone.UNKNOWN if self.met is None else Tone.GOOD if self.met else Tone.BAD

    @property
    def word(self) -> str:
        """Whether it was met."""
        if not self.over:
            return "to come"
        return "no data" if self.met is None else "met" if self.met else "missed"

    @property
    def baseline_words(self) -> str:
        """Where it started from."""
        return level_words(self.metric, self.key_result.baseline)

    @property
    def asked_words(self) -> str:
        """The first target that was proposed."""
        return level_words(self.metric, self.asked.target)

    @property
    def agreed_words(self) -> str:
        """The target that both signed."""
        return level_words(self.metric, self.agreed.target)

    @property
    def actual_words(self) -> str:
        """What it was in the four weeks up to the date."""
        return "no data" if self.actual is None else level_words(self.metric, self.actual)

    @property
    def forecast_words(self) -> str:
        """The forecast on the day of the proposal."""
        return "none" if self.agreed.forecast is None else f"{round(100 * self.agreed.forecast)} %"

    @property
    def harder(self) -> bool:
        """Whether the first target asked for more than what was signed."""
        lower = self.metric.direction is Direction.LOWER or self.agreed.target < self.key_result.baseline
        return self.asked.target < self.agreed.target if lower else self.asked.target > self.agreed.target


def outcomes(
    reader: Reader | None, catchballs: Iterable[Catchball], catalogue: Catalogue, today: date
) -> list[Outcome]:
    """What became of every signed target, the newest date first."""
    found = [_outcome(reader, each, catalogue, today) for each in catchballs if each.agreed]
    return sorted(found, key=lambda each: each.agreed.due, reverse=True)


def _outcome(reader: Reader | None, catchball: Catchball, catalogue: Catalogue, today: date) -> Outcome:
    key_result = catchball.key_result
    metric = catalogue.metric(key_result.metric)
    agreed, asked = catchball.latest, next(iter(catchball.proposals.all()))
    over = agreed.due < today
    actual = _actual(reader, key_result, metric, agreed.due) if over else None
    met = None if actual is None else progress(key_result.baseline, agreed.target, actual) >= 1
    return Outcome(key_result, metric, agreed, asked, actual, met, over)


def _actual(reader: Reader | None, key_result: KeyResult, metric: Metric, due: date) -> float | None:
    """The four weeks that end on the date, where the tickets wholly cover them and enough stand behind the number."""
    if reader is None or (key_result.desk and key_result.desk not in reader.desks):
        return None
    query = Query(Grain.ALL, None, due - timedelta(days=DAYS - 1), due, key_result.where)
    [reading] = reader.read([metric.key], query)
    value = reading.result
    if not isinstance(value, Value) or not reading.complete or is_small(metric, value):
        return None
    return level(metric, value.amount, reading.period.first, reading.period.last)


def summary(found: Iterable[Outcome]) -> str:
    """How well negotiated targets turned out, in sentences."""
    known = [each for each in found if each.met is not None]
    if not known:
        return "No signed target has reached its date yet, so nobody can say how well they turn out."
    met = sum(each.met is True for each in known)
    said = f"{met} of {len(known)} signed target{'' if len(known) == 1 else 's'} whose date has come "
    said += f"{'was' if met == 1 else 'were'} met."
    likely = [each for each in known if (each.agreed.forecast or 0) >= 0.5]
    unlikely = [each for each in known if each.agreed.forecast is not None and each.agreed.forecast < 0.5]
    for group, words in ((likely, "at 50 % or more"), (unlikely, "below 50 %")):
        if group:
            said += f" Of {len(group)} that the forecast put {words}, {sum(e.met is True for e in group)} came true."
    return said
