"""Readers that know the metrics of this installation: the way in for every page, job and command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from hoshin.apps.definitions import queries
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.warehouse.errors import NothingPublished


def opened(generation: str | None = None) -> Reader:
    """Read the generation of that name, else the published one. Raises as ``Reader.open`` does."""
    return Reader.open(Home.from_environment(), generation, catalogue=queries.catalogue())


def remembering() -> Reader:
    """Read the published generation, and keep what was read for whoever asks the same: for pages."""
    return Reader.remembering(Home.from_environment(), catalogue=queries.catalogue())


@contextmanager
def if_published() -> Iterator[Reader | None]:
    """As ``remembering``, closed at the end; None before the first import: for pages that stand without tickets."""
    try:
        reader = remembering()
    except NothingPublished:
        yield None
        return
    with reader:
        yield reader
