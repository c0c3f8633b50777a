"""The published tickets for a page; a page of people stands without them as well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hoshin.apps.definitions import readers
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


@contextmanager
def published() -> Iterator[Reader | None]:
    """A reader of what is published; None before the first import."""
    try:
        reader = readers.remembering()
    except NothingPublished:
        yield None
        return
    with reader:
        yield reader
