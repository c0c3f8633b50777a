"""``manage judge_again``: what a worker does before it waits for tasks, as Hoshin may have been updated without it."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from hoshin.apps.portfolios.jobs import error_checks, verdicts


class Command(BaseCommand):
    """Asks for all verdicts and error checks that are not known by today's tickets and today's method."""

    help = "Queue the judging of all initiatives and how often that errs, where it is not known yet."

    def handle(self, *args: object, **options: object) -> None:
        verdicts.tickets_published()
        error_checks.tickets_published()
