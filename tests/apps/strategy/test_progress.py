"""Where key results stand, read from real tickets."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy import queries
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.apps.strategy.reports.course import course
from hoshin.apps.strategy.reports.progress import Standing, gather
from hoshin.apps.strategy.status import Status
from hoshin.metrics.query import Grain, Query
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from tests.apps import small_desk
from tests.apps.small_desk import DESK, HARMED, HELPED, LAST, TODAY, WHOLE
from tests.apps.strategy.written import DUE, START, key_result, objective

RECENT = (WHOLE - timedelta(days=27), WHOLE)


def standing(reader: Reader | None, found: KeyResult, today: date = TODAY) -> Standing:
    """Where one key result stands, as its objective's page would show it."""
    [of] = gather(reader, [Objective.objects.prefetch_related("key_results__scope").get(pk=found.objective_id)], today)
    return next(each for each in of.key_results if each.key_result.pk == found.pk)


def test_the_actual_number_is_that_of_the_last_four_weeks(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena), scope=(("group", HELPED),))
    where = (("desk", DESK), ("group", HELPED))
    rows = reader.tickets("time_to_resolve_median", Query(Grain.ALL, None, *RECENT, where)).to_pylist()
    hours = [(row["resolved_at"] - row["opened_at"]).total_seconds() / 3600 for row in rows]
    stands = standing(reader, found)
    expected = (found.baseline - np.median(hours)) / (found.baseline - found.target)
    assert stands.gone == pytest.approx(expected, rel=1e-6)
    assert stands.actual is not None
    assert stands.actual.result.n == len(hours)
    assert stands.status is Status.REACHED  # the planted help is far more than a fifth
    assert stands.percent == 100


def test_harm_is_seen(reader: Reader, lena: Person) -> None:
    stands = standing(reader, key_result(reader, lena, objective(lena), scope=(("group", HARMED),)))
    assert stands.status is Status.OFF_TRACK
    assert stands.gone is not None
    assert stands.gone < 0
    assert stands.percent == 0
    assert "moved away" in stands.progress_words
    assert "moved away" in stands.why


def test_counts_are_compared_over_equal_stretches(reader: Reader, lena: Person) -> None:
    """A year's tickets against four weeks' would be progress that nobody made."""
    found = key_result(
        reader, lena, objective(lena), "ticket_volume", days=(date(2025, 11, 1), date(2026, 5, 31)), target=1.0
    )
    opened = reader.tickets("ticket_volume", Query(Grain.ALL, None, *RECENT, (("desk", DESK),))).num_rows
    stands = standing(reader, found)
    assert stands.gone is not None
    assert stands.gone == pytest.approx((found.baseline - opened) / (found.baseline - 1))
    assert abs(stands.gone) < 0.3
    assert stands.actual_words == f"{opened} in 4 weeks"


def test_several_key_results_are_read_as_each_alone(reader: Reader, lena: Person) -> None:
    of = objective(lena)
    keys = ("time_to_resolve_median", "resolution_sla_met_share", "backlog")
    found = [key_result(reader, lena, of, key, factor=f) for key, f in zip(keys, (0.8, 1.2, 0.5), strict=True)]
    found.append(key_result(reader, lena, of, scope=(("group", HELPED),)))
    for each in found:
        stands = standing(reader, each)
        assert stands.query is not None
        assert stands.actual == reader.read([each.metric], stands.query)[0]


def test_before_the_start_nothing_is_judged(reader: Reader, lena: Person) -> None:
    stands = standing(reader, key_result(reader, lena, objective(lena), start=date(2026, 12, 1)))
    assert stands.status is Status.NOT_STARTED
    assert stands.why == "It starts on 1 Dec 2026."


def test_in_its_first_weeks_it_is_too_early(reader: Reader, lena: Person) -> None:
    first = WHOLE - timedelta(days=27)  # of the last four weeks
    early = standing(reader, key_result(reader, lena, objective(lena), start=first + timedelta(days=1)))
    assert (early.status, early.tone) == (Status.TOO_EARLY, Tone.NEUTRAL)
    assert "once tickets up to" in early.why
    assert standing(reader, key_result(reader, lena, objective(lena), start=first)).status is not Status.TOO_EARLY


