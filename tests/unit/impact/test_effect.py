"""From tickets in a generation to a verdict: the panel holds what the tickets say, pooled, in whole periods."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from hoshin.eventlog.schema import TABLES, TICKETS
from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import Reason
from hoshin.impact.panel import Panel
from hoshin.impact.verdict import VerdictKind
from hoshin.metrics.catalogue import UnknownMetric
from hoshin.metrics.query import Grain
from hoshin.pipeline.effect import Scope, effect, panel
from hoshin.pipeline.read import Reader
from hoshin.warehouse import generations, parts
from hoshin.warehouse.engines.duckdb import open_log
from hoshin.warehouse.manifest import BatchEntry, DeskEntry

FIRST = date(2024, 1, 1)
START = date(2025, 9, 3)
"""A Wednesday: its week belongs to neither side."""

GROUPS = ("Apps", "Cloud", "Field", "Hardware", "Mail", "Network", "Print", "Voice")
FASTER = {"Network": 0.6, "Mail": 0.65}
CLAIM = Claim("time_to_resolve_median", Direction.DOWN, 0.2)


def tickets(weeks: int, rate: float, start: date) -> pa.Table:
    """About ``rate`` tickets a week and group; hours follow a shock shared by all, shorter in FASTER from ``start``."""
    rng = np.random.default_rng(11)
    shock = 0.15 * rng.standard_normal(weeks)
    columns: dict[str, list[object]] = {name: [] for name in ("opened_at", "resolved_at", "group")}
    for place, group in enumerate(GROUPS):
        for week in range(weeks):
            for _ in range(int(rng.poisson(rate))):
                opened = datetime(FIRST.year, FIRST.month, FIRST.day) + timedelta(days=7 * week + rng.uniform(0, 6))  # noqa: DTZ001
                hours = np.exp(1.5 + 0.2 * place + shock[week] + 0.6 * rng.standard_normal())
                if opened.date() >= start:
                    hours *= FASTER.get(group, 1.0)
                for name, value in zip(
                    columns, (opened, opened + timedelta(hours=float(min(hours, 200))), group), strict=True
                ):
                    columns[name].append(value)
    count = len(columns["group"])
    for name in ("left_at", "updated_at"):
        columns[name] = columns["resolved_at"]
    for name in ("opened", "resolved", "left"):
        columns[f"{name}_on"] = [at.date() for at in columns[f"{name}_at"] if isinstance(at, datetime)]
    columns |= {"desk": ["desk"] * count, "kind": ["incident"] * count, "status": ["resolved"] * count}
    columns["ticket"] = [f"T{number:06d}" for number in range(count)]
    arrays = {
        field.name: pa.array(columns[field.name], field.type) if field.name in columns else pa.nulls(count, field.type)
        for field in TICKETS.arrow
    }
    return pa.table(arrays, schema=TICKETS.arrow)


@pytest.fixture(scope="module")
def logged() -> pa.Table:
    """Two years of weeks."""
    return tickets(110, 15, START)


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Callable[[pa.Table], Reader]:
    """Makes a reader of a generation that holds these tickets."""
    return lambda logged: reader_of(logged, tmp_path_factory.mktemp("warehouse"))


@pytest.fixture(scope="module")
def reader(logged: pa.Table, reading: Callable[[pa.Table], Reader]) -> Iterator[Reader]:
    with reading(logged) as open_reader:
        yield open_reader


def reader_of(logged: pa.Table, folder: Path) -> Reader:
    all_tables = {table.name: table.arrow.empty_table() for table in TABLES} | {TICKETS.name: logged}
    days = logged["opened_on"].to_pylist()
    desk = DeskEntry("mapping", "d" * 64, "UTC", False, min(days), max(days))
    generation = generations.write(
        folder, 1, parts.store(folder, all_tables), {"desk": desk}, (BatchEntry(1, "0" * 64),)
    )
    return Reader(generation, open_log(generation))


def weekly(reader: Reader, scope: Scope, as_of: date | None = None) -> Panel:
    return panel(reader, scope, START, CLAIM, grain=Grain.WEEK, as_of=as_of)


def test_the_panel_pools_the_tickets_of_the_scope(reader: Reader, logged: pa.Table) -> None:
    one = weekly(reader, Scope("group", ("Network", "Mail")))
    hours: dict[date, list[float]] = {}
    for row in logged.select(["group", "opened_at", "resolved_at", "resolved_on"]).to_pylist():
        if row["group"] in FASTER:
            week = row["resolved_on"] - timedelta(days=row["resolved_on"].weekday())
            hours.setdefault(week, []).append((row["resolved_at"] - row["opened_at"]).total_seconds() / 3600)
    assert one.treated == pytest.approx([float(np.median(hours[week])) for week in one.periods])
    assert list(one.treated_n) == [len(hours[week]) for week in one.periods]
    assert sorted(one.controls) == sorted(set(GROUPS) - set(FASTER))
    assert (one.unit, one.scope, one.comparison) == ("h", "Network and Mail", "groups")


def test_the_week_of_the_start_belongs_to_neither_side(reader: Reader) -> None:
    one = weekly(reader, Scope("group", ("Network",)))
    assert date(2025, 9, 1) not in one.periods
    assert one.periods[one.start] == date(2025, 9, 8)
    assert one.periods[one.start - 1] == date(2025, 8, 25)
    monday = panel(reader, Scope("group", ("Network",)), date(2025, 9, 8), CLAIM, grain=Grain.WEEK)
    assert monday.periods[monday.start] == date(2025, 9, 8)


def test_only_whole_weeks_up_to_the_day_asked_for_count(reader: Reader) -> None:
    one = weekly(reader, Scope("group", ("Network",)), as_of=date(2025, 11, 5))
    assert one.periods[-1] == date(2025, 10, 27)
    whole = weekly(reader, Scope("group", ("Network",)))
    assert whole.periods[-1] == date(2026, 1, 26)
    assert len(whole.periods) - whole.start == 21
    assert whole.periods[0] >= START - timedelta(weeks=104)


def test_what_was_planted_is_proven(reader: Reader) -> None:
    verdict = effect(reader, Scope("group", ("Network",)), START, CLAIM, others={"Mail": "Macros", "Nowhere": "Other"})
    assert verdict.kind is VerdictKind.PROVEN
    assert verdict.effect
    assert verdict.effect.relative
    assert verdict.effect.relative.low <= FASTER["Network"] - 1 <= verdict.effect.relative.high
    assert [(each.name, each.why) for each in verdict.left_out] == [("Mail", "also in Macros")]
    assert verdict.course.grain is Grain.WEEK


def test_a_group_in_which_nothing_was_done_shows_nothing(reader: Reader) -> None:
    verdict = effect(reader, Scope("group", ("Voice",)), START, CLAIM, others=dict.fromkeys(FASTER, "Swarming"))
    assert verdict.kind is VerdictKind.NO_VISIBLE_EFFECT


def test_a_claim_of_the_other_direction_makes_the_same_effect_harmful(reader: Reader) -> None:
    claim = Claim("time_to_resolve_median", Direction.UP, 0.2)
    verdict = effect(reader, Scope("group", ("Network",)), START, claim, others={"Mail": "Macros"})
    assert verdict.kind is VerdictKind.HARMFUL


def test_a_start_too_early_for_weeks_says_so(reader: Reader) -> None:
    verdict = effect(reader, Scope("group", ("Network",)), FIRST + timedelta(weeks=10), CLAIM)
    assert (verdict.kind, verdict.reason) == (VerdictKind.CANNOT_TELL, Reason.SHORT_BEFORE)
    assert verdict.course.grain is Grain.WEEK


def test_a_start_in_the_future_has_not_begun(reader: Reader) -> None:
    verdict = effect(reader, Scope("group", ("Network",)), date(2026, 6, 1), CLAIM)
    assert verdict.reason is Reason.NOT_STARTED


def test_short_histories_are_judged_by_working_day(reading: Callable[[pa.Table], Reader]) -> None:
    start = FIRST + timedelta(weeks=9)
    scope = Scope("group", ("Network",))
    with reading(tickets(14, 60, start)) as brief:
        days = panel(brief, scope, start, CLAIM, grain=Grain.DAY)
        verdict = effect(brief, scope, start, CLAIM, others={"Mail": "Macros"})
    assert {day.weekday() for day in days.periods} == set(range(5))
    assert days.periods[days.start] == start
    assert verdict.course.grain is Grain.DAY
    assert verdict.kind is VerdictKind.PROVEN


def test_where_days_do_not_suffice_either_the_weeks_say_why(reading: Callable[[pa.Table], Reader]) -> None:
    start = FIRST + timedelta(weeks=9)
    with reading(tickets(14, 10, start)) as thin:
        verdict = effect(thin, Scope("group", ("Network",)), start, CLAIM)
    assert (verdict.kind, verdict.reason) == (VerdictKind.CANNOT_TELL, Reason.SHORT_BEFORE)
    assert verdict.course.grain is Grain.WEEK
    assert "weeks, 20 are needed" in verdict.detail


def test_filters_hold_for_scope_and_comparison(reader: Reader) -> None:
    where = (("kind", "incident"),)
    assert judge_sizes(weekly(reader, Scope("group", ("Network",), where))) == judge_sizes(
        weekly(reader, Scope("group", ("Network",)))
    )
    nothing = effect(reader, Scope("group", ("Network",), (("kind", "change"),)), START, CLAIM)
    assert nothing.kind is VerdictKind.CANNOT_TELL


def judge_sizes(one: Panel) -> tuple[list[float], list[str]]:
    return list(one.treated), sorted(one.controls)


def test_an_unknown_metric_is_refused(reader: Reader) -> None:
    with pytest.raises(UnknownMetric):
        effect(reader, Scope("group", ("Network",)), START, Claim("time_to_resolv", Direction.DOWN, 0.2))


def test_a_scope_needs_a_value_and_has_words() -> None:
    with pytest.raises(ValueError, match="at least one group"):
        Scope("group", ())
    assert Scope("group", ("A",)).label == "A"
    assert Scope("group", ("A", "B", "C")).label == "A, B and C"
    assert Scope("group", ("A", "B", "C", "D", "E")).label == "A, B and 3 more"
