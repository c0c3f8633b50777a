"""Word of new tickets, passed on in the background: what acts on them takes longer to load than a small import."""

from __future__ import annotations

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks import task


@task()
def announce() -> None:
    """Tell every app that ``WHEN_PUBLISHED`` names that new tickets are published."""
    for follower in settings.WHEN_PUBLISHED:
        import_string(follower)()