def test_old_tickets_are_silence(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena), scope=(("group", HELPED),))
    assert standing(reader, found, LAST + timedelta(days=45)).status is Status.REACHED
    late = standing(reader, found, LAST + timedelta(days=46))
    assert (late.status, late.gone, late.tone) == (Status.UNKNOWN, None, Tone.UNKNOWN)
    assert "too old" in late.why


def test_without_tickets_nobody_knows(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena))
    assert standing(None, found).status is Status.UNKNOWN
    KeyResult.objects.filter(pk=found.pk).update(desk="gone")
    stands = standing(reader, found)
    assert (stands.status, stands.actual_words, stands.tickets_address) == (Status.UNKNOWN, "no data", "")
    assert "No tickets of gone" in stands.why


def test_too_few_tickets_are_no_number_to_judge_by(reader: Reader, lena: Person) -> None:
    scope = (("group", HELPED), ("priority", "1 - Critical"))
    found = key_result(reader, lena, objective(lena), days=(small_desk.FIRST, WHOLE), scope=scope)
    stands = standing(reader, found)
    assert stands.actual is not None
    assert stands.actual.result.n < 5
    assert stands.status is Status.UNKNOWN


def test_another_definition_cannot_be_compared(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena), scope=(("group", HELPED),))
    KeyResult.objects.filter(pk=found.pk).update(baseline_definition="an older one")
    stands = standing(reader, found)
    assert stands.status is Status.UNKNOWN
    assert stands.redefined
    assert "measure the baseline again" in stands.why


def test_a_demonstration_is_seen_on_its_own_last_day(home: Home, tmp_path: Path, lena: Person) -> None:
    small_desk.take_in(home, tmp_path, demonstration=True)
    with Reader.open(home) as reader:
        found = key_result(reader, lena, objective(lena), scope=(("group", HELPED),))
        stands = standing(reader, found, date(2040, 1, 1))
    assert stands.today == LAST
    assert stands.status is Status.REACHED


def test_an_objective_is_no_better_than_its_worst_key_result(reader: Reader, lena: Person) -> None:
    of = objective(lena)
    empty = gather(reader, [of], TODAY)[0]
    assert (empty.status, empty.tone, empty.percent) == (Status.UNKNOWN, Tone.UNKNOWN, 0)
    key_result(reader, lena, of, scope=(("group", HELPED),))
    assert gather(reader, [Objective.objects.get(pk=of.pk)], TODAY)[0].status is Status.REACHED
    key_result(reader, lena, of, scope=(("group", HARMED),))
    assert gather(reader, [Objective.objects.get(pk=of.pk)], TODAY)[0].status is Status.OFF_TRACK


def test_the_chart_goes_from_baseline_to_target(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena), scope=(("group", HELPED),))
    chart = course(reader, standing(reader, found))
    seen, way, target = chart.series
    assert len({len(each.values) for each in chart.series} | {len(chart.categories)}) == 1
    assert chart.categories[-1] == f"{DUE:%G-W%V}"
    assert chart.markers[0].at == f"{START:%G-W%V}"
    drawn = [each for each in way.values if each is not None]
    assert drawn == sorted(drawn, reverse=True)
    assert drawn[-1] == pytest.approx(found.target)
    assert found.target < drawn[0] <= found.baseline
    assert set(target.values) == {found.target}
    weekly = reader.read(["time_to_resolve_median"], Query(Grain.WEEK, None, date(2026, 2, 1), LAST, found.where))
    amounts = [each.result.amount for each in weekly if each.complete]  # type: ignore[union-attr]
    assert [each for each in seen.values if each is not None] == amounts


def test_a_list_of_objectives_costs_the_same_queries_however_long(reader: Reader, lena: Person) -> None:
    def queries_of() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            gather(reader, queries.objectives(), TODAY)
        return len(captured)

    key_result(reader, lena, objective(lena))
    few = queries_of()
    for number in range(4):
        of = objective(lena, f"Objective {number}")
        key_result(reader, lena, of)
        key_result(reader, lena, of, scope=(("group", HELPED),))
    assert queries_of() == few
