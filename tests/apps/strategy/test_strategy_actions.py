"""What is written when a vision, an objective or a key result is."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.strategy import actions, queries
from hoshin.apps.strategy.models import KeyResult, Objective, Vision
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import metric
from hoshin.metrics.result import Value
from hoshin.pipeline.read import Reader
from tests.apps.small_desk import DESK, FIRST, LAST
from tests.apps.strategy.written import DUE, SPRING, START, key_result, objective

WHERE = (("desk", DESK),)


def test_a_new_vision_keeps_the_old_with_its_dates(lena: Person) -> None:
    began, changed = datetime(2025, 1, 1, tzinfo=UTC), datetime(2026, 3, 1, tzinfo=UTC)
    first = actions.publish_vision(lena, statement="Nobody waits.", horizon="2027", success="Half a day.", at=began)
    second = actions.publish_vision(
        lena, statement="Nobody calls.", horizon="2028", success="None.", why="They call.", at=changed
    )
    assert queries.vision() == second
    [old] = queries.earlier_visions()
    assert (old.vision, old.vision.at, old.until) == (first, began, changed)
    assert list(AuditLine.objects.values_list("action", "subject").order_by("id")) == [
        ("drafted the vision", "Nobody waits."),
        ("published the vision", "Nobody waits."),
        ("drafted the vision", "Nobody calls."),
        ("published the vision", "Nobody calls."),
    ]


def test_an_objective_remembers_the_vision_that_it_serves(lena: Person) -> None:
    vision = actions.publish_vision(lena, statement="Nobody waits.", horizon="2027", success="Half a day.")
    found = objective(lena)
    assert found.vision == vision
    assert not queries.newer_vision(found)
    actions.publish_vision(lena, statement="Nobody calls.", horizon="2028", success="None.", why="They call.")
    assert queries.newer_vision(found)
    changed = actions.write_objective(
        lena, title="Another title", why="", owner=None, first=START, last=DUE, objective=found
    )
    assert (changed.pk, changed.vision) == (found.pk, vision)
    told = {each.field: (each.before, each.after) for each in AuditLine.objects.latest("id").changes.all()}
    assert told == {
        "title": ("Back to work within the shift", "Another title"),
        "why": ("Every hour counts.", ""),
        "owner": ("Lena", ""),
    }


def test_a_key_result_keeps_where_its_baseline_comes_from(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena), scope=(("group", "Network"), ("group", "Portal")))
    where = (*WHERE, ("group", "Network"), ("group", "Portal"))
    [reading] = reader.read(["time_to_resolve_median"], Query(Grain.ALL, None, *SPRING, where))
    assert isinstance(reading.result, Value)
    assert (found.baseline, found.baseline_n) == (reading.result.amount, reading.result.n)
    assert (found.baseline_first, found.baseline_last) == SPRING
    assert found.baseline_generation == reader.generation
    assert found.baseline_definition == metric("time_to_resolve_median").digest
    assert KeyResult.objects.get(pk=found.pk).where == where
    line = AuditLine.objects.latest("id")
    assert (line.person, line.action, line.subject) == (lena, "added a key result", "A fifth sooner")


@pytest.mark.parametrize("days", [SPRING, (date(2026, 1, 5), date(2026, 1, 11))])
def test_counts_start_from_so_many_in_four_weeks(reader: Reader, lena: Person, days: tuple[date, date]) -> None:
    opened = reader.tickets("ticket_volume", Query(Grain.ALL, None, *days, WHERE)).num_rows
    found = key_result(reader, lena, objective(lena), "ticket_volume", days=days, target=1.0)
    assert found.baseline == pytest.approx(opened * 28 / ((days[1] - days[0]).days + 1))
    assert found.baseline_n == opened


@pytest.mark.parametrize(
    ("days", "scope", "because"),
    [
        ((date(2024, 1, 1), date(2024, 6, 1)), (), "outside of what the desk's export covers"),
        ((date(2025, 8, 1), date(2025, 10, 1)), (), "Choose days in between"),
        ((FIRST, LAST), (), "their last day may be cut"),
        (SPRING, (("group", "Netwrk"),), "Network"),
        ((date(2026, 4, 13), date(2026, 4, 13)), (("group", "Network"), ("priority", "1 - Critical")), "no ticket"),
        ((date(2026, 4, 12), date(2026, 4, 12)), (("group", "Network"),), "too few to start from"),
    ],
)
def test_what_was_not_soundly_measured_is_no_baseline(
    reader: Reader, days: tuple[date, date], scope: tuple[tuple[str, str], ...], because: str
) -> None:
    with pytest.raises(actions.NoBaseline, match=because):
        actions.read_baseline(reader, "time_to_resolve_median", (*WHERE, *scope), *days)


@pytest.mark.parametrize(
    ("key", "factor", "because"),
    [
        ("time_to_resolve_median", 1.0, "say what shall change"),
        ("time_to_resolve_median", 1.1, "lower is better"),
        ("resolution_sla_met_share", 0.9, "higher is better"),
    ],
)
def test_a_target_is_an_improvement(reader: Reader, lena: Person, key: str, factor: float, because: str) -> None:
    of = objective(lena)
    with pytest.raises(actions.NoChange, match=because):
        key_result(reader, lena, of, key, factor=factor)
    assert not KeyResult.objects.exists()
    found = key_result(reader, lena, of, key, factor=2 - factor if factor != 1 else 0.5)
    with pytest.raises(actions.NoChange, match=because):
        actions.change_key_result(lena, found, title="T", target=found.baseline * factor, start=START, due=DUE)


def test_what_is_neither_good_nor_bad_may_go_either_way(reader: Reader, lena: Person) -> None:
    for target in (1.0, 1000.0):
        assert key_result(reader, lena, objective(lena), "backlog", target=target).target == target


def test_a_changed_promise_leaves_the_old_one_in_the_trail(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena), target=12.0)
    baseline = found.baseline
    actions.change_key_result(lena, found, title="Sooner still", target=6.0, start=START, due=date(2028, 1, 1))
    stored = KeyResult.objects.get(pk=found.pk)
    assert (stored.title, stored.target, stored.due, stored.baseline) == (
        "Sooner still",
        6.0,
        date(2028, 1, 1),
        baseline,
    )
    told = {each.field: (each.before, each.after) for each in AuditLine.objects.latest("id").changes.all()}
    assert told == {
        "title": ("A fifth sooner", "Sooner still"),
        "target": ("12.0 h", "6.0 h"),
        "by": (str(DUE), "2028-01-01"),
    }


def test_a_baseline_can_be_measured_again(reader: Reader, lena: Person) -> None:
    found = key_result(reader, lena, objective(lena))
    KeyResult.objects.filter(pk=found.pk).update(baseline=99.0, baseline_definition="an older one")
    old = KeyResult.objects.get(pk=found.pk)
    actions.measure_again(lena, old, actions.read_baseline(reader, old.metric, old.where, *SPRING))
    new = KeyResult.objects.get(pk=found.pk)
    assert (new.baseline, new.baseline_definition) == (found.baseline, found.baseline_definition)
    told = {each.field: each.before for each in AuditLine.objects.latest("id").changes.all()}
    assert told == {"baseline": "99.0 h", "definition": "an older one"}


def test_only_what_nothing_measures_is_removed(reader: Reader, lena: Person) -> None:
    found = objective(lena)
    measured = key_result(reader, lena, found)
    with pytest.raises(actions.StillMeasured, match="has key results"):
        actions.drop_objective(lena, found)
    actions.drop_key_result(lena, measured)
    actions.drop_objective(lena, found)
    assert not Objective.objects.exists()
    assert AuditLine.objects.latest("id").action == "removed an objective"


def test_a_failed_write_leaves_nothing(reader: Reader, lena: Person) -> None:
    of = objective(lena)
    before = AuditLine.objects.count()
    with pytest.raises(actions.NoChange):
        key_result(reader, lena, of, factor=3)
    assert (KeyResult.objects.count(), AuditLine.objects.count(), Vision.objects.count()) == (0, before, 0)
