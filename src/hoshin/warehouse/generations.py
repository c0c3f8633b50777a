"""Generations: immutable, numbered folders of Parquet files. One pointer names the published one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hoshin.eventlog.schema import TABLES
from hoshin.warehouse import durable, manifest
from hoshin.warehouse.errors import Damaged, NothingPublished, UnknownGeneration
from hoshin.warehouse.manifest import BatchEntry, DeskEntry, Manifest, TableEntry

NAME = re.compile(r"\d{6,}-[0-9a-f]{12}")
ROW_GROUP = 131_072
"""Rows in a Parquet row group: a fixed number, so that the bytes depend on nothing but the rows."""


@dataclass(frozen=True)
class Generation:
    """One generation and where it lies. Its files never change, so it can be read for as long as one likes."""

    number: int
    name: str
    folder: Path
    manifest: Manifest


def folder_of_all(warehouse: Path) -> Path:
    """Where the generations of a warehouse lie."""
    return warehouse / "generations"


def pointer(warehouse: Path) -> Path:
    """The file that holds the name of the published generation."""
    return warehouse / "CURRENT"


def current(warehouse: Path) -> Generation:
    """The published generation. Raises NothingPublished, or Damaged where the pointer names what is not there."""
    try:
        name = pointer(warehouse).read_text().strip()
    except FileNotFoundError:
        raise NothingPublished(
            "No tickets have been imported yet: import a desk's export with 'hoshin import FILE', "
            "or load the demonstration with 'hoshin demo'."
        ) from None
    try:
        return named(warehouse, name)
    except UnknownGeneration:
        raise Damaged(
            f"The warehouse points at generation '{name}', which is not there. "
            "'hoshin rebuild' makes it again from the files that were imported."
        ) from None


def named(warehouse: Path, name: str) -> Generation:
    """The generation of that name. Raises UnknownGeneration, or Damaged where its manifest is not the one it had."""
    folder = folder_of_all(warehouse) / name
    if not NAME.fullmatch(name) or not folder.is_dir():
        raise UnknownGeneration(f"There is no generation '{name}' in this warehouse; it holds {_held(warehouse)}.")
    try:
        found = manifest.loads((folder / "manifest.json").read_bytes())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(
            f"The manifest of generation '{name}' cannot be read ({error}): rebuild the warehouse."
        ) from error
    if found.name != name:
        raise Damaged(f"The manifest of generation '{name}' was changed after publishing: rebuild the warehouse.")
    return Generation(found.number, name, folder, found)


def _held(warehouse: Path) -> str:
    names = all_names(warehouse)
    if len(names) > 4:
        return f"{len(names)}, from '{names[0]}' to '{names[-1]}'"
    return ", ".join(f"'{name}'" for name in names) or "none"


def all_names(warehouse: Path) -> tuple[str, ...]:
    """The names of all generations that the warehouse holds, oldest first."""
    folder = folder_of_all(warehouse)
    if not folder.is_dir():
        return ()
    return tuple(sorted((p.name for p in folder.iterdir() if NAME.fullmatch(p.name)), key=_by_number))


def _by_number(name: str) -> tuple[int, str]:
    return int(name.partition("-")[0]), name


def verify(generation: Generation) -> None:
    """Compare each file with the manifest. Raises Damaged, naming the file."""
    for table, entry in generation.manifest.tables.items():
        file = generation.folder / f"{table}.parquet"
        if not file.is_file() or durable.sha256(file) != entry.sha256:
            raise Damaged(
                f"'{file.name}' of generation '{generation.name}' is missing or not what was published: "
                "'hoshin rebuild' makes it again from the files that were imported."
            )


def write(
    warehouse: Path,
    number: int,
    tables: Mapping[str, pa.Table],
    desks: Mapping[str, DeskEntry],
    batches: tuple[BatchEntry, ...],
    progress: Callable[[str], None] = lambda table: None,
) -> Generation:
    """Write a generation beside the others, whole and on the disk, without publishing it. Call it under the lock.

    ``tables`` holds one Arrow table for each canonical table, in its columns and sorted by its key. ``progress`` hears
    of each table before it is written. Where the same generation lies there already and is whole, it stays as it is.
    """
    folder = folder_of_all(warehouse)
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    entries = {}
    for table in TABLES:
        progress(table.name)
        file = partial / f"{table.name}.parquet"
        rows = tables[table.name].select(table.arrow.names).cast(table.arrow).combine_chunks()
        pq.write_table(rows, file, compression="zstd", row_group_size=ROW_GROUP)
        entries[table.name] = TableEntry(rows.num_rows, durable.sha256(file))
    found = Manifest(number, entries, dict(desks), batches)
    (partial / "manifest.json").write_bytes(manifest.dumps(found))
    place = folder / found.name
    if place.exists():
        try:
            whole = named(warehouse, found.name)
            verify(whole)
        except Damaged:
            place.rename(folder / f".damaged-{found.name}")
        else:
            shutil.rmtree(partial)
            return whole
    durable.accept(partial, place)
    shutil.rmtree(folder / f".damaged-{found.name}", ignore_errors=True)
    return Generation(number, found.name, place, found)


def publish(warehouse: Path, generation: Generation) -> None:
    """Point at ``generation`` from now on. Readers of another one keep what they have."""
    durable.write(pointer(warehouse), f"{generation.name}\n".encode())
