"""Readers that know what is agreed: service levels are read by the current book."""

from __future__ import annotations

from hoshin.apps.agreements import queries
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader


def opened(generation: str | None = None) -> Reader:
    """Read the generation of that name, else the published one. Raises as ``Reader.open`` does."""
    return Reader.open(Home.from_environment(), generation, catalogue=queries.catalogue())


def remembering() -> Reader:
    """Read the published generation, and keep what was read for whoever asks the same: for pages."""
    return Reader.remembering(Home.from_environment(), catalogue=queries.catalogue())
