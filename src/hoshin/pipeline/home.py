"""Where a Hoshin installation keeps its state: one folder, ``HOSHIN_HOME``."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Home:
    """The folder that holds all state. Copy it, and you have copied the installation."""

    root: Path

    @classmethod
    def from_environment(cls) -> Home:
        """The folder that ``HOSHIN_HOME`` names, else ``.hoshin`` in the working directory."""
        return cls(Path(os.environ.get("HOSHIN_HOME") or ".hoshin").expanduser().resolve())

    @property
    def database(self) -> Path:
        """What people author."""
        return self.root / "hoshin.sqlite3"

    @property
    def warehouse(self) -> Path:
        """What machines report: landing and generations."""
        return self.root / "warehouse"

    @property
    def uploads(self) -> Path:
        """Files given to the browser, until they are imported."""
        return self.root / "uploads"

    @property
    def packs(self) -> Path:
        """Issued board packs, a folder an edition."""
        return self.root / "packs"

    @property
    def answers(self) -> Path:
        """What was worked out from generations and may be worked out again."""
        return self.root / "answers"

    def prepare(self) -> None:
        """Create the folders that are not there yet, readable by their owner alone."""
        for folder in (self.root, self.warehouse, self.uploads, self.packs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
