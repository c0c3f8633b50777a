"""``manage recover_imports``: what a worker runs before it takes its first task."""

from __future__ import annotations

from django.core.management.base import BaseCommand
from django.utils import timezone

from hoshin.apps.sources import jobs


class Command(BaseCommand):
    """Recovers imports whose worker died."""

    help = "Finish an import that was cut off, and queue again those whose worker died."

    def handle(self, *args: object, **options: object) -> None:
        for number in jobs.recover_at_start(timezone.now()):
            self.stdout.write(f"Import {number} waits again.")
