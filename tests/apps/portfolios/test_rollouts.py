"""Roll-outs: who starts when, drawn or planned, sealed, judged on planted effects, and shown."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from click.testing import CliRunner
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.portfolios import actions, integrity, queries, sealing
from hoshin.apps.portfolios.models import Claim, Draw, Initiative, InitiativeValue, Verdict
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import roll_out
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.impact import rollout
from hoshin.impact.claim import Claim as ImpactClaim
from hoshin.impact.claim import Direction
from hoshin.impact.design import Reason
from hoshin.impact.kind import VerdictKind
from hoshin.impact.staggered import StaggeredPanel
from hoshin.impact.staggered_verdict import BY_LOT, STAGGERED
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import LIBRARY
from hoshin.metrics.result import Value
from hoshin.pipeline.effect import Scope
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.pipeline.staggered_effect import Starts, earliest, staggered_panel
from hoshin.reporting.blocks import LineChart
from hoshin.server.command.verdict import verdict as command
from hoshin.simulation.plan import Group, Happening, Plan
from tests.apps import small_desk
from tests.apps.portfolios.drafted import initiative, seal
from tests.apps.small_desk import DESK

ROLLED = ("Customs", "Depots", "Identity", "Network", "Portal", "Transport")
NEVER = ("Archive", "Mail", "Workplace")
FIRST, WEEKS = date(2026, 4, 6), 3
DRAWN_ON = datetime(2026, 3, 2, 9, tzinfo=UTC)
SEED = "an order for the tests"
"""Stands in for the seed that Hoshin makes, so that the planted effects can follow the draw."""
ORDER = dict(Draw(seed=SEED, first=FIRST, weeks=WEEKS, waves=len(ROLLED)).order(ROLLED))

MEANT = ImpactClaim("time_to_resolve_median", Direction.DOWN, 0.2)

PLAN: Plan = replace(
    small_desk.PLAN,
    tickets=14_000,
    groups=(
        Group("First line", 1, 0.1, 5.0, "Europe"),
        *(Group(name, 2, 0.1, 20.0, "Europe") for name in (*ROLLED, *NEVER)),
    ),
    effects=tuple(Happening(name, on, small_desk.LAST, (name,), times=0.4) for name, on in ORDER.items()),
)


@pytest.fixture(scope="module")
def rolled_out(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the tickets of a desk on which a roll-out was planted; read only."""
    folder = tmp_path_factory.mktemp("rolled-out")
    found = Home(folder / "home")
    found.prepare()
    small_desk.take_in(found, folder, plan=PLAN)
    return found


@pytest.fixture
def rolled(rolled_out: Home, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reader]:
    """A reader of that desk, which pages read too."""
    settings.HOME = rolled_out
    monkeypatch.setenv("HOSHIN_HOME", str(rolled_out.root))
    with Reader.open(rolled_out) as found:
        yield found


def draft(person: Person, values: tuple[str, ...] = ROLLED, **more: object) -> Initiative:
    """A draft whose groups are to start one after the other."""
    return initiative(person, values, title="Pairing", start=FIRST, **more)  # type: ignore[arg-type]


def draw(person: Person, found: Initiative, *, waves: int = len(ROLLED)) -> Draw:
    """A draw as on the day of the story."""
    return actions.draw_starts(person, found, first=FIRST, weeks=WEEKS, waves=waves, now=DRAWN_ON)


