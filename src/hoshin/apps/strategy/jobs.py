"""Reminders of catchballs and countermeasures, sent by the worker once a day."""

from __future__ import annotations

from datetime import time

from django.utils import timezone
from django_tasks import task

from hoshin.apps.accounts import daily
from hoshin.apps.strategy import reminding

MORNING = time(5, 45)
"""When reminders are sent (UTC)."""


@task()
def remind() -> None:
    """Remind of all that is due or overdue, and plan the next morning's look."""
    now = timezone.now()
    daily.tomorrow(remind, MORNING, now)
    for each in reminding.awaited(now.date()):
        reminding.remind(each, now)
