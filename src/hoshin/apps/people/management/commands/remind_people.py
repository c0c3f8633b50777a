"""``manage remind_people``: has the worker remind people of check-ins from now on, once a day."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from hoshin.apps.people import jobs


class Command(BaseCommand):
    """Leaves reminding to the worker, which plans the next day itself."""

    help = "Has people reminded of check-ins that are due, today and every morning from now on."

    def handle(self, *args: object, **options: object) -> None:
        """Run by the worker when it starts."""
        jobs.remind.enqueue()
