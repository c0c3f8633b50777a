"""Work that the worker does once a day: each look plans the next morning's."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult


def tomorrow(job: Task[[], None], at: time, now: datetime) -> None:
    """Have the worker do a job tomorrow at ``at`` (UTC), unless that is planned already."""
    ahead = DBTaskResult.objects.filter(
        task_path=job.module_path, status=TaskResultStatus.READY, run_after__gt=now + timedelta(minutes=1)
    )
    if not ahead.exists():
        job.using(run_after=datetime.combine(now.date() + timedelta(days=1), at, now.tzinfo)).enqueue()
