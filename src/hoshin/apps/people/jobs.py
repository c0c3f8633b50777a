"""Reminders of check-ins, sent by the worker once a day."""

from __future__ import annotations

from datetime import time

from django.utils import timezone
from django_tasks import task

from hoshin.apps.accounts import daily
from hoshin.apps.people import reminding

MORNING = time(6)
"""When reminders are sent (UTC)."""


@task()
def remind() -> None:
    """Remind of all check-ins that are due, and plan the next morning's look."""
    now = timezone.now()
    daily.tomorrow(remind, MORNING, now)
    for each in reminding.awaited(now.date()):
        reminding.remind(each, now)