@pytest.fixture
def seeded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hoshin makes the seed that the planted effects follow."""
    monkeypatch.setattr(secrets, "token_hex", lambda length: SEED)


def stored(found: Initiative) -> Initiative:
    """The initiative as it is stored."""
    return queries.initiatives().get(pk=found.pk)


def judge(reader: Reader, found: Initiative) -> Judged:
    """Its verdict, as a page would ask for it."""
    return queries.judged(reader, [stored(found)])[0]


def test_a_draw_is_recorded_and_can_be_drawn_again_by_anybody(lena: Person) -> None:
    found = draft(lena)
    made = draw(lena, found)
    after = stored(found)
    again = rollout.draw(ROLLED, tuple(day.toordinal() for day in made.days), made.seed)
    assert dict(after.starts) == {name: date.fromordinal(day) for name, day in again.starts.items()}
    assert after.draw == made
    assert (after.start, made.person, made.at) == (FIRST, lena, DRAWN_ON)
    line = AuditLine.objects.latest("id")
    assert line.action == "drew who starts when"
    assert line.detail.startswith(f"seed: {made.seed}; ")
    assert all(f"{name} {day}" in line.detail for name, day in after.starts)


def test_a_further_draw_is_counted_shown_and_takes_the_judging_from_the_lot(lena: Person) -> None:
    found = draft(lena)
    first = draw(lena, found)
    assert queries.starts_of(stored(found)).seed == first.seed  # type: ignore[union-attr]
    second = draw(lena, found)
    after = stored(found)
    assert first.seed != second.seed
    assert AuditLine.objects.latest("id").detail.startswith("draw 2; ")
    assert queries.starts_of(after).seed == ""  # type: ignore[union-attr]
    assert "drawn 2 times" in roll_out.again(after)
    assert [(each.draw, each.holds) for each in roll_out.draws(after)] == [(second, True), (first, False)]


def test_days_set_by_hand_are_not_those_of_the_lot(lena: Person) -> None:
    found = draft(lena)
    draw(lena, found)
    starts = dict(stored(found).starts)
    actions.plan_starts(lena, found, starts | {"Portal": date(2026, 12, 7)})
    after = stored(found)
    assert after.draw is None
    assert queries.starts_of(after).seed == ""  # type: ignore[union-attr]
    assert AuditLine.objects.latest("id").action == "planned who starts when"


@pytest.mark.parametrize(
    ("first", "weeks", "waves", "why"),
    [
        (FIRST, 3, 1, "choose from 2 to 6 waves"),
        (FIRST, 3, 7, "choose from 2 to 6 waves"),
        (FIRST, 0, 3, "at least one week"),
        (date(2026, 4, 7), 3, 3, "choose a Monday after today"),
        (date(2026, 3, 2), 3, 3, "choose a Monday after today"),
    ],
)
def test_what_cannot_be_drawn_says_what_to_do(lena: Person, first: date, weeks: int, waves: int, why: str) -> None:
    found = draft(lena)
    with pytest.raises(actions.NotARollOut, match=why):
        actions.draw_starts(lena, found, first=first, weeks=weeks, waves=waves, now=DRAWN_ON)
    assert not Draw.objects.exists()


def test_what_cannot_be_planned_says_what_to_do(lena: Person) -> None:
    found = draft(lena)
    with pytest.raises(actions.NotARollOut, match="Name a day for each of Customs"):
        actions.plan_starts(lena, found, {"Portal": FIRST})
    with pytest.raises(actions.NotARollOut, match="on one day"):
        actions.plan_starts(lena, found, dict.fromkeys(ROLLED, FIRST))
    with pytest.raises(actions.NotARollOut, match="name a day for each"):
        draft(lena, starts={"Portal": FIRST})
    with pytest.raises(actions.NotARollOut, match="before all have started: Transport on 20 Jul 2026"):
        draft(lena, starts=LATE, end=date(2026, 7, 20))
    assert not InitiativeValue.objects.filter(start__isnull=False).exists()


LATE = {name: FIRST + timedelta(weeks=3 * place) for place, name in enumerate(ROLLED)}


@pytest.mark.parametrize(
    ("waves", "said"),
    [(6, "720 ways, so the lot can judge"), (3, "90 ways, and 100 are needed"), (2, "20 ways, and 100 are needed")],
)
def test_before_anything_is_sealed_it_is_said_whether_the_lot_can_judge(lena: Person, waves: int, said: str) -> None:
    found = draft(lena)
    draw(lena, found, waves=waves)
    assert said in roll_out.lot(stored(found))


def test_more_roll_outs_cost_the_same_queries(rolled: Reader, lena: Person) -> None:
    def queries_of() -> int:
        with CaptureQueriesContext(connection) as captured:
            queries.judged(rolled, queries.initiatives())
        return len(captured)

    def one(values: tuple[str, ...]) -> None:
        found = initiative(lena, values, title=values[0], start=FIRST)
        actions.draw_starts(lena, found, first=FIRST, weeks=4, waves=2, now=DRAWN_ON)
        seal(lena, stored(found))

    one(ROLLED[:2])
    queries_of()
    few = queries_of()
    one(ROLLED[2:4])
    one(ROLLED[4:])
    queries_of()
    assert queries_of() == few


def test_starts_and_draws_are_sealed_word_for_word(lena: Person) -> None:
    found = draft(lena)
    made = draw(lena, found)
    claim = seal(lena, stored(found))
    lines = claim.text.split("\n")
    at = lines.index(f"start: {FIRST}")
    drawn = [f"start of: {day} {name}" for name, day in sorted(stored(found).starts)]
    assert lines[at + 1 : at + 7] == drawn
    assert lines[at + 7] == f"draw: {made.seed} 2026-04-06 3 6 2026-03-02T09:00:00Z lena"
    assert integrity.check(stored(found), claim, LIBRARY).sound
    with pytest.raises(actions.Sealed, match="stays as it is"):
        draw(lena, found)
    with pytest.raises(actions.Sealed, match="stays as it is"):
        actions.plan_starts(lena, found, {name: FIRST + timedelta(weeks=place) for place, name in enumerate(ROLLED)})
    with pytest.raises(actions.Sealed, match="Start a new initiative"):
        actions.write_initiative(
            lena,
            title="Pairing",
            description="",
            owner=None,
            dimension="group",
            values=ROLLED,
            start=FIRST,
            desk=DESK,
            initiative=found,
        )
    assert stored(found).starts == tuple(sorted((name, day) for name, day in made.order(ROLLED)))


def test_words_of_claims_without_a_roll_out_have_no_new_lines(lena: Person) -> None:
    claim = seal(lena, draft(lena))
    assert sealing.lines(claim.text, sealing.START_OF) == sealing.lines(claim.text, sealing.DRAW) == ()


DRAW = "seed, first, weeks, waves, person_id, at, initiative_id"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="these statements are written for SQLite")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE portfolios_initiativevalue SET start = '2026-01-01'",
        "UPDATE portfolios_initiativevalue SET start = NULL",
        "INSERT OR REPLACE INTO portfolios_initiativevalue (id, value, initiative_id, start)"
        " SELECT id, value, initiative_id, '2026-01-01' FROM portfolios_initiativevalue",
        "UPDATE portfolios_draw SET seed = 'another'",
        "UPDATE portfolios_draw SET at = '2020-01-01'",
        "DELETE FROM portfolios_draw",
        f"INSERT INTO portfolios_draw ({DRAW}) SELECT {DRAW} FROM portfolios_draw",
        f"INSERT OR REPLACE INTO portfolios_draw (id, {DRAW}) SELECT id, {DRAW} FROM portfolios_draw",
    ],
)
def test_the_database_refuses_to_change_what_is_sealed_and_whoever_gets_past_it_breaks_the_seal(
    lena: Person, statement: str
) -> None:
    found = draft(lena)
    draw(lena, found)
    claim = seal(lena, stored(found))
    with pytest.raises(IntegrityError, match=r"sealed claim|a draw cannot be changed"), transaction.atomic():
        execute(statement)
    assert integrity.check(stored(found), claim, LIBRARY).sound
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
    execute(statement)
    replaced_by_itself = "INSERT OR REPLACE INTO portfolios_draw" in statement
    assert integrity.check(stored(found), claim, LIBRARY).broken is not replaced_by_itself


@pytest.mark.skipif(connection.vendor != "sqlite", reason="these statements are written for SQLite")
def test_a_draw_of_a_draft_stays_too(lena: Person) -> None:
    draw(lena, draft(lena))
    with pytest.raises(IntegrityError, match="draw again, and both are counted"), transaction.atomic():
        execute("UPDATE portfolios_draw SET seed = 'another'")


def execute(statement: str) -> None:
    """Run it past the models."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_discarded_draft_takes_its_draws_along_but_for_the_audit_trail(lena: Person) -> None:
    found = draft(lena)
    made = draw(lena, found)
    actions.discard(lena, stored(found))
    assert not Draw.objects.exists()
    assert AuditLine.objects.filter(detail__contains=made.seed).exists()


