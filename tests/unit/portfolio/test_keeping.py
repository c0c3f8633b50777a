"""What a quarter's promises came to, against a count that goes day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoshin.portfolio.keeping import Outcome, Planned, Promise, Quarter, Work, integrity

FIRST = date(2026, 1, 1)
QUARTERS = [
    Quarter(date(2026, 1, 1), date(2026, 3, 31)),
    Quarter(date(2026, 4, 1), date(2026, 6, 30)),
    Quarter(date(2026, 7, 1), date(2026, 9, 30)),
]
days = st.integers(-30, 300).map(lambda each: FIRST + timedelta(days=each))
keys = st.sampled_from("abcdef")


@st.composite
def works(draw: st.DrawFn) -> dict[str, Work]:
    found = {}
    for key in draw(st.sets(keys)):
        starts = draw(days)
        said = tuple(draw(st.lists(days, max_size=4)))
        done = draw(st.none() | days)
        found[key] = Work(key, key, starts, draw(st.booleans()), done, said)
    return found


@st.composite
def plans(draw: st.DrawFn) -> list[Planned]:
    found = []
    for key in draw(st.sets(keys)):
        begins = draw(st.integers(0, 2))
        found.append(Planned(key, key, QUARTERS[begins], QUARTERS[draw(st.integers(begins, 2))]))
    return found


@given(planned=plans(), there=works(), today=days, place=st.integers(0, 2), weeks=st.integers(1, 12))
def test_it_equals_a_count_by_hand(
    planned: list[Planned], there: dict[str, Work], today: date, place: int, weeks: int
) -> None:
    quarter = QUARTERS[place]
    found = integrity(quarter, planned, there, today=today, silent_after=timedelta(weeks=weeks))
    if today < quarter.first:
        assert found.findings == ()
        return
    told = {(each.key, each.promise): each.outcome for each in found.findings if each.promise}
    assert told == dict(_by_hand(quarter, planned, there, today))
    assert {each.key for each in found.of(Outcome.ADDED)} == {
        key
        for key, work in there.items()
        if work.begun and quarter.first <= work.starts <= min(today, quarter.last)
        if not any(each.key == key and each.begins.first <= quarter.last <= each.done.last for each in planned)
    }
    seen = min(today, quarter.last)
    quiet = [seen - timedelta(days=back) for back in range(7 * weeks + 1)]
    assert {each.key for each in found.of(Outcome.SILENT)} == {
        key
        for key, work in there.items()
        if work.begun and work.starts < quiet[-1] and not (work.done and work.done <= seen)
        if not set(work.said) & set(quiet)
    }


def _by_hand(
    quarter: Quarter, planned: list[Planned], there: dict[str, Work], today: date
) -> list[tuple[tuple[str, Promise], Outcome]]:
    found = []
    for each in planned:
        work = there.get(each.key)
        late = work is None or work.starts > quarter.last
        if each.begins == quarter:
            came = work is not None and work.begun and work.starts <= min(today, quarter.last)
            found.append(((each.key, Promise.BEGIN), _outcome(came=came, lost=late or today > quarter.last)))
        if each.done == quarter:
            came = work is not None and work.done is not None and work.done <= min(today, quarter.last)
            found.append(((each.key, Promise.FINISH), _outcome(came=came, lost=late or today > quarter.last)))
    return found


def _outcome(*, came: bool, lost: bool) -> Outcome:
    return Outcome.KEPT if came else Outcome.SLIPPED if lost else Outcome.OPEN


def test_the_share_is_of_what_is_settled() -> None:
    planned = [Planned(key, key, QUARTERS[0], QUARTERS[2]) for key in "abc"]
    there = {"a": Work("a", "a", FIRST, begun=True, said=(FIRST,))}
    found = integrity(QUARTERS[0], planned, there, today=date(2026, 2, 1), silent_after=timedelta(weeks=9))
    assert found.share == 1 / 3
    assert integrity(QUARTERS[2], planned, there, today=FIRST, silent_after=timedelta(1)).share is None
