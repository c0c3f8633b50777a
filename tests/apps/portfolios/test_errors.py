"""How often Hoshin would err here: asked in the browser, worked out by the worker, and shown beside verdicts."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.actions import error_checks as actions
from hoshin.apps.portfolios.jobs import error_checks as jobs
from hoshin.apps.portfolios.models import CheckState, ErrorCheck, Verdict
from hoshin.apps.portfolios.queries import error_checks
from hoshin.apps.portfolios.queries.error_checks import Subject
from hoshin.apps.portfolios.reports import errors as report
from hoshin.apps.portfolios.reports import ledger
from hoshin.apps.portfolios.verdicts import questions
from hoshin.impact.chance import too_many
from hoshin.impact.placebo_starts import error_rate
from hoshin.metrics.query import Grain
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Tone
from tests.apps import small_desk
from tests.apps.portfolios.drafted import initiative, seal
from tests.apps.small_desk import DESK, HARMED, HELPED, SWARMING, TRIAGE

OURS = Subject("time_to_resolve_median", "group", DESK)
ADDRESS = {"metric": OURS.metric, "by": OURS.dimension, "desk": OURS.desk}


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forty starts, so that a test takes a second."""
    monkeypatch.setattr(error_checks, "MOST", 40)
    monkeypatch.setattr(jobs, "MOST", 40)


def known(reader: Reader, subject: Subject = OURS) -> error_checks.Standing:
    """What is known of a subject."""
    return error_checks.standing(reader, subject)


def work_out(subject: Subject = OURS) -> None:
    """What the worker does."""
    jobs.work_out.call(subject.metric, subject.dimension, subject.desk)


def page(client: Client, **asked: str) -> str:
    """The page of a question."""
    return client.get(reverse("portfolios:errors"), ADDRESS | asked).content.decode()


@pytest.mark.usefixtures("tickets")
def test_from_the_question_to_the_start_that_was_called_wrongly(client: Client, reader: Reader, vera: Person) -> None:
    client.force_login(vera)
    assert "Nobody has asked this yet" in page(client)
    asked = client.post(reverse("portfolios:errors"), ADDRESS, follow=True)
    assert "Waiting for the worker" in asked.content.decode()
    assert AuditLine.objects.filter(action="asked how often verdicts err", person=vera).exists()
    assert "HX-Refresh" not in client.get(reverse("portfolios:errors-state"), ADDRESS).headers
    work_out()
    assert client.get(reverse("portfolios:errors-state"), ADDRESS).headers["HX-Refresh"] == "true"
    shown = page(client)
    check = known(reader).shown
    assert check is not None
    # The two planted effects are nobody's initiative here, so they are called.
    assert (check.judged, check.called > 0) == (40, True)
    assert f"{check.called} of 40 starts where nothing was done" in shown
    found = error_checks.found(check)
    called = [each for each in found.tried if each.called]
    assert {each.group for each in called} & {HELPED, HARMED}
    link = re.search(r'href="(/ledger/errors/start/[^"]+)"', shown)
    assert link is not None
    start = client.get(link[1].replace("&amp;", "&")).content.decode()
    assert "Hoshin would have called an effect: time to resolve" in start
    assert "No initiative began in" in start


@pytest.mark.usefixtures("vera")
def test_what_is_kept_is_what_was_found(reader: Reader) -> None:
    work_out()
    check = known(reader).shown
    assert check is not None
    found = error_checks.found(check)
    again = error_rate(error_checks.history_of(reader, OURS), 40)
    assert found.rate == again
    assert (check.judged, check.called) == (again.total.judged, again.total.called)
    assert (check.before_after, check.apart) == (again.total.before_after, again.apart)


@pytest.mark.usefixtures("tickets")
def test_json_says_what_the_page_says(client: Client, vera: Person) -> None:
    client.force_login(vera)
    address = f"{reverse('portfolios:errors')}?metric={OURS.metric}&by=group&desk={DESK}&form=json"
    assert json.loads(client.get(address).content)["state"] == "not asked"
    work_out()
    said = json.loads(client.get(address).content)
    assert (said["desk"], said["state"], said["starts"]) == (DESK, "done", 40)
    assert said["false_effects"] == len(said["called"]) == sum(g["false_effects"] for g in said["groups"].values())
    assert said["beyond_chance_from_rate"] == too_many(said["apart"])
    assert said["false_rate"] == said["false_effects"] / 40