def test_a_planted_effect_is_found_by_the_lot(rolled: Reader, lena: Person, seeded: None) -> None:
    found = draft(lena)
    draw(lena, found)
    design = queries.design(queries.foreseen_rollout(rolled, stored(found), MEANT, until=date(2026, 3, 1)))
    assert design[0] == (sealing.ESTIMATOR, BY_LOT)
    # The first line hands its tickets to the groups that start.
    assert {value for name, value in design if name == sealing.COMPARED} == set(NEVER)
    seal_with(lena, found, design)
    judged = judge(rolled, found)
    assert judged.verdict
    assert (judged.verdict.kind, judged.verdict.estimator) == (VerdictKind.PROVEN, BY_LOT)
    assert "in the 6 groups that started" in judged.verdict.sentence
    assert judged.verdict.relative
    assert judged.verdict.relative.high < -0.2
    assert {each.name for each in judged.verdict.groups} == set(ROLLED)
    assert all(each.change is not None and each.change < -0.2 for each in judged.verdict.groups)
    assert judged.verdict.tickets > 1_000
    # A kept verdict says the same.
    assert judge(rolled, found) == judged
    assert Verdict.objects.get(guardrail="", months=0).groups.count() == 6


def seal_with(person: Person, found: Initiative, design: list[tuple[str, str]]) -> Claim:
    """A claim sealed with a design, on the day before the start."""
    return actions.seal(
        person,
        stored(found),
        metric="time_to_resolve_median",
        towards="down",
        size=0.2,
        design=design,
        now=datetime(2026, 4, 5, 9, tzinfo=UTC),
        demonstration=True,
    )


