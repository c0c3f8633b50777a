"""Shared tickets from the file to the verdict, held against counting the real export ticket by ticket."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

import pytest

from hoshin.impact.claim import Claim, Direction
from hoshin.impact.design import SHARED
from hoshin.impact.shared_tickets import CountedAfterStart
from hoshin.metrics.query import Grain
from hoshin.pipeline.effect import Scope, panel
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome, import_file
from hoshin.pipeline.placebo_starts import history
from hoshin.pipeline.read import Reader
from hoshin.pipeline.shared_tickets import shared_in_turn, shared_tickets, takings
from hoshin.pipeline.staggered_effect import Starts, staggered_panel
from tests.dataflow.exports import invented, save, servicenow

START = date(2016, 4, 11)
FIRST = START - timedelta(weeks=24)
DOWN = Claim("time_to_resolve_median", Direction.DOWN, 0.2)


@pytest.fixture
def reader(imported: tuple[Home, Outcome]) -> Iterator[Reader]:
    with Reader.open(imported[0]) as found:
        yield found


def by_hand(reader: Reader, scope: set[str], until: date) -> dict[str, float]:
    """The shares, from the rows of the log, a ticket at a time. The export is in UTC; a day counts 14 hours early."""
    first: dict[tuple[str, str], datetime] = {}
    for row in reader.log.assignments.to_pyarrow().to_pylist():
        key = (row["ticket"], row["group"])
        first[key] = min(first.get(key, row["at"]), row["at"])
    held: dict[str, set[str]] = defaultdict(set)
    for (ticket, group), at in first.items():
        if (at + timedelta(hours=14)).date() < until:
            held[ticket].add(group)
    taken: dict[str, list[bool]] = defaultdict(list)
    for groups in held.values():
        for group in groups - scope:
            taken[group].append(bool(groups & scope))
    return {group: sum(each) / len(each) for group, each in taken.items()}


@pytest.mark.parametrize("scope", [("Group 70",), ("Group 25", "Group 39")])
def test_shares_are_what_counting_ticket_by_ticket_gives(reader: Reader, scope: tuple[str, ...]) -> None:
    found = shared_tickets(reader, scope, (), FIRST, START).shares(START)
    assert found == by_hand(reader, set(scope), START)
    assert len(found) > 40
    assert max(found.values()) > SHARED > min(found.values())


def test_shares_in_turn_are_what_counting_ticket_by_ticket_gives(reader: Reader) -> None:
    waves = {"Group 70": 0, "Group 25": 1, "Group 39": 1, "Group 20": 2}
    found = shared_in_turn(reader, waves, (), FIRST, START)
    assert sorted(found) == [0, 1, 2]
    for wave, counted in found.items():
        begun = {name for name, own in waves.items() if own <= wave}
        expected = by_hand(reader, begun, START) | {
            name: by_hand(reader, begun - {name}, START)[name] for name in begun
        }
        assert counted.shares(START) == expected
    with pytest.raises(CountedAfterStart):
        found[0].shares(START - timedelta(days=1))


def test_a_panel_of_starts_in_turn_holds_what_was_shared_before_the_first(reader: Reader) -> None:
    later = START + timedelta(weeks=1)
    starts = Starts((("Group 25", later), ("Group 70", START)))
    measured = reader.catalogue.metric("ticket_volume")
    scope = Scope("group", ("Group 25", "Group 70"))
    one = staggered_panel(reader, scope, starts, measured, grain=Grain.DAY, as_of=date(2016, 6, 1), others={})
    first, second = (sum(day < on for day in one.periods) for on in starts.waves)
    alone, both = by_hand(reader, {"Group 70"}, START), by_hand(reader, set(scope.values), START)
    for name in one.series.keys() - set(scope.values):
        assert one.shared[name] == {first: alone.get(name, 0.0), second: both.get(name, 0.0)}
    assert one.shared["Group 25"][first] == alone["Group 25"]


def test_placebo_starts_know_the_same_shares(reader: Reader) -> None:
    one = takings(reader)
    for scope in ("Group 70", "Group 20"):
        assert one.between(scope, FIRST, START).shares(START) == by_hand(reader, {scope}, START)
    found = history(reader, "ticket_volume", "group")
    start = next(each for each in found.starts() if each.group == "Group 70" and each.panel)
    assert start.panel is not None
    first = found.periods[start.index]
    asked = shared_tickets(reader, ("Group 70",), (), start.panel.periods[0], first).shares(first)
    assert start.panel.shared == {name: share for name, share in asked.items() if name in start.panel.controls}
    assert not history(reader, "ticket_volume", "category").takings.taken, "the log knows no change of a category"


def test_a_panel_holds_what_was_shared_before_the_start_and_by_group_alone(reader: Reader) -> None:
    one = panel(reader, Scope("group", ("Group 70",)), START, DOWN, grain=Grain.DAY)
    expected = by_hand(reader, {"Group 70"}, START)
    assert one.shared == {name: expected[name] for name in one.controls if name in expected}
    early = panel(reader, Scope("group", ("Group 70",)), START, DOWN, grain=Grain.DAY, as_of=date(2016, 3, 20))
    sooner = by_hand(reader, {"Group 70"}, date(2016, 3, 21))
    assert early.shared == {name: sooner[name] for name in early.controls if name in sooner}
    [service] = reader.values("category")[:1]
    assert service
    assert panel(reader, Scope("category", (service,)), START, DOWN, grain=Grain.DAY).shared == {}


def test_a_ticket_is_counted_once_for_the_generation(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = Scope("group", ("Group 70",))
    asked = panel(reader, scope, START, DOWN, grain=Grain.DAY)
    monkeypatch.setattr("hoshin.pipeline.shared_tickets._taken_within", None)  # asking the log again would fail
    again = panel(reader, scope, START, Claim("reopen_share", Direction.UP, 0.1), grain=Grain.DAY)
    assert again.shared == {name: asked.shared[name] for name in again.controls if name in asked.shared}


def test_filters_hold_for_the_tickets_that_are_shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("filtered")
    home = Home(folder / "home")
    import_file(home, save(folder / "one.csv", invented(300)), servicenow())
    with Reader.open(home) as reader:
        [desk] = reader.desks
        whole = shared_tickets(reader, ("Group 1",), (), date(2026, 1, 1), date(2026, 4, 1))
        own = shared_tickets(reader, ("Group 1",), (("desk", desk),), date(2026, 1, 1), date(2026, 4, 1))
        none = shared_tickets(reader, ("Group 1",), (("desk", "Elsewhere"),), date(2026, 1, 1), date(2026, 4, 1))
    assert whole == own
    assert sum(whole.shared.values()) > 0
    assert none.taken == {}
