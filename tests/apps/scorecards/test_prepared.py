"""What the worker prepares when tickets are published is all that the scorecard asks."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from hoshin.apps.accounts.models import Person
from hoshin.apps.scorecards import jobs
from hoshin.pipeline.home import Home

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("span", ["13w", "52w", "all"])
def test_a_prepared_page_reads_no_tickets(client: Client, tickets: Home, vera: Person, span: str) -> None:
    jobs.prepare.call()
    for part in (tickets.warehouse / "parts").iterdir():
        part.chmod(0o600)
        part.write_bytes(bytes(part.stat().st_size))
    client.force_login(vera)
    answer = client.get(f"/scorecard/?span={span}")
    assert answer.status_code == 200, answer.content.decode()
    assert client.get("/").status_code == 200


def test_without_tickets_nothing_is_prepared(home: Home) -> None:
    jobs.prepare.call()
    assert not home.answers.exists() or not any(home.answers.iterdir())


def test_a_worker_that_starts_has_pages_prepared(tickets: Home) -> None:
    call_command("prepare_pages")
    assert [task.task_path for task in DBTaskResult.objects.all()] == ["hoshin.apps.scorecards.jobs.prepare"]