def test_a_planted_effect_is_found_by_groups_that_have_not_started(rolled: Reader, lena: Person) -> None:
    found = draft(lena)
    actions.plan_starts(lena, found, ORDER)
    seal(lena, stored(found))
    judged = judge(rolled, found)
    assert judged.verdict
    assert judged.verdict.estimator == STAGGERED
    assert judged.verdict.kind in (VerdictKind.PROVEN, VerdictKind.LIKELY)
    assert judged.verdict.relative
    assert judged.verdict.relative.amount < -0.3
    assert set(judged.verdict.used) >= set(NEVER)
    [first_line] = [each for each in judged.verdict.left_out if each.name == "First line"]
    assert "of its tickets with groups that start" in first_line.why
    assert judged.initiative.acting == tuple(sorted(ORDER.items()))


def test_groups_that_never_changed_show_no_effect(rolled: Reader, lena: Person) -> None:
    found = draft(lena, NEVER)
    actions.plan_starts(lena, found, {name: FIRST + timedelta(weeks=4 * place) for place, name in enumerate(NEVER)})
    seal(lena, stored(found))
    judged = judge(rolled, found)
    assert judged.verdict
    assert judged.verdict.kind in (VerdictKind.NO_VISIBLE_EFFECT, VerdictKind.CANNOT_TELL)


def ended(person: Person, found: Initiative, end: date) -> None:
    """The initiative stops, so that tickets up to that day count."""
    actions.stop(person, found, end=end, today=end)


def test_too_early_says_when_it_can_be_told(rolled: Reader, lena: Person, seeded: None) -> None:
    found = draft(lena)
    draw(lena, found)
    seal(lena, stored(found))
    ended(lena, found, FIRST + timedelta(weeks=8))
    judged = judge(rolled, found)
    assert judged.verdict
    assert (judged.verdict.kind, judged.verdict.reason) == (VerdictKind.CANNOT_TELL, str(Reason.FEW_STARTS))
    # With the third start, of 18 May, 120 orders were possible; four weeks later it can be told.
    assert "It can be told from 15 Jun 2026 at the earliest." in judged.verdict.sentence
    assert judge(rolled, found) == judged


def test_groups_of_another_initiative_cannot_be_told_apart(rolled: Reader, lena: Person) -> None:
    found = draft(lena, ("Customs", "Depots"))
    actions.plan_starts(lena, found, {"Customs": FIRST, "Depots": FIRST + timedelta(weeks=4)})
    seal(lena, stored(found))
    seal(lena, initiative(lena, ("Customs",), title="Triage", start=FIRST))
    judged = judge(rolled, found)
    assert judged.verdict
    assert ("Customs", "also in Triage") in [(each.name, each.why) for each in judged.verdict.left_out]
    assert {each.name for each in judged.verdict.groups} <= {"Depots"}
    seal(lena, initiative(lena, ("Depots",), title="More", start=FIRST))
    judged = judge(rolled, found)
    assert judged.verdict
    assert (judged.verdict.kind, judged.verdict.reason) == (VerdictKind.CANNOT_TELL, str(Reason.TOUCHED))


