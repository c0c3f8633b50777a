"""Checks in the background: after each import, and once a day, because clocks and mutes run out without one."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hoshin.apps.definitions import readers
from hoshin.apps.obligations import checking, posting
from hoshin.warehouse.errors import NothingPublished

EARLY = time(5)
"""When the daily check runs (UTC): before anybody reads the register."""


@task()
def check() -> None:
    """Judge all that is watched by the published tickets; does nothing where there are none."""
    now = timezone.now()
    _again_tomorrow(now)
    posting.recover(now)
    with suppress(NothingPublished), readers.opened() as reader:
        checking.check(reader, now)


def _again_tomorrow(now: datetime) -> None:
    ahead = DBTaskResult.objects.filter(
        task_path=check.module_path, status=TaskResultStatus.READY, run_after__gt=now + timedelta(minutes=1)
    )
    if not ahead.exists():
        tomorrow = datetime.combine(now.date() + timedelta(days=1), EARLY, now.tzinfo)
        check.using(run_after=tomorrow).enqueue()


def metrics_defined() -> None:
    """Have what is watched judged by the worker, now that there are other metrics or definitions."""
    check.enqueue()


def tickets_published() -> None:
    """Have all that is watched judged by the worker, now that new tickets are published."""
    check.enqueue()
