"""Tables on the way that are too large for memory: kept in files that nobody reads twice, and gone afterwards."""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

import numpy as np
import pyarrow as pa

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
    """Rows in ``count`` files, all rows of a ticket in the same one."""

    def __init__(self, folder: Path, schema: pa.Schema, count: int) -> None:
        self._schema = schema
        self._files = [folder / f"rows-{number}.arrow" for number in range(count)]
        self._writers = [pa.ipc.new_stream(str(file), schema, options=_OPTIONS) for file in self._files]

    def add(self, rows: pa.Table) -> None:
        """Add rows with a column ``ticket``, which is never null."""
        count = len(self._writers)
        if count == 1:
            self._writers[0].write_table(rows)
            return
        tickets = rows["ticket"].combine_chunks().dictionary_encode()
        of = np.array([crc32(t.encode()) % count for t in tickets.dictionary.to_pylist()], np.int32)
        bucket = of[tickets.indices.to_numpy()]
        order = np.argsort(bucket, kind="stable")
        sorted_rows = rows.combine_chunks().take(pa.array(order))
        bounds = np.searchsorted(bucket[order], np.arange(count + 1))
        for number in np.flatnonzero(np.diff(bounds)).tolist():
            low, high = int(bounds[number]), int(bounds[number + 1])
            self._writers[number].write_table(sorted_rows.slice(low, high - low))

    def read(self) -> Iterator[pa.Table]:
        """Each bucket, one after the other; what was read is gone."""
        for writer in self._writers:
            writer.close()
        for file in self._files:
            with pa.OSFile(str(file)) as source, pa.ipc.open_stream(source) as reader:
                rows = reader.read_all()
            file.unlink()
            yield rows


class Slices:
    """Pieces of tables, kept under a name and a month, and read back under both."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._index: dict[tuple[str, int], list[tuple[Path, int]]] = defaultdict(list)
        self._count = 0

    def add(self, pieces: Iterator[tuple[str, int, pa.Table]]) -> None:
        """Add pieces: those of the same name come one after the other, and have the same columns."""
        writer, last, file, position = None, "", Path(), 0
        try:
            for name, month, rows in pieces:
                if writer is None or name != last:
                    if writer is not None:
                        writer.close()
                    self._count += 1
                    file, last, position = self._folder / f"slices-{self._count}.arrow", name, 0
                    writer = pa.ipc.new_file(str(file), rows.schema, options=_OPTIONS)
                for batch in rows.combine_chunks().to_batches():
                    writer.write_batch(batch)
                    self._index[name, month].append((file, position))
                    position += 1
        finally:
            if writer is not None:
                writer.close()

    def months(self, name: str) -> set[int]:
        """The months in which there are pieces of that name."""
        return {month for of, month in self._index if of == name}

    def read(self, name: str, month: int) -> list[pa.Table]:
        """The pieces of that name and month."""
        return [pa.Table.from_batches([_batch(*place)]) for place in self._index.get((name, month), ())]

    def every(self, name: str) -> Iterator[pa.Table]:
        """All pieces of that name."""
        for month in sorted(self.months(name)):
            yield from self.read(name, month)


def _batch(file: Path, position: int) -> pa.RecordBatch:
    with pa.OSFile(str(file)) as source, pa.ipc.open_file(source) as reader:
        return reader.get_batch(position)
