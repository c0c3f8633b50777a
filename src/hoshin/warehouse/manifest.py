"""What a generation says of itself. Its bytes are canonical, so that the same content has the same name everywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any

FORMAT = 2
"""The version of the manifest's form. A reader refuses another one."""


@dataclass(frozen=True, order=True)
class Part:
    """One Parquet file (``hoshin.warehouse.parts``): whose rows it holds, how many rows and bytes, its SHA-256.

    ``month`` is that in which the tickets were opened, such as ``2026-03``, in the desk's time zone.
    """

    desk: str
    month: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class TableEntry:
    """One canonical table: its parts by desk and month."""

    parts: tuple[Part, ...] = ()

    @property
    def rows(self) -> int:
        """The rows of all parts."""
        return sum(part.rows for part in self.parts)


@dataclass(frozen=True)
class DeskEntry:
    """One service desk: how it was read last, and the days (in its zone) of the first and the last opening."""

    mapping: str
    mapping_digest: str
    zone: str
    demonstration: bool
    first: date
    last: date


@dataclass(frozen=True)
class BatchEntry:
    """One landing batch that went in, and the SHA-256 of its ``batch.json`` in hexadecimal."""

    number: int
    digest: str


@dataclass(frozen=True)
class Manifest:
    """All that is to be known of a generation without opening its tables."""

    number: int
    tables: Mapping[str, TableEntry]
    desks: Mapping[str, DeskEntry]
    batches: tuple[BatchEntry, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of all tables."""
        return tuple(part for table in self.tables.values() for part in table.parts)

    @cached_property
    def name(self) -> str:
        """The generation's name: its number, and 12 hexadecimal digits of the SHA-256 of the manifest's bytes."""
        return f"{self.number:06d}-{hashlib.sha256(dumps(self)).hexdigest()[:12]}"


def canonical(value: object) -> bytes:
    """``value`` as JSON of one fixed form: keys sorted, two spaces of indent, UTF-8, a newline at the end."""
    return (json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n").encode()


def dumps(manifest: Manifest) -> bytes:
    """The manifest's canonical bytes."""
    return canonical(
        {
            "format": FORMAT,
            "number": manifest.number,
            "tables": {name: [asdict(part) for part in t.parts] for name, t in manifest.tables.items()},
            "desks": {
                name: {
                    "mapping": d.mapping,
                    "mapping_digest": d.mapping_digest,
                    "zone": d.zone,
                    "demonstration": d.demonstration,
                    "first": d.first.isoformat(),
                    "last": d.last.isoformat(),
                }
                for name, d in manifest.desks.items()
            },
            "batches": [{"number": b.number, "digest": b.digest} for b in manifest.batches],
        }
    )


@lru_cache(maxsize=4)
def loads(data: bytes) -> Manifest:
    """Read a manifest, the same bytes once: each page opens the published one.

    Raises ValueError, KeyError or TypeError where the bytes are none.
    """
    read: dict[str, Any] = json.loads(data)
    if read["format"] != FORMAT:
        raise ValueError(f"the manifest has form {read['format']}, this version of Hoshin reads form {FORMAT}")
    desks = {
        name: DeskEntry(**{**d, "first": date.fromisoformat(d["first"]), "last": date.fromisoformat(d["last"])})
        for name, d in read["desks"].items()
    }
    tables = {name: TableEntry(tuple(Part(**p) for p in parts)) for name, parts in read["tables"].items()}
    return Manifest(read["number"], tables, desks, tuple(BatchEntry(**b) for b in read["batches"]))
