"""What chance explains of a rate: held against SciPy's binomial distribution."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from hoshin.impact.chance import PROMISED, beyond_chance, most_by_chance, too_many


@given(st.integers(2, 400))
def test_it_is_the_binomial_quantile(separate: int) -> None:
    most = most_by_chance(separate)
    assert most == binom.ppf(1 - PROMISED, separate, PROMISED)
    assert binom.sf(most, separate, PROMISED) <= PROMISED < binom.sf(most - 1, separate, PROMISED)


@given(st.integers(1, 300), st.integers(1, 10), st.data())
def test_the_warning_begins_where_the_picture_says(separate: int, overlap: int, data: st.DataObject) -> None:
    judged = separate * overlap
    called = data.draw(st.integers(0, judged))
    # No share above all of them can be called: there the warning never comes.
    expected = called / judged >= too_many(separate) - 1e-12 and most_by_chance(separate) < separate
    assert beyond_chance(called, judged, separate) is expected


@pytest.mark.parametrize(
    ("called", "judged", "separate", "warned"),
    [(0, 0, 0, False), (1, 1, 1, True), (2, 2, 2, True), (11, 127, 9, False), (8, 100, 11, False), (42, 120, 12, True)],
)
def test_few_separate_starts_say_little(called: int, judged: int, separate: int, warned: bool) -> None:
    assert beyond_chance(called, judged, separate) is warned


def test_nothing_tried_is_no_error() -> None:
    assert (most_by_chance(0), too_many(0)) == (0, 1.0)
