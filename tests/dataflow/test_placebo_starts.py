"""Placebo starts from the file to the rate: the history holds what readings say, and errors are clear."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from hoshin.impact.placebo_starts import SHORT, error_rate
from hoshin.metrics.catalogue import UnknownMetric
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.result import Value
from hoshin.metrics.scope import UnknownDimension, UnknownValue
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome, import_file
from hoshin.pipeline.placebo_starts import NothingToTry, history
from hoshin.pipeline.read import Reader
from tests.dataflow.exports import invented, save, servicenow


@pytest.fixture
def reader(imported: tuple[Home, Outcome]) -> Iterator[Reader]:
    with Reader.open(imported[0]) as found:
        yield found


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """Three months of a few tickets."""
    folder = tmp_path_factory.mktemp("small")
    home = Home(folder / "home")
    import_file(home, save(folder / "small.csv", invented(120)), servicenow())
    with Reader.open(home) as found:
        yield found


def test_a_history_holds_whole_working_days_as_they_are_read(reader: Reader) -> None:
    found = history(reader, "time_to_resolve_median", "group")
    assert found.grain is Grain.DAY, "ten whole weeks are too few"
    assert {day.weekday() for day in found.periods} == set(range(5))
    assert found.periods == found.ends
    group = max(found.n, key=lambda name: float(found.n[name].sum()))
    days = reader.read(["time_to_resolve_median"], Query(Grain.DAY, where=(("group", group),)))
    by_day = {each.period.first: each.result for each in days}
    for row, day in enumerate(found.periods):
        result = by_day[day]
        assert found.n[group][row] == result.n
        if isinstance(result, Value):
            assert found.values[group][row] == pytest.approx(result.amount)
        else:
            assert np.isnan(found.values[group][row])


def test_hoshin_errs_less_than_before_and_after_on_the_real_desk(reader: Reader) -> None:
    found = error_rate(history(reader, "ticket_volume", "group"), 100)
    total = found.total
    assert total.judged == 100
    assert total.called < total.before_after / 2
    assert total.untold == sum(found.untold.values()) > 0


def test_weeks_are_too_few_on_the_real_desk_and_that_is_said(reader: Reader) -> None:
    one = history(reader, "ticket_volume", "group", grain=Grain.WEEK)
    found = error_rate(one, 100)
    assert (found.total.judged, found.total.rate) == (0, None)
    assert found.untold == {SHORT: len(one.values)}


def test_a_desk_with_few_tickets_never_gets_a_rate(small: Reader) -> None:
    for grain in (None, Grain.DAY, Grain.WEEK):
        found = error_rate(history(small, "time_to_resolve_median", "group", grain=grain), 100)
        assert (found.total.judged, found.total.rate) == (0, None)
        assert found.total.untold > 0


def test_wrong_questions_are_refused_with_what_would_be_right(small: Reader) -> None:
    with pytest.raises(UnknownMetric, match="time_to_resolve_median"):
        history(small, "time_to_resolve", "group")
    with pytest.raises(UnknownDimension, match="Did you mean 'group'"):
        history(small, "ticket_volume", "groups")
    with pytest.raises(UnknownValue, match="Nobody"):
        history(small, "ticket_volume", "group", where=(("group", "Nobody"),))
    with pytest.raises(NothingToTry, match="does not give what the metric needs"):
        history(small, "csat_mean", "group")
