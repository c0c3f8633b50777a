"""The chain of the audit trail as values: whatever is done to it afterwards is found, at its place."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.chain import BEFORE_ALL, Change, Line, breaks, changed, digest

WORDS = st.text(max_size=12)
CHANGES = st.lists(st.builds(Change, WORDS, WORDS, WORDS), max_size=3).map(tuple)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 bounds
PEOPLE = st.none() | st.integers(1, 99)
SAID = st.tuples(MOMENTS, PEOPLE, WORDS, WORDS, WORDS, CHANGES)


def chained(said: list[tuple[datetime, int | None, str, str, str, tuple[Change, ...]]]) -> list[tuple[Line, str]]:
    """Lines as they are written, one after the other."""
    made: list[tuple[Line, str]] = []
    for number, (at, person, action, subject, detail, changes) in enumerate(said, 1):
        line = Line(number, at, person, action, subject, detail, changes)
        made.append((line, digest(made[-1][1] if made else BEFORE_ALL, line)))
    return made


TRAILS = st.lists(SAID, min_size=1, max_size=8).map(chained)


@given(TRAILS)
def test_a_trail_as_it_was_written_is_whole(trail: list[tuple[Line, str]]) -> None:
    assert list(breaks(trail)) == []
    for line, carried in trail:
        assert list(breaks(trail, (line.number, carried))) == []


@given(TRAILS, st.data())
def test_a_line_that_says_something_else_is_found(trail: list[tuple[Line, str]], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(trail) - 1))
    line, carried = trail[place]
    at, person, action, subject, detail, changes = data.draw(SAID)
    other = Line(line.number, at, person, action, subject, detail, changes)
    found = list(breaks([*trail[:place], (other, carried), *trail[place + 1 :]]))
    assert [each.number for each in found] == ([] if other == line else [line.number])


@given(TRAILS, st.data())
def test_lines_that_are_gone_are_found(trail: list[tuple[Line, str]], data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(trail) - 1))
    last = data.draw(st.integers(first, len(trail) - 1))
    left = [*trail[:first], *trail[last + 1 :]]
    if last < len(trail) - 1:
        assert [each.number for each in breaks(left)] == [first + 1]
    else:
        # Where the end is cut off, the rest is a whole trail: only a digest noted before tells.
        assert list(breaks(left)) == []
        assert [each.number for each in breaks(left, (last + 1, trail[last][1]))] == [last + 1]


@given(TRAILS, SAID)
def test_a_trail_written_anew_is_found_by_what_was_noted(
    trail: list[tuple[Line, str]], said: tuple[datetime, int | None, str, str, str, tuple[Change, ...]]
) -> None:
    whole = [(e.at, e.person, e.action, e.subject, e.detail, e.changes) for e, _ in trail]
    if said == whole[0]:
        return
    anew = chained([said, *whole[1:]])
    assert list(breaks(anew)) == []
    noted = (trail[-1][0].number, trail[-1][1])
    assert [each.number for each in breaks(anew, noted)] == [noted[0]]


@given(SAID, SAID)
def test_only_the_same_line_has_the_same_digest(
    one: tuple[datetime, int | None, str, str, str, tuple[Change, ...]],
    other: tuple[datetime, int | None, str, str, str, tuple[Change, ...]],
) -> None:
    assert (digest(BEFORE_ALL, Line(1, *one)) == digest(BEFORE_ALL, Line(1, *other))) is (one == other)


def test_a_digest_as_written_out_by_hand() -> None:
    """The form is fixed: a trail of today must still hold under a later version."""
    line = Line(1, datetime(2026, 11, 28, 7, tzinfo=UTC), 3, "named", "Zürich", "", (Change("name", "", "Zürich"),))
    text = (
        f'["{"0" * 64}",1,"2026-11-28T07:00:00.000000+00:00",3,"named","Z\\u00fcrich","",[["name","","Z\\u00fcrich"]]]'
    )
    assert digest(BEFORE_ALL, line) == hashlib.sha256(text.encode()).hexdigest()


def test_a_moment_is_the_same_in_every_zone() -> None:
    at = datetime(2026, 11, 28, 7, tzinfo=UTC)
    elsewhere = at.astimezone(datetime.now().astimezone().tzinfo) + timedelta(0)
    assert digest(BEFORE_ALL, Line(1, at, None, "a", "b", "")) == digest(
        BEFORE_ALL, Line(1, elsewhere, None, "a", "b", "")
    )


def test_changes_name_what_came_went_and_became_something_else() -> None:
    found = changed({"a": 1, "b": 2, "gone": "x"}, {"a": 1, "b": 3, "new": True})
    assert found == (Change("b", "2", "3"), Change("new", "", "True"), Change("gone", "x", ""))
