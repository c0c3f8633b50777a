"""``manage prepare_pages``: what a worker does before it waits for tasks, as tickets may have come without it."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from hoshin.apps.scorecards import jobs


class Command(BaseCommand):
    """Asks for the pages of the published tickets to be prepared."""

    help = "Queue the reading of what pages ask first, where it is not remembered yet."

    def handle(self, *args: object, **options: object) -> None:
        jobs.tickets_published()