def test_another_initiative_is_another_question(reader: Reader, lena: Person, client: Client) -> None:
    work_out()
    before = known(reader)
    assert before.shown == before.current
    initiative(lena, (HELPED,), start=SWARMING)
    after = known(reader)
    assert (after.current, after.shown) == (None, before.shown)
    client.force_login(lena)
    assert "have changed since this was worked out" in page(client)
    work_out()
    assert known(reader).shown != before.shown
    assert not ErrorCheck.objects.get(pk=before.shown.pk if before.shown else 0).found  # only its counts stay


def test_new_tickets_have_it_worked_out_for_claims_and_for_what_was_asked(reader: Reader, lena: Person) -> None:
    seal(lena, initiative(lena))
    asked = Subject("reopen_share", "service", DESK)
    actions.ask(lena, reader, asked, timezone.now())
    assert error_checks.claimed() == [OURS]
    assert error_checks.asked() == [asked]
    jobs.work_out_all.call()
    for subject in (asked, OURS):
        work_out(subject)
        check = known(reader, subject).shown
        assert check is not None
        work_out(subject)  # once is enough
        assert known(reader, subject).shown == check


def test_after_an_update_the_worker_looks_at_its_start(
    reader: Reader, lena: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another method is another question, and no import may come for weeks."""
    seal(lena, initiative(lena))
    work_out()
    before = known(reader)
    assert before.shown == before.current
    monkeypatch.setattr(error_checks, "method", lambda: "a better one")
    monkeypatch.setattr(questions, "method", lambda: "a better one")
    assert known(reader).current is None
    call_command("judge_again")
    call_command("db_worker", batch=True, verbosity=0)
    after = known(reader)
    assert after.shown == after.current
    assert after.shown != before.shown
    assert Verdict.objects.filter(claim__isnull=False).exists()
    # What is known already is not worked out twice.
    call_command("judge_again")
    call_command("db_worker", batch=True, verbosity=0)
    assert known(reader) == after


def test_what_a_claim_uses_comes_by_itself(client: Client, reader: Reader, lena: Person) -> None:
    seal(lena, initiative(lena))
    client.force_login(lena)
    assert known(reader).coming
    assert "because your initiatives claim it" in page(client)
    assert "HX-Refresh" not in client.get(reverse("portfolios:errors-state"), ADDRESS).headers
    jobs.work_out_all.call()
    work_out()
    assert not known(reader).coming
    assert client.get(reverse("portfolios:errors-state"), ADDRESS).headers["HX-Refresh"] == "true"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"metric": "nonsense"}, "There is no metric &#x27;nonsense&#x27;: choose one of the list."),
        ({"by": "moon"}, "choose group or service"),
        ({"desk": "elsewhere"}, "There are no tickets of a desk &#x27;elsewhere&#x27;"),
    ],
)
@pytest.mark.usefixtures("tickets")
def test_what_is_not_there_is_said_beside_its_field(
    client: Client, vera: Person, wrong: dict[str, str], said: str
) -> None:
    client.force_login(vera)
    answer = client.get(reverse("portfolios:errors"), ADDRESS | wrong)
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert client.get(reverse("portfolios:errors-state"), ADDRESS | wrong).status_code == 404
    assert client.post(reverse("portfolios:errors"), ADDRESS | wrong).status_code == 400
    assert not ErrorCheck.objects.exists()


@pytest.mark.parametrize("wrong", [{"group": "Nobody"}, {"start": "2026-13-01"}, {"start": "2025-09-08"}, {}])
@pytest.mark.usefixtures("tickets")
def test_a_start_that_cannot_be_tried_is_not_there(client: Client, vera: Person, wrong: dict[str, str]) -> None:
    client.force_login(vera)
    assert client.get(reverse("portfolios:error-start"), ADDRESS | wrong).status_code == 404


def test_without_tickets_it_says_what_to_do(client: Client, vera: Person) -> None:
    client.force_login(vera)
    assert "There is no history to try it on yet" in page(client)
    work_out()  # nothing to do
    assert not ErrorCheck.objects.exists()


def test_a_short_history_is_said_plainly(client: Client, home: Home, vera: Person, tmp_path: Path) -> None:
    short = replace(small_desk.PLAN, first=date(2026, 10, 26), tickets=400, effects=())
    small_desk.take_in(home, tmp_path, plan=short)
    work_out()
    client.force_login(vera)
    shown = page(client)
    assert "It cannot be told how often Hoshin would err" in shown
    assert "The history is too short" in shown
    assert "What was called, and where" not in shown


@pytest.mark.usefixtures("tickets")
def test_a_metric_that_cannot_be_computed_says_why(client: Client, vera: Person) -> None:
    client.force_login(vera)
    work_out(replace(OURS, metric="change_approval_time"))
    assert ErrorCheck.objects.get().state == CheckState.REFUSED
    assert "This metric cannot be tried here" in page(client, metric="change_approval_time")


@pytest.mark.usefixtures("tickets")
def test_a_silent_worker_can_be_asked_again(client: Client, vera: Person) -> None:
    client.force_login(vera)
    client.post(reverse("portfolios:errors"), ADDRESS)
    assert "Ask again" not in page(client)
    ErrorCheck.objects.update(beat=timezone.now() - error_checks.SILENT - timedelta(seconds=1))
    assert "Ask again" in page(client)
    client.post(reverse("portfolios:errors"), ADDRESS)
    assert "Ask again" not in page(client)
    ErrorCheck.objects.update(state=CheckState.FAILED, why="Hoshin met an error of its own (X).")
    assert "Try again" in page(client)
    client.post(reverse("portfolios:errors"), ADDRESS)
    assert ErrorCheck.objects.get().state == CheckState.WAITING


def test_the_figure_stands_beside_verdicts(client: Client, reader: Reader, lena: Person) -> None:
    for group, start in ((HELPED, SWARMING), (HARMED, TRIAGE)):
        seal(lena, initiative(lena, (group,), title=group, start=start))
    client.force_login(lena)
    beside = reverse("portfolios:errors-beside", args=[HELPED.lower()])
    assert "How often would this be wrong on our desk?" in client.get(beside).content.decode()
    work_out()
    check = known(reader).shown
    assert check is not None
    assert report.line(check) in client.get(beside).content.decode()
    assert beside in client.get(reverse("portfolios:initiative", args=[HELPED.lower()])).content.decode()
    judged = queries.judged(reader, queries.initiatives())
    rows = ledger.compose(judged, error_checks.measured(judged)).rows
    assert all(row.errors and f"of {check.judged} starts" in row.errors.line for row in rows)
    assert "starts where nothing was done" in client.get(reverse("portfolios:ledger")).content.decode()
    assert f",{check.judged},{check.called}" in "".join(
        each.decode() if isinstance(each, bytes) else each
        for each in client.get(reverse("portfolios:ledger"), {"form": "csv"}).streaming_content  # type: ignore[attr-defined]
    )


@pytest.mark.parametrize(
    ("called", "apart", "tone", "warned"),
    [
        (42, 30, Tone.WATCH, True),
        (2, 30, Tone.GOOD, False),
        (9, 30, Tone.NEUTRAL, False),
        (9, 10, Tone.UNKNOWN, False),
        (1, 30, Tone.GOOD, False),
    ],
)
def test_the_sentence_warns_only_beyond_chance(called: int, apart: int, tone: Tone, warned: bool, db: None) -> None:
    check = ErrorCheck(metric=OURS.metric, judged=120, called=called, before_after=40, apart=apart)
    found = error_checks.Found(Grain.WEEK, 60, None, None, (), 120, 8, 13, apart, (), 0, "")
    shown = report.compose(OURS, check, found)
    assert shown.callout.tone is tone
    were = "was" if called == 1 else "were"
    assert shown.callout.text.startswith(f"On this desk, {called} of 120 starts where nothing was done {were} called")
    assert bool(report.warning(check, "Time to resolve")) is warned
    assert shown.picture is not None
    assert 0 < shown.picture.promised < shown.picture.chance <= 100
    assert all(0 <= bar.end <= 100 for bar in shown.picture.bars)
