"""The command line: ``hoshin``."""

from __future__ import annotations

from hoshin.server.command.entry import main

__all__ = ["main"]
