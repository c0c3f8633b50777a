"""Checks in the background: after each import, and once a day."""

from __future__ import annotations

from contextlib import suppress

from django.utils import timezone
from django_tasks import task

from hoshin.apps.obligations import checking
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


@task()
def check() -> None:
    """Judge all that is watched by the published tickets; does nothing where there are none."""
    with suppress(NothingPublished), Reader.open(Home.from_environment()) as reader:
        checking.check(reader, timezone.now())


def tickets_published() -> None:
    """Have all that is watched judged by the worker, now that new tickets are published."""
    check.enqueue()
