"""What becomes of imports whose worker dies: each is done in the end, once, and nothing is taken in twice."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from hoshin.apps.accounts.models import Person
from hoshin.apps.sources import actions, jobs, queries
from hoshin.apps.sources.models import ImportRun, State
from hoshin.pipeline import imports
from hoshin.pipeline.home import Home
from hoshin.warehouse import generations, landing
from hoshin.warehouse.errors import NothingPublished
from tests.apps.sources.exports import TICKETS, csv_bytes, kept, work
from tests.apps.sources.test_import_job import MAPPING, MAPPING_TEXT

pytestmark = pytest.mark.django_db(transaction=True)
READY, RUNNING, FAILED = TaskResultStatus.READY, TaskResultStatus.RUNNING, TaskResultStatus.FAILED


def abandoned(person: Person, *, silent_for: timedelta = timedelta(minutes=1)) -> ImportRun:
    """An import whose worker took it up, and then died."""
    run = jobs.start(person, kept(person, "tickets.csv", csv_bytes(TICKETS)), MAPPING)
    DBTaskResult.objects.get(pk=run.task).claim("dead")
    taken = actions.take_up(run.pk)
    assert taken is not None
    ImportRun.objects.filter(pk=run.pk).update(heartbeat=timezone.now() - silent_for)
    taken.refresh_from_db()
    return taken


def test_an_abandoned_import_is_queued_again_once_and_done(max_: Person, home: Home) -> None:
    run = abandoned(max_)
    now = timezone.now()
    assert jobs.recover_orphans(now) == [run.pk]
    assert jobs.recover_orphans(now) == []
    assert sorted(DBTaskResult.objects.values_list("status", flat=True)) == sorted([READY, FAILED])
    work()
    run.refresh_from_db()
    assert (run.state, run.attempts, run.rows, run.changed) == (State.DONE, 2, 3, True)
    assert len(landing.batches(home.warehouse)) == 1


def test_an_import_that_gives_signs_of_life_is_left_alone(max_: Person) -> None:
    run = abandoned(max_, silent_for=queries.STALE - timedelta(seconds=5))
    assert jobs.recover_orphans(timezone.now()) == []
    actions.beat(run)
    assert jobs.recover_orphans(timezone.now() + queries.STALE - timedelta(seconds=5)) == []


def test_two_workers_that_recover_at_once_queue_it_once(max_: Person) -> None:
    seen_by_both = abandoned(max_)
    now = timezone.now()
    assert actions.put_back(ImportRun.objects.get(pk=seen_by_both.pk), now)
    assert not actions.put_back(seen_by_both, now)


def test_a_worker_that_dies_before_it_takes_the_run_up_loses_nothing(max_: Person) -> None:
    run = jobs.start(max_, kept(max_, "tickets.csv", csv_bytes(TICKETS)), MAPPING)
    later = timezone.now() + timedelta(minutes=1)
    assert jobs.recover_orphans(later) == []  # it still waits in the queue
    DBTaskResult.objects.get(pk=run.task).claim("dead")
    assert jobs.recover_orphans(later) == [run.pk]
    work()
    run.refresh_from_db()
    assert run.state == State.DONE


def test_what_an_earlier_attempt_landed_counts_as_new(max_: Person, home: Home) -> None:
    run = abandoned(max_)
    assert run.upload is not None
    imports.import_file(home, queries.stored_at(run.upload), MAPPING)  # the dead worker had come so far
    jobs.recover_orphans(timezone.now())
    work()
    run.refresh_from_db()
    assert (run.state, run.changed, run.rows, run.tickets, run.added) == (State.DONE, True, 3, 3, 3)
    assert len(generations.all_names(home.warehouse)) == 1


def test_a_file_that_kills_each_worker_is_given_up(client: Client, max_: Person) -> None:
    run = abandoned(max_)
    ImportRun.objects.filter(pk=run.pk).update(attempts=jobs.ATTEMPTS)
    assert jobs.recover_orphans(timezone.now()) == []
    run.refresh_from_db()
    assert run.state == State.FAILED
    client.force_login(max_)
    page = client.get(reverse("sources:run", args=[run.pk])).content.decode()
    assert f"stopped {jobs.ATTEMPTS} times over this file" in page


def test_a_worker_taken_for_dead_cannot_overwrite_its_successor(max_: Person) -> None:
    run = abandoned(max_)
    jobs.recover_orphans(timezone.now())
    actions.fail(run, "I am late")
    assert ImportRun.objects.get(pk=run.pk).state == State.WAITING
    work()
    actions.fail(run, "I am late")
    assert ImportRun.objects.get(pk=run.pk).state == State.DONE


def test_a_command_line_that_died_is_told_of_and_not_queued(max_: Person) -> None:
    run = actions.begin_run(None, "march.csv", "desk", "")
    assert jobs.recover_orphans(timezone.now() + timedelta(minutes=5)) == []
    assert ImportRun.objects.get().state == State.RUNNING  # it may be in a long step that reports nothing
    assert jobs.recover_orphans(timezone.now() + timedelta(minutes=11)) == []
    run.refresh_from_db()
    assert run.state == State.FAILED
    assert "Start it again" in run.error
    assert not DBTaskResult.objects.exists()


def test_a_worker_that_starts_right_after_a_kill_looks_again_later(max_: Person) -> None:
    run = abandoned(max_, silent_for=timedelta(seconds=1))
    call_command("recover_imports")
    run.refresh_from_db()
    assert run.state == State.RUNNING
    again = DBTaskResult.objects.get(status=READY)
    assert again.task_path.endswith("look_after_orphans")
    assert timedelta(seconds=18) < again.run_after - timezone.now() <= queries.STALE + timedelta(seconds=1)


def test_each_import_recovers_others_before_it_begins(max_: Person) -> None:
    orphan = abandoned(max_)
    jobs.start(max_, kept(max_, "other.csv", csv_bytes(TICKETS[:2])), MAPPING)
    work()
    orphan.refresh_from_db()
    assert orphan.state == State.DONE


def test_a_stale_run_says_that_it_was_interrupted(client: Client, vera: Person, max_: Person) -> None:
    run = abandoned(max_)
    client.force_login(vera)
    page = client.get(reverse("sources:run", args=[run.pk])).content.decode()
    assert "Interrupted" in page
    assert "nothing is taken in twice" in page


def test_an_import_in_a_long_step_gives_signs_of_life(max_: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    beats: list[datetime] = []
    monkeypatch.setattr(jobs, "BEAT", 0.05)
    monkeypatch.setattr(actions, "beat", lambda run: beats.append(datetime.now(UTC)))

    def slow(*args: object, **kwargs: object) -> None:
        time.sleep(0.4)
        raise KeyError("over")

    monkeypatch.setattr("hoshin.apps.sources.jobs.imports.import_file", slow)
    jobs.start(max_, kept(max_, "tickets.csv", csv_bytes(TICKETS)), MAPPING)
    work()
    assert len(beats) >= 3
    time.sleep(0.2)
    assert beats[-1] < datetime.now(UTC) - timedelta(seconds=0.1)


# --- a real worker process, killed for good --------------------------------------------------------------------------

SET_UP = """
from hoshin.apps.accounts.models import Person
from hoshin.apps.sources import actions, jobs
from hoshin.connectors.mapping import loads
person = Person.objects.create_person("max", "long enough to sign in", name="Max", role="member")
with open(EXPORT, "rb") as file:
    upload = actions.keep(person, "big.csv", iter(lambda: file.read(1 << 20), b""))
