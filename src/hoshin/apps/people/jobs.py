"""Reminders of check-ins, sent by the worker once a day."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hoshin.apps.people import reminding

MORNING = time(6)
"""When reminders are sent (UTC)."""


@task()
def remind() -> None:
    """Remind of all check-ins that are due, and plan the next morning's look."""
    now = timezone.now()
    plan(now)
    for each in reminding.awaited(now.date()):
        reminding.remind(each, now)


def plan(now: datetime) -> None:
    """Have the worker look tomorrow morning, unless that is planned already."""
    ahead = DBTaskResult.objects.filter(
        task_path=remind.module_path, status=TaskResultStatus.READY, run_after__gt=now + timedelta(minutes=1)
    )
    if not ahead.exists():
        remind.using(run_after=datetime.combine(now.date() + timedelta(days=1), MORNING, now.tzinfo)).enqueue()
