"""A reader for pages that also stand without tickets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hoshin.apps.definitions import readers
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


@contextmanager
def reading() -> Iterator[Reader | None]:
    """A reader of what is published; None before the first import."""
    try:
        found = readers.remembering()
    except NothingPublished:
        yield None
        return
    with found:
        yield found
