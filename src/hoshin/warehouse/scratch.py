"""Tables on the way that are too large for memory: kept in files that nobody reads twice, and gone afterwards."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa

from hoshin.eventlog.rows import plain
from hoshin.warehouse.coding import lean

_OPTIONS = pa.ipc.IpcWriteOptions(compression="lz4")


@contextmanager
def scratch(warehouse: Path) -> Iterator[Path]:
    """An empty folder on the warehouse's own disk, which goes when it is left. Call it under the lock."""
    clear(warehouse)
    folder = _place(warehouse)
    folder.mkdir(parents=True, mode=0o700)
    try:
        yield folder
    finally:
        clear(warehouse)


def clear(warehouse: Path) -> None:
    """Remove what work that was cut off left lying."""
    shutil.rmtree(_place(warehouse), ignore_errors=True)


def _place(warehouse: Path) -> Path:
    return warehouse / ".scratch"


class Buckets:
    """Rows in ``count`` buckets, all rows of a ticket in the same one.

    A single bucket is kept in memory, several are kept in files.
    """

    def __init__(self, folder: Path, schema: pa.Schema, count: int) -> None:
        self._schema = schema
        self._kept: list[pa.Table] = []
        self._files = [folder / f"rows-{number}.arrow" for number in range(count)] if count > 1 else []
        self._writers = [pa.ipc.new_stream(str(file), schema, options=_OPTIONS) for file in self._files]

    def __len__(self) -> int:
        return max(1, len(self._files))

    def add(self, rows: pa.Table) -> None:
        """Add rows with a column ``ticket`` of coded texts, which is never null."""
        count = len(self._writers)
        if not count:
            self._kept.append(rows)
            return
        tickets = rows["ticket"].unify_dictionaries().combine_chunks()
        of = np.array([crc32(t.encode()) % count for t in tickets.dictionary.to_pylist()], np.int32)
        bucket = of[tickets.indices.to_numpy()]
        order = np.argsort(bucket, kind="stable")
        sorted_rows = rows.combine_chunks().take(pa.array(order))
        bounds = np.searchsorted(bucket[order], np.arange(count + 1))
        for number in np.flatnonzero(np.diff(bounds)).tolist():
            low, high = int(bounds[number]), int(bounds[number + 1])
            self._writers[number].write_table(lean(sorted_rows.slice(low, high - low)))

    def read(self) -> Iterator[pa.Table]:
        """Each bucket, one after the other; what was read is gone."""
        if not self._files:
            kept, self._kept = self._kept, []
            yield _as_one(pa.concat_tables([self._schema.empty_table(), *kept]))
        for writer in self._writers:
            writer.close()
        for file in self._files:
            with pa.OSFile(str(file)) as source, pa.ipc.open_stream(source) as reader:
                rows = reader.read_all()
            file.unlink()
            yield _as_one(rows)


def _as_one(rows: pa.Table) -> pa.Table:
    return rows.unify_dictionaries().combine_chunks()


class Slices:
    """Pieces of tables, kept under a name and a month, and read back under both.

    They are kept in files of ``folder``, texts as they are, or in memory where there is none.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._index: dict[tuple[str, int], list[pa.Table | tuple[Path, int]]] = defaultdict(list)
        self._count = 0

    def add(self, pieces: Iterator[tuple[str, int, pa.Table]]) -> None:
        """Add pieces: those of the same name come one after the other, and have the same columns."""
        for name, group in groupby(pieces, key=itemgetter(0)):
            if self._folder is None:
                for _, month, rows in group:
                    self._index[name, month].append(rows)
            else:
                self._count += 1
                self._spill(self._folder / f"slices-{self._count}.arrow", group)

    def _spill(self, file: Path, pieces: Iterator[tuple[str, int, pa.Table]]) -> None:
        position = 0
        writer = None
        try:
            for name, month, rows in pieces:
                spelled = rows.cast(plain(rows.schema)).combine_chunks()
                writer = writer or pa.ipc.new_file(str(file), spelled.schema, options=_OPTIONS)
                for batch in spelled.to_batches():
                    writer.write_batch(batch)
                    self._index[name, month].append((file, position))
                    position += 1
        finally:
            if writer is not None:
                writer.close()

    def read(self, name: str, month: int) -> list[pa.Table]:
        """The pieces of that name and month."""
        found = self._index.get((name, month), ())
        return [piece if isinstance(piece, pa.Table) else _read(*piece) for piece in found]


def _read(file: Path, position: int) -> pa.Table:
    with pa.OSFile(str(file)) as source, pa.ipc.open_file(source) as reader:
        return pa.Table.from_batches([reader.get_batch(position)])
