"""Whatever a desk writes, the rules and the walk through the rows agree."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.eventlog.by_hand import log_by_hand
from tests.unit.eventlog.rows import STATUS, log, row

hours = st.one_of(st.integers(0, 30), st.integers(0, 1000)).map(float)
maybe = st.one_of(st.none(), hours)
FILE = st.fixed_dictionaries(
    {
        "history": st.booleans() | st.just(True),
        "gives_resolved": st.booleans(),
        "gives_closed": st.booleans(),
        "gives_waiting": st.booleans() | st.just(True),
        "gives_active": st.booleans() | st.just(True),
        "tells_user": st.booleans() | st.just(True),
        "tells_vendor": st.booleans() | st.just(True),
    }
)


@st.composite
def files(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Up to three files of one desk that tell of the same few tickets."""
    table: list[dict[str, Any]] = []
    for place, file in enumerate(draw(st.lists(FILE, min_size=1, max_size=3)), 1):
        numbered = draw(st.booleans())
        for line in range(2, 2 + draw(st.integers(1, 25))):
            said = {
                "ticket": draw(st.sampled_from(["T1", "T2", "T3", "T4"])),
                "place": place,
                "position": draw(st.integers(0, 4)) if numbered else None,
                "at": draw(maybe | hours),
                "opened_at": draw(maybe),
                "resolved_at": draw(maybe) if file["gives_resolved"] else None,
                "closed_at": draw(maybe) if file["gives_closed"] else None,
                "updated_at": draw(maybe),
                "state": (state := draw(st.sampled_from([*STATUS, "Waiting", "Unheard of", None]))),
                "hold_reason": draw(st.sampled_from(["user", "vendor", None])) if state == "Waiting" else None,
                "closure": draw(st.sampled_from([None, None, "duplicate"])),
                "duplicate_of": draw(st.sampled_from([None, None, None, "T9"])),
                "parent": draw(st.sampled_from([None, "T8"])),
                "group": draw(st.sampled_from(["A", "B", "C", None])),
                "priority": draw(st.sampled_from([1, 3, None])),
                "title": f"{place}/{line}",
                "reassignments": draw(st.sampled_from([None, None, 2])),
                "satisfaction": draw(st.sampled_from([None, 4])),
                "reopens": draw(st.sampled_from([None, None, 1])),
            }
            table.append(row(line, **{**file, **said}))
    return draw(st.permutations(table))


@settings(max_examples=80, deadline=None)
@given(files())
def test_the_rules_equal_the_walk(table: list[dict[str, Any]]) -> None:
    found = log(table)
    assert found == log_by_hand(table)
    for interval in found["transitions"] + found["assignments"]:
        assert interval["until"] is None or interval["until"] >= interval["at"]
