"""Open tickets by age: the buckets hold every age once, and together they are the backlog."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from hoshin.metrics.ageing import BUCKETS, ageing
from hoshin.metrics.drill import aged
from hoshin.metrics.query import Query
from tests.unit.metrics import oracle
from tests.unit.metrics.small_log import log_of, ticket

END = date(2024, 3, 1)
MIDNIGHT = datetime.fromisoformat("2024-03-02T00:00")
AT = st.integers(-24 * 200, 24 * 5).map(lambda hours: MIDNIGHT + timedelta(hours=hours))
ROWS = st.lists(
    st.fixed_dictionaries(
        {"opened_at": AT, "left_at": st.none() | AT, "group": st.sampled_from(["A", "B", None])},
    ),
    max_size=20,
)


def test_the_buckets_hold_every_age_once() -> None:
    for age in range(400):
        assert sum(b.youngest <= age and (b.oldest is None or age <= b.oldest) for b in BUCKETS) == 1
    assert [bucket.label for bucket in BUCKETS][:2] == ["0 days", "1 to 2 days"]
    assert BUCKETS[-1].label == "90 days and more"
    assert len({bucket.key for bucket in BUCKETS}) == len(BUCKETS)


@settings(max_examples=40, deadline=None)
@given(rows=ROWS, group=st.sampled_from([None, "A", "(none)"]))
def test_each_open_ticket_is_in_its_bucket(rows: list[dict[str, Any]], group: str | None) -> None:
    where = (("group", group),) if group else ()
    log, query = log_of(rows), Query(where=where)
    inside = [t for i, row in enumerate(rows, 1) if oracle.inside(t := ticket(i, row), where)]
    standing = oracle.standing(inside, END)
    found = ageing(log.tickets, query, END)
    assert sum(found) == len(standing)
    for n, bucket in zip(found, BUCKETS, strict=True):
        ages = [(END - t["opened_on"]).days for t in standing]
        own = [age for age in ages if age >= bucket.youngest and (bucket.oldest is None or age <= bucket.oldest)]
        behind = aged(log.tickets, query, END, bucket).to_pyarrow()
        assert n == len(own) == behind.num_rows
        assert sorted(behind["amount"].to_pylist()) == sorted(map(float, own))