@pytest.mark.parametrize(
    ("start", "end", "left_out"),
    [
        (date(2025, 9, 8), None, False),
        (date(2025, 9, 8), date(2026, 3, 31), False),  # it had ended before the first start
        (date(2025, 9, 8), date(2026, 5, 4), True),
        (date(2025, 12, 1), None, True),
        (date(2026, 10, 5), None, True),
        (date(2027, 1, 4), None, False),
    ],
)
def test_what_has_long_been_so_in_a_group_is_in_the_comparison(
    rolled: Reader, lena: Person, start: date, end: date | None, left_out: bool
) -> None:
    found = draft(lena, ("Customs", "Depots"))
    actions.plan_starts(lena, found, {"Customs": FIRST, "Depots": FIRST + timedelta(weeks=4)})
    seal(lena, stored(found))
    seal(lena, initiative(lena, ("Customs",), title="Triage", start=start, end=end))
    judged = judge(rolled, found)
    assert judged.verdict
    assert ("Customs" in {each.name for each in judged.verdict.left_out}) is left_out


def test_a_group_that_has_not_started_is_a_comparison_for_others(rolled: Reader, lena: Person) -> None:
    """Of another roll-out only the groups that started before the last day judged are in the way."""
    other = draft(lena, ("Archive", "Mail"))
    actions.plan_starts(lena, other, {"Archive": FIRST, "Mail": date(2027, 3, 1)})
    seal(lena, stored(other))
    found = initiative(lena, ("Customs",), start=FIRST)
    seal(lena, found)
    judged = judge(rolled, found)
    assert judged.verdict
    assert "Mail" in judged.verdict.used
    assert "Archive" not in judged.verdict.used


def test_the_week_within_which_a_group_starts_lies_neither_before_nor_after(rolled: Reader) -> None:
    scope = Scope("group", ("Customs", "Portal"), (("desk", DESK),))
    starts = Starts((("Customs", date(2026, 4, 8)), ("Portal", date(2026, 5, 4))))
    measured = rolled.catalogue.metric("time_to_resolve_median")
    panel = staggered_panel(rolled, scope, starts, measured, grain=Grain.WEEK, as_of=small_desk.WHOLE, others={})
    gap = panel.periods.index(date(2026, 4, 6))
    assert np.isnan(panel.series["Customs"][gap])
    assert panel.starts == {"Customs": gap + 1, "Portal": panel.periods.index(date(2026, 5, 4))}
    assert np.isfinite(panel.series["Portal"][gap])
    # The panel's numbers are the metric's own readings.
    readings = rolled.read_as([measured], Query(Grain.WEEK, where=(("desk", DESK), ("group", "Portal"))))
    amounts = {each.period.first: each.result.amount for each in readings if isinstance(each.result, Value)}
    assert panel.series["Portal"][gap] == amounts[date(2026, 4, 6)]


@given(
    st.lists(st.tuples(st.integers(1, 20), st.integers(1, 3)), min_size=2, max_size=7),
    st.sampled_from((BY_LOT, STAGGERED)),
)
def test_it_can_be_told_from_the_first_day_on_which_enough_has_run(
    waves: list[tuple[int, int]], estimator: str
) -> None:
    """The oracle looks at one Monday after the other, as a leader would."""
    ahead = np.cumsum([weeks for weeks, _ in waves])
    days = [FIRST + timedelta(weeks=int(weeks)) for weeks in ahead]
    names = [(day, many) for day, (_, many) in zip(days, waves, strict=True)]
    starts = Starts(tuple((f"{day} {each}", day) for day, many in names for each in range(many)))
    before = np.zeros(10)
    periods = tuple(FIRST - timedelta(weeks=weeks) for weeks in range(10, 0, -1))
    panel = StaggeredPanel(periods, {"Mail": before}, {"Mail": before}, {}, "h", "Time to resolve")

    def can(monday: date) -> bool:
        ran = [(day, many) for day, many in names if day + timedelta(weeks=4) <= monday]
        if estimator == BY_LOT:
            to_come = sum(many for _, many in names) - sum(many for _, many in ran)
            return rollout.orders((*(many for _, many in ran), to_come)) >= rollout.ORDERS
        return any(day - periods[0] >= timedelta(weeks=20) for day, _ in ran)

    mondays = (FIRST + timedelta(weeks=weeks) for weeks in range(200))
    assert earliest(panel, starts, estimator) == next(filter(can, mondays), None)


