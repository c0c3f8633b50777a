"""Generations: immutable, numbered lists of parts (``hoshin.warehouse.parts``). One pointer names the published one."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hoshin.warehouse import durable, manifest, parts
from hoshin.warehouse.errors import Damaged, NothingPublished, UnknownGeneration
from hoshin.warehouse.manifest import BatchEntry, DeskEntry, Manifest, Part, TableEntry

NAME = re.compile(r"\d{6,}-[0-9a-f]{12}")
RULES = "rules"
"""The file of a generation that says by which code its parts were made; no part of what the generation is."""


@dataclass(frozen=True)
class Generation:
    """One generation and where it lies. Its files never change, so it can be read for as long as one likes."""

    number: int
    name: str
    folder: Path
    manifest: Manifest

    @property
    def warehouse(self) -> Path:
        """The warehouse in which it lies."""
        return self.folder.parent.parent

    @property
    def rules(self) -> str:
        """By which code its parts were made; empty where that is not known."""
        try:
            return (self.folder / RULES).read_text()
        except OSError:
            return ""

    def files(self, table: str) -> list[Path]:
        """The Parquet files of a table, by desk and month of opening. Raises Damaged where one is not there."""
        for part in self.manifest.tables[table].parts:
            if not parts.present(self.warehouse, part):
                raise _lost(self.name, table, part)
        return [parts.place(self.warehouse, part) for part in self.manifest.tables[table].parts]


def folder_of_all(warehouse: Path) -> Path:
    """Where the generations of a warehouse lie."""
    return warehouse / "generations"


def pointer(warehouse: Path) -> Path:
    """The file that holds the name of the published generation."""
    return warehouse / "CURRENT"


def current(warehouse: Path) -> Generation:
    """The published generation. Raises NothingPublished, or Damaged where the pointer names what is not there."""
    return _with_parts(published(warehouse))


def published(warehouse: Path) -> Generation:
    """As ``current``, without a look at its parts: for who may need none of them."""
    try:
        name = pointer(warehouse).read_text().strip()
    except FileNotFoundError:
        raise NothingPublished(
            "No tickets have been imported yet: import a desk's export with 'hoshin import FILE', "
            "or load the demonstration with 'hoshin demo'."
        ) from None
    try:
        return _listed(warehouse, name)
    except UnknownGeneration:
        raise Damaged(
            f"The warehouse points at generation '{name}', which is not there. "
            "'hoshin rebuild' makes it again from the files that were imported."
        ) from None


def named(warehouse: Path, name: str) -> Generation:
    """The generation of that name. Raises UnknownGeneration, or Damaged where it is not what it was."""
    return _with_parts(_listed(warehouse, name))


def _listed(warehouse: Path, name: str) -> Generation:
    """The generation of that name, by its manifest alone."""
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


def _with_parts(generation: Generation) -> Generation:
    """The generation, all of whose parts are there. Raises Damaged."""
    for table in generation.manifest.tables:
        generation.files(table)
    return generation


def parts_of_all(warehouse: Path) -> Iterator[Part]:
    """The parts of all generations, whether they lie there or not. A manifest that cannot be read names none."""
    for name in all_names(warehouse):
        try:
            yield from manifest.loads((folder_of_all(warehouse) / name / "manifest.json").read_bytes()).parts
        except (OSError, ValueError, KeyError, TypeError):
            continue


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
    """Compare each part with the manifest. Raises Damaged, naming the table, the desk and the month."""
    for table, entry in generation.manifest.tables.items():
        for part in entry.parts:
            if not parts.whole(generation.warehouse, part):
                raise _lost(generation.name, table, part)


def _lost(name: str, table: str, part: Part) -> Damaged:
    return Damaged(
        f"The {table} of desk '{part.desk}' opened in {part.month}, of generation '{name}', are missing or not what "
        f"was published (parts/{part.sha256}.parquet): 'hoshin rebuild' makes them again from the imported files."
    )


def giving(generation: Generation, table: str) -> dict[str, frozenset[str]]:
    """For each column of a table that holds anything, the desks that give it: by what the files say of their rows."""
    found: dict[str, set[str]] = {}
    for part in generation.manifest.tables[table].parts:
        for column in parts.filled(generation.warehouse, part):
            found.setdefault(column, set()).add(part.desk)
    return {column: frozenset(desks) for column, desks in found.items()}


def write(
    warehouse: Path,
    number: int,
    tables: Mapping[str, TableEntry],
    desks: Mapping[str, DeskEntry],
    batches: tuple[BatchEntry, ...],
    rules: str = "",
) -> Generation:
    """Write a generation beside the others, on the disk, without publishing it. Call it under the lock.

    The parts that ``tables`` names lie in the warehouse already. ``rules`` says by which code they were made. Where the
    same generation lies there already and is whole, it stays as it is.
    """
    parts.settle(warehouse)
    folder = folder_of_all(warehouse)
    folder.mkdir(parents=True, exist_ok=True)
    found = Manifest(number, dict(tables), dict(desks), batches)
    place = folder / found.name
    made = Generation(number, found.name, place, found)
    if place.exists():
        if _is_whole(warehouse, found):
            if made.rules != rules:
                durable.write(place / RULES, rules.encode())
            return made
        place.rename(folder / f".damaged-{found.name}")
    partial = folder / ".partial"
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    (partial / "manifest.json").write_bytes(manifest.dumps(found))
    (partial / RULES).write_text(rules)
    durable.accept(partial, place)
    shutil.rmtree(folder / f".damaged-{found.name}", ignore_errors=True)
    return made


def _is_whole(warehouse: Path, expected: Manifest) -> bool:
    try:
        return named(warehouse, expected.name).manifest == expected
    except Damaged:
        return False


def publish(warehouse: Path, generation: Generation) -> None:
    """Point at ``generation`` from now on. Readers of another one keep what they have."""
    durable.write(pointer(warehouse), f"{generation.name}\n".encode())
