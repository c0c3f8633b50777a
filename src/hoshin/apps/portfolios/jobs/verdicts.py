"""Verdicts on new tickets, worked out in the background before anybody opens the ledger."""

from __future__ import annotations

from contextlib import suppress

from django_tasks import task

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.definitions import readers
from hoshin.apps.portfolios import queries
from hoshin.warehouse.errors import NothingPublished


@task()
def judge() -> None:
    """Judge all initiatives by the published tickets; does nothing where there are none."""
    with suppress(NothingPublished), readers.opened() as reader:
        queries.judged(reader, queries.initiatives(Eyes.MACHINE))


def tickets_published() -> None:
    """Have the worker judge all initiatives by the tickets just published."""
    judge.enqueue()
