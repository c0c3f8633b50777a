"""Looking at all that is watched: what opens an obligation, and that it does so once."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from hoshin.apps.accounts.models import Person
from hoshin.apps.obligations import checking, clock, jobs, queries
from hoshin.apps.obligations.actions import watches
from hoshin.apps.obligations.checking import Outcome
from hoshin.apps.obligations.models import Check, Obligation, Origin, State, Watch
from hoshin.apps.scorecards import actions as scorecards
from hoshin.apps.scorecards.reports import scorecard
from hoshin.apps.scorecards.selection import Selection
from hoshin.apps.sources import actions as sources
from hoshin.apps.sources.announcing import announce
from hoshin.metrics.registry import METRICS
from hoshin.pipeline.home import Home
from hoshin.pipeline.imports import Outcome as Imported
from hoshin.pipeline.read import Reader
from hoshin.reporting.wording import day as say
from hoshin.signals.season import YEAR
from hoshin.simulation.plan import Happening
from tests.apps import small_desk
from tests.apps.strategy import written

pytestmark = pytest.mark.django_db


def test_the_whole_scorecard_is_watched(checked: Outcome) -> None:
    found = set(Watch.objects.filter(origin=Origin.USUAL).values_list("metric", "desk", "dimension", "value"))
    assert found == {(key, small_desk.DESK, "", "") for key in METRICS}


def test_what_has_a_target_is_watched_in_its_scope(lena: Person, reader: Reader, today: datetime) -> None:
    scope = {"desk": small_desk.DESK, "dimension": "group", "value": small_desk.HARMED}
    scorecards.set_target(lena, "time_to_resolve_median", 5.0, **scope)
    checking.check(reader, today)
    watch = Watch.objects.get(dimension="group")
    assert (watch.origin, watch.value) == (Origin.TARGET, small_desk.HARMED)
    [found] = watch.obligations.filter(kind="target")
    assert (found.state, found.bound, found.higher, found.meaning) == (State.OPEN, 5.0, True, "worse")
    assert "above the target of 5.0 h" in found.words


def test_who_pays_for_a_key_result_is_an_obligation(home: Home, lena: Person, today: datetime, tmp_path: Path) -> None:
    hasty = Happening("closing to clear", small_desk.SWARMING, small_desk.LAST, times=0.4, reopens=6.0)
    small_desk.take_in(home, tmp_path, plan=replace(small_desk.PLAN, effects=(), happenings=(hasty,)))
    with Reader.open(home) as reader:
        written.key_result(reader, lena, written.objective(lena))
        checking.check(reader, today)
        [found] = Obligation.objects.filter(kind="counter-metric")
        assert (found.watch.metric, found.state, found.began) == (
            "time_to_resolve_median",
            State.OPEN,
            small_desk.SWARMING,
        )
        assert re.fullmatch(
            r"Since 1 Jun 2026, compared with the weeks before, the median week of time to resolve \(median\) went "
            r"from [\d.]+ h to [\d.]+ h \(better\), while that of reopen.* went from [\d.]+ % to [\d.]+ % \(worse\): "
            r"look at both before you celebrate\.",
            found.words,
        )
        assert checking.check(reader, today).opened == ()


def test_what_fired_is_what_the_scorecard_shows_of_the_last_weeks(checked: Outcome, reader: Reader) -> None:
    gathered = scorecard.gather(reader, Selection().settled(reader.desks), {}, {})
    shown = {course.metric.key for course in gathered.courses if course.recent_signals}
    fired = set(Obligation.objects.filter(kind="signal").values_list("watch__metric", flat=True))
    assert fired == shown != set()
    for found in Obligation.objects.filter(kind="signal").select_related("watch"):
        course = next(c for c in gathered.courses if c.metric.key == found.watch.metric)
        newest = next(r for r in course.readings if r.period.first == found.newest_first)
        assert (found.amount, found.n) == (newest.result.amount, newest.result.n)  # type: ignore[union-attr]
        assert newest.complete


def test_the_clock_runs_ten_working_days(checked: Outcome) -> None:
    assert {o.due for o in checked.opened} == {date(2026, 12, 7)}
    assert {o.opened_on for o in checked.opened} == {small_desk.TODAY}


def test_a_second_look_changes_nothing(checked: Outcome, reader: Reader, today: datetime) -> None:
    before = list(Obligation.objects.values())
    again = checking.check(reader, today + timedelta(days=3))
    assert again.opened == ()
    assert list(Obligation.objects.values()) == before
    assert Check.objects.count() == 2


def test_a_signal_seen_earlier_grows_and_keeps_its_clock(reader: Reader, today: datetime) -> None:
    for ago in (4, 3, 2):
        day = small_desk.TODAY - timedelta(weeks=ago)
        checking.check(reader, today - timedelta(weeks=ago), as_of=day - timedelta(days=1))
    then = {o.pk: o for o in Obligation.objects.all()}
    now = checking.check(reader, today)
    grown = [o for o in Obligation.objects.filter(pk__in=then) if o.newest_last > then[o.pk].newest_last]
    assert grown
    for each in grown:
        assert (each.began, each.opened_on, each.due) == (
            then[each.pk].began,
            then[each.pk].opened_on,
            then[each.pk].due,
        )
    at_once = {(o.watch_id, o.kind, o.higher) for o in now.opened}
    assert not at_once & {(o.watch_id, o.kind, o.higher) for o in grown}


def test_when_it_first_fired_and_its_latest_week_are_told_apart(
    client: Client, vera: Person, reader: Reader, today: datetime
) -> None:
    day = small_desk.TODAY - timedelta(weeks=4)
    then = checking.check(reader, today - timedelta(weeks=4), as_of=day - timedelta(days=1))
    assert all(o.opened_for == o.newest_first for o in then.opened)
    checking.check(reader, today)
    grown = [o for o in Obligation.objects.filter(pk__in=[o.pk for o in then.opened]) if o.newest_first > day]
    assert grown
    client.force_login(vera)
    for each in grown:
        assert each.opened_for
        page = client.get(reverse("obligations:obligation", args=[each.pk])).content.decode()
        assert f"first fired on {say(each.opened_on)} for the week from {say(each.opened_for)}." in page
        assert f"the sentence above is of the latest week, from {say(each.newest_first)}." in page
    fresh = next(o for o in Obligation.objects.filter(opened_on=small_desk.TODAY))
    page = client.get(reverse("obligations:obligation", args=[fresh.pk])).content.decode()
    assert "It has gone on since" not in page


def test_judging_as_of_a_day_sees_nothing_after_it(reader: Reader, today: datetime) -> None:
    as_of = date(2026, 8, 30)
    found = checking.check(reader, today, as_of=as_of)
    assert found.check.judged_to == as_of
    assert all(o.newest_last <= as_of for o in Obligation.objects.all())


def test_history_before_the_first_look_is_left_alone(checked: Outcome) -> None:
    newest = checked.check.judged_to
    assert newest == date(2026, 11, 15)
    assert all(o.newest_last > newest - checking.NEW for o in Obligation.objects.all())


def test_a_season_is_held_back_and_has_no_clock(checked: Outcome) -> None:
    # The small desk has 63 whole weeks: there are eleven weeks with a twin a year before.
    for found in Obligation.objects.filter(state=State.HELD):
        assert found.due is None
        assert found.held.startswith("season")
    assert checked.check.held == Obligation.objects.filter(state=State.HELD).count()
    assert YEAR == 52


def test_what_was_held_back_and_is_no_longer_opens(checked: Outcome, reader: Reader, today: datetime) -> None:
    found = checked.opened[0]
    Obligation.objects.filter(pk=found.pk).update(state=State.HELD, held="season: so it seemed", due=None)
    later = today + timedelta(days=7)
    again = checking.check(reader, later)
    assert [o.pk for o in again.opened] == [found.pk]
    found.refresh_from_db()
    assert (found.state, found.held, found.opened_on) == (State.OPEN, "", later.date())


def test_counted_and_overdue(checked: Outcome) -> None:
    n = len(checked.opened)
    assert queries.unexplained(date(2026, 12, 7)) == queries.Unexplained(n, 0)
    assert queries.unexplained(date(2026, 12, 8)) == queries.Unexplained(n, n)


def test_the_organisation_sets_its_own_time_to_answer(alice: Person, reader: Reader, today: datetime) -> None:
    watches.set_deadline(alice, 3)
    found = checking.check(reader, today)
    assert {o.due for o in found.opened} == {date(2026, 11, 26)}


@pytest.mark.parametrize("days", range(16))
def test_working_days_are_counted_one_by_one(days: int) -> None:
    opened = date(2026, 11, 20)
    due = clock.due(opened, days)
    passed = [opened + timedelta(days=i) for i in range(1, (due - opened).days + 1)]
    assert sum(day.weekday() < 5 for day in passed) == days
    assert days == 0 or due.weekday() < 5


def test_new_tickets_have_it_looked_at(tickets: object, lena: Person, tmp_path: Path) -> None:
    from_file = tmp_path / "more.csv"
    from_file.write_text("number\n")
    run = sources.begin_run(None, from_file, small_desk.DESK, "")
    same = Imported(False, 1, "g", 0, 0, 0, 0)
    sources.finish(run, same)
    said = DBTaskResult.objects.filter(task_path=announce.module_path)
    assert not said.exists()
    run = sources.begin_run(None, from_file, small_desk.DESK, "")
    sources.finish(run, Imported(True, 1, "g", 10, 0, 10, 10))
    assert said.count() == 1
    announce.call()
    assert DBTaskResult.objects.filter(task_path="hoshin.apps.obligations.jobs.check").count() == 1


def test_numbers_that_cannot_be_trusted_raise_no_alarm_and_say_why(reader: Reader, today: datetime) -> None:
    def doubt(asked: Reader, watch: Watch, readings: object) -> str:
        return "grade D: half of the times are missing" if watch.metric == "backlog" else ""

    found = checking.check(reader, today, doubt=doubt)
    assert all(o.watch.metric != "backlog" for o in found.opened)
    held = Obligation.objects.filter(watch__metric="backlog")
    assert held
    assert {(o.state, o.held, o.due) for o in held} == {(State.HELD, "grade D: half of the times are missing", None)}


def test_the_worker_looks_again_each_day_and_once(tickets: object, db: None, today: datetime) -> None:
    jobs.check.call()
    jobs.check.call()
    assert Check.objects.count() == 2
    [waiting] = DBTaskResult.objects.filter(task_path="hoshin.apps.obligations.jobs.check")
    assert waiting.run_after == datetime(2026, 11, 24, 5, tzinfo=UTC)


def test_without_tickets_the_worker_looks_again_tomorrow(home: object, db: None) -> None:
    jobs.check.call()
    assert not Check.objects.exists()
    assert DBTaskResult.objects.count() == 1


def test_real_tickets_put_a_demonstration_aside(home: Home, tmp_path: Path, lena: Person, today: datetime) -> None:
    small_desk.take_in(home, tmp_path, "Showcase", plan=small_desk.LITTLE, demonstration=True)
    with Reader.open(home) as reader:
        checking.check(reader, today)
        scorecards.set_target(lena, "time_to_resolve_median", 0.1, desk="Showcase")
        assert any(o.kind == "target" for o in checking.check(reader, today).opened)
    before = queries.unexplained(small_desk.TODAY).open
    assert before > 0
    small_desk.take_in(home, tmp_path, "Real", plan=small_desk.LITTLE)
    with Reader.open(home) as reader:
        checking.check(reader, today)
        checking.check(reader, today)
    assert set(queries.watches().values_list("desk", flat=True)) == {"Real"}
    kept = Obligation.objects.filter(watch__desk="Showcase", state=State.OPEN).count()
    assert kept == before
    assert queries.unexplained(small_desk.TODAY).open == Obligation.objects.filter(state=State.OPEN).count() - kept
