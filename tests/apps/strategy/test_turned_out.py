"""How far signed targets were reached, as a picture: order on the scale is order of the amounts."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from hoshin.apps.strategy.models import KeyResult, Proposal
from hoshin.apps.strategy.reports.negotiated import Outcome
from hoshin.apps.strategy.reports.turned_out import Row, picture
from hoshin.metrics.registry import LIBRARY

METRIC = LIBRARY.metric("time_to_resolve_median")
AMOUNTS = st.floats(1, 100).map(lambda each: round(each, 3))


def outcome(baseline: float, asked: float, signed: float, actual: float | None, *, over: bool = True) -> Outcome:
    key_result = KeyResult(title="Sooner", baseline=baseline, target=signed)
    proposals = [Proposal(target=each, due=date(2026, 6, 30)) for each in (asked, signed)]
    return Outcome(key_result, METRIC, proposals[1], proposals[0], actual, None, over)


@given(st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=5))
def test_what_came_lies_beyond_what_was_signed_exactly_where_it_was_met(
    rows: list[tuple[float, float, float, float]],
) -> None:
    assume(all(abs(baseline - signed) > 0.5 for baseline, _, signed, _ in rows))
    found = picture([outcome(*row) for row in rows])
    assert len({(each.baseline, each.signed) for each in found}) == 1  # one scale for all
    for (baseline, _, signed, actual), row in zip(rows, found, strict=True):
        assert 0 <= row.baseline < row.signed <= 100
        assert row.actual is not None
        assert all(0 <= spot <= 100 for spot in (row.asked, row.actual))
        falling = signed < baseline
        if actual <= signed - 0.5 if falling else actual >= signed + 0.5:
            assert row.actual >= row.signed
        if actual >= signed + 0.5 if falling else actual <= signed - 0.5:
            assert row.actual <= row.signed


def test_a_row_without_a_number_has_no_dot_and_one_to_come_is_no_row() -> None:
    [row] = picture([outcome(20, 10, 15, None), outcome(20, 10, 15, 12, over=False)])
    assert isinstance(row, Row)
    assert row.actual is None
    assert row.words == "Sooner: from 20.0 h, 10.0 h was asked, 15.0 h was signed, it was no data: no data"
    assert picture([]) == ()
