"""Word of what is new to the apps above, which live on it; those that speak know nothing of them.

New tickets are told in the background: what acts on them takes longer to load than a small import.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.module_loading import import_string
from django_tasks import task


def tell(followers: Iterable[str]) -> None:
    """Call each follower, a dotted name from the settings; each acts in a job of its own."""
    for follower in followers:
        import_string(follower)()


@task()
def announce() -> None:
    """Tell every app that ``WHEN_PUBLISHED`` names that new tickets are published."""
    tell(settings.WHEN_PUBLISHED)
