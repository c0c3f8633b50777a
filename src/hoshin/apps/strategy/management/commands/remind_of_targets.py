"""``manage remind_of_targets``: has the worker remind people of catchballs and countermeasures, once a day."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from hoshin.apps.strategy import jobs


class Command(BaseCommand):
    """Leaves reminding to the worker, which plans the next day itself."""

    help = "Has people reminded of catchballs and countermeasures that are due, today and every morning from now on."

    def handle(self, *args: object, **options: object) -> None:
        """Run by the worker when it starts."""
        jobs.remind.enqueue()
