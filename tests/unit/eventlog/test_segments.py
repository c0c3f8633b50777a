"""What is worked out within tickets, against the same worked out ticket by ticket."""

from __future__ import annotations

from itertools import accumulate, groupby

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.eventlog.segments import NEVER, Segments, changes, first_known

ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(-4, 4), st.booleans()), max_size=25).map(
    lambda rows: sorted(rows, key=lambda row: row[0])
)


@settings(deadline=None)
@given(rows=ROWS)
def test_each_ticket_is_worked_out_by_itself(rows: list[tuple[int, int, bool]]) -> None:
    of = np.array([ticket for ticket, _, _ in rows], np.int64)
    values = np.array([value for _, value, _ in rows], np.int64)
    where = np.array([chosen for _, _, chosen in rows], np.bool_)
    found = Segments(of, 7)
    runs = [list(group) for _, group in groupby(rows, key=lambda row: row[0])]
    assert found.first.tolist() == [n == 0 for run in runs for n in range(len(run))]
    assert found.last.tolist() == [n == len(run) - 1 for run in runs for n in range(len(run))]
    assert found.position.tolist() == [n for run in runs for n in range(len(run))]
    assert found.before(values, 99).tolist() == [
        before for run in runs for before in [99, *(v for _, v, _ in run)][:-1]
    ]
    assert found.after(values, 99).tolist() == [after for run in runs for after in [*(v for _, v, _ in run), 99][1:]]
    assert found.running_max(values).tolist() == [v for run in runs for v in accumulate((v for _, v, _ in run), max)]
    for ticket in range(7):
        own = [(value, chosen) for at, value, chosen in rows if at == ticket]
        picked = [value for value, chosen in own if chosen]
        assert found.counts()[ticket] == len(own)
        assert found.counts(where)[ticket] == len(picked)
        assert found.sums(values)[ticket] == sum(value for value, _ in own)
        assert found.latest(values)[ticket] == (own[-1][0] if own else NEVER)
        assert found.latest(values, where)[ticket] == (picked[-1] if picked else NEVER)
        assert found.earliest(values)[ticket] == (own[0][0] if own else NEVER)


def test_a_change_in_any_column_begins_a_run_and_the_first_known_instant_counts() -> None:
    assert changes(np.array([1, 1, 2, 2]), np.array([5, 5, 5, 6])).tolist() == [True, False, True, True]
    assert changes(np.array([], np.int64)).tolist() == []
    assert first_known(np.array([NEVER, 3, NEVER]), np.array([7, 8, NEVER])).tolist() == [7, 3, NEVER]