def test_the_command_and_the_pack_tell_of_the_roll_out(rolled: Reader, lena: Person, seeded: None) -> None:
    found = draft(lena)
    draw(lena, found)
    seal(lena, stored(found))
    plain = json.loads(CliRunner().invoke(command, [found.slug, "--json"]).output)
    assert plain["design"] == BY_LOT
    assert plain["starts"] == {name: day.isoformat() for name, day in ORDER.items()}
    assert set(plain["by_group"]) == set(ROLLED)
    assert len(plain["since_start"]) == 32
    section = report.section(judge(rolled, found))
    chart = section.blocks[1]
    assert isinstance(chart, LineChart)
    assert [each.label for each in chart.markers] == ["1", "2", "3", "4", "5", "6"]


# Pages

AHEAD = date(2027, 1, 4)
FORM = {
    "title": "Pairing",
    "description": "",
    "key_result": "",
    "desk": "",
    "scope": [f"group={name}" for name in ROLLED],
    "start": AHEAD.isoformat(),
    "end": "",
    "pace": "in turn",
}


def page(client: Client, name: str, *args: object) -> str:
    """The page of that name, which must be there."""
    response = client.get(reverse(f"portfolios:{name}", args=args))
    assert response.status_code == 200, response.content
    return response.content.decode()


def test_from_draft_to_draw_to_seal(
    client: Client, rolled: Reader, lena: Person, max_: Person, today: datetime
) -> None:
    client.force_login(max_)
    response = client.post(reverse("portfolios:new"), FORM | {"owner": max_.pk})
    assert response.headers["Location"] == reverse("portfolios:starts", args=["pairing"])
    assert "Have the order drawn by lot" in page(client, "starts", "pairing")
    client.post(reverse("portfolios:draw", args=["pairing"]), {"first": "2027-01-04", "weeks": 4, "waves": 3})
    made = Draw.objects.get()
    assert (made.person, made.at, made.waves) == (max_, today, 3)
    shown = page(client, "starts", "pairing")
    assert made.seed in shown
    assert "Draw again" in shown
    assert "1 Mar 2027" in shown
    assert "It could have been drawn in 90 ways, and 100 are needed for the lot to judge." in shown
    client.force_login(lena)
    ahead = page(client, "ahead", "pairing")
    assert "One after the other" in ahead  # of 6 groups in 3 waves the lot has 90 orders
    client.post(
        reverse("portfolios:seal", args=["pairing"]),
        {"metric": "time_to_resolve_median", "towards": "better", "size": "20"},
    )
    claim = Claim.objects.get()
    assert sealing.line(claim.text, sealing.ESTIMATOR) == STAGGERED
    shown = page(client, "initiative", "pairing")
    assert "seal intact" in shown
    assert "one after the other" in shown
    assert made.seed in shown
    response = client.get(reverse("portfolios:starts", args=["pairing"]), follow=True)
    assert "Who starts when is sealed with the claim." in response.content.decode()
    response = client.post(
        reverse("portfolios:draw", args=["pairing"]), {"first": "2027-01-04", "weeks": 4, "waves": 3}
    )
    assert Draw.objects.get() == made


def test_days_are_set_in_the_browser(client: Client, rolled: Reader, max_: Person, today: datetime) -> None:
    client.force_login(max_)
    client.post(reverse("portfolios:new"), FORM | {"owner": max_.pk})
    days = {f"start_{place}": f"2027-0{place + 1}-04" for place in range(6)}
    client.post(reverse("portfolios:starts", args=["pairing"]), days)
    assert Initiative.objects.get().starts[0] == ("Customs", AHEAD)
    assert Initiative.objects.get().starts[-1] == ("Transport", date(2027, 6, 4))
    # A group more starts on the first day until somebody says otherwise, the others stay.
    more = FORM | {"owner": max_.pk, "scope": [*FORM["scope"], "group=Mail"]}
    client.post(reverse("portfolios:change", args=["pairing"]), more)
    assert dict(Initiative.objects.get().starts)["Mail"] == AHEAD
    assert dict(Initiative.objects.get().starts)["Transport"] == date(2027, 6, 4)
    client.post(reverse("portfolios:change", args=["pairing"]), more | {"pace": "together"})
    assert Initiative.objects.get().starts == ()