jobs.start(person, upload, loads(MAPPING))
"""
BIG = 60_000


def run_in(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")} | {"HOSHIN_HOME": str(home)}
    hoshin = str(Path(sys.executable).with_name("hoshin"))
    return subprocess.run([hoshin, *command], env=environment, check=True, capture_output=True, text=True)


def start_worker(home: Path) -> subprocess.Popen[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")} | {"HOSHIN_HOME": str(home)}
    return subprocess.Popen(
        [sys.executable, "-m", "hoshin.server.worker"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
    )


def asked(home: Path, question: str) -> tuple[object, ...]:
    with sqlite3.connect(home / "hoshin.sqlite3", timeout=20) as database:
        row: tuple[object, ...] = database.execute(question).fetchone()
    return row


def wait_until(home: Path, question: str, answer: object, patience: float) -> None:
    until = time.monotonic() + patience
    while asked(home, question)[0] != answer:
        assert time.monotonic() < until, f"{question}: {asked(home, question)}, not {answer!r}"
        time.sleep(0.05)


def test_kill_minus_nine_in_the_middle_costs_nothing(tmp_path: Path) -> None:
    home = tmp_path / "killed"
    Home(home).prepare()
    export = tmp_path / "big.csv"
    lines = (f"T-{n},2026-03-{1 + n % 28:02} 08:00,,Solved,P1,Group {n % 40}" for n in range(BIG))
    export.write_text("\n".join((",".join(TICKETS[0]), *lines)))
    run_in(home, "manage", "migrate", "--verbosity", "0")
    run_in(home, "manage", "shell", "-c", f"EXPORT={str(export)!r}\nMAPPING={MAPPING_TEXT!r}\n{SET_UP}")

    worker = start_worker(home)
    try:
        wait_until(home, "select stage != '' from sources_importrun", 1, 60)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    assert asked(home, "select state from sources_importrun") == ("running",)
    with pytest.raises(NothingPublished):
        generations.current(home / "warehouse")

    # As if its last sign of life were older than it is: nobody wants to wait for that.
    with sqlite3.connect(home / "hoshin.sqlite3", timeout=20) as database:
        database.execute("update sources_importrun set heartbeat = datetime(heartbeat, '-1 minute')")
    worker = start_worker(home)
    try:
        wait_until(home, "select state from sources_importrun", "done", 60)
    finally:
        worker.terminate()
        worker.wait()
    found = asked(home, "select rows, rejected, tickets, added, changed, attempts, upload_id from sources_importrun")
    assert found == (BIG, 0, BIG, BIG, 1, 2, None)
    assert len(landing.batches(home / "warehouse")) == 1
    assert list((home / "uploads").iterdir()) == []