def test_two_set_the_days_or_draw_and_the_second_is_told(
    client: Client, rolled: Reader, lena: Person, max_: Person, today: datetime
) -> None:
    client.force_login(max_)
    client.post(reverse("portfolios:new"), FORM | {"owner": max_.pk})
    starts, draw = (reverse(f"portfolios:{name}", args=["pairing"]) for name in ("starts", "draw"))
    opened = client.get(starts).context["starts_form"]["version"].value()
    days = {f"start_{place}": f"2027-0{place + 1}-04" for place in range(6)} | {"version": opened}
    client.force_login(lena)
    assert client.post(starts, days).status_code == 302
    client.force_login(max_)
    second = client.post(starts, days | {"start_5": "2027-07-05"})
    html = second.content.decode()
    assert "Lena saved" in html
    assert "Saved now: 2027-06-04. You wrote: 2027-07-05." in html
    drawn = client.post(draw, {"first": "2027-01-04", "weeks": 4, "waves": 3, "version": opened})
    assert "You wrote: to be drawn by lot." in drawn.content.decode()
    assert not Draw.objects.exists()
    again = second.context["starts_form"]["version"].value()
    assert client.post(starts, days | {"start_5": "2027-07-05", "version": again}).status_code == 302
    assert Initiative.objects.get().starts[-1] == ("Transport", date(2027, 7, 5))


@pytest.mark.parametrize(
    ("name", "wrong", "because"),
    [
        ("draw", {"first": "2027-01-05"}, "That is a Tuesday. Choose a Monday"),
        ("draw", {"first": "2026-11-23"}, "Choose a Monday after today"),
        ("draw", {"waves": "7"}, "There are only 6 to start"),
        ("draw", {"waves": "1"}, "greater than or equal to 2"),
        ("draw", {"weeks": ""}, "required"),
        ("starts", {}, "All would start on one day"),
        ("starts", {"start_2": ""}, "required"),
        ("starts", {"start_2": "2027-08-01"}, "ends on 1 Jul 2027: choose an earlier day"),
        ("draw", {"weeks": "13"}, "The last would start on 5 Jul 2027, and the initiative ends on 1 Jul 2027"),
    ],
)
def test_a_wrong_answer_is_told_beside_its_field(
    client: Client, rolled: Reader, max_: Person, today: datetime, name: str, wrong: dict[str, str], because: str
) -> None:
    found = initiative(max_, ROLLED, title="Pairing", start=AHEAD, end=date(2027, 7, 1))
    client.force_login(max_)
    right = {"first": "2027-01-04", "weeks": "4", "waves": "3"} if name == "draw" else {}
    right |= {f"start_{place}": AHEAD.isoformat() for place in range(6)}
    response = client.post(reverse(f"portfolios:{name}", args=[found.slug]), right | wrong)
    assert response.status_code == 200
    assert because in response.content.decode()
    assert not Draw.objects.exists()


def test_one_alone_has_nothing_to_start_after(client: Client, rolled: Reader, max_: Person, today: datetime) -> None:
    client.force_login(max_)
    response = client.post(reverse("portfolios:new"), FORM | {"owner": max_.pk, "scope": ["group=Mail"]})
    assert "choose more of them, or let all start together" in response.content.decode()
    found = initiative(max_, ("Mail",), title="Alone", start=AHEAD)
    assert "Choose more groups" in page(client, "starts", found.slug)


@pytest.mark.parametrize("name", ["starts", "draw"])
def test_viewers_neither_plan_nor_draw(client: Client, rolled: Reader, lena: Person, vera: Person, name: str) -> None:
    found = draft(lena)
    client.force_login(vera)
    assert client.post(reverse(f"portfolios:{name}", args=[found.slug])).status_code == 403
    assert client.get(reverse("portfolios:starts", args=[found.slug])).status_code == 403
    assert client.get(reverse("portfolios:draw", args=[found.slug])).status_code == 405


def test_the_page_of_a_judged_roll_out(client: Client, rolled: Reader, lena: Person, seeded: None) -> None:
    found = draft(lena)
    draw(lena, found)
    seal(lena, stored(found))
    client.force_login(lena)
    shown = page(client, "initiative", found.slug)
    assert "Drawn by lot: groups that have started are compared" in shown
    assert "Effect by weeks since the start" in shown
    assert "runs for 32 weeks" in shown
    # The words say by how many orders as much would have shown; so does the chance that the page gives.
    as_far = re.search(r"999 other orders that the lot could have drawn: (\d+|none) of them", shown)
    chance = re.search(r"p = (\d\.\d+)", shown)
    assert as_far
    assert chance
    assert float(chance[1]) == (1 + int(as_far[1].replace("none", "0"))) / 1000
    assert SEED in shown
    ledger = page(client, "ledger")
    assert "Pairing" in ledger
    assert "Proven" in ledger
