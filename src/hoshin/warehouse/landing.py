"""Landing: one folder for each accepted file, as the desk wrote it. Append-only; all else can be made from it.

000001/rows.parquet      `line`, and every column of the file as text
000001/rejects.parquet   line, column, reason, expected, text of what could not be read
000001/batch.json        the file's name and hash, the mapping as it was then, counts, hashes of the two tables
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from types import TracebackType

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from hoshin.warehouse import durable
from hoshin.warehouse.coding import lean
from hoshin.warehouse.errors import Damaged
from hoshin.warehouse.manifest import BatchEntry, canonical

REJECTS = pa.schema(
    [
        pa.field("line", pa.int64(), nullable=False),
        pa.field("column", pa.string(), nullable=False),
        pa.field("reason", pa.string(), nullable=False),
        pa.field("expected", pa.string(), nullable=False),
        pa.field("text", pa.string(), nullable=False),
    ]
)
"""One row for each thing that could not be read: where it stands, why, what was expected, what stands there."""

ROW_GROUP = 65_536
"""Rows in a Parquet row group: fixed, so that the bytes do not depend on the pieces in which a file was read."""


@dataclass(frozen=True)
class Origin:
    """What was imported and how it was read. ``sha256`` is that of the file's uncompressed content."""

    desk: str
    demonstration: bool
    file: str
    sha256: str
    mapping: str
    mapping_digest: str


@dataclass(frozen=True)
class Batch:
    """One landed file. ``digest`` is the SHA-256 of its ``batch.json``, which holds the hashes of all the rest."""

    number: int
    folder: Path
    origin: Origin
    rows: int
    rejected: int
    hashes: tuple[tuple[str, str], ...]
    digest: str

    @property
    def entry(self) -> BatchEntry:
        """How a generation's manifest names it."""
        return BatchEntry(self.number, self.digest)


def batches(warehouse: Path) -> tuple[Batch, ...]:
    """All landed files, oldest first. Raises Damaged where a batch cannot be read or one is missing."""
    folder = warehouse / "landing"
    if not folder.is_dir():
        return ()
    found = tuple(
        _read(p) for p in sorted((p for p in folder.iterdir() if p.name.isdigit()), key=lambda p: int(p.name))
    )
    for position, batch in enumerate(found, 1):
        if batch.number != position:
            raise Damaged(f"Landing batch {position:06d} is missing: restore it from a backup.")
    return found


def _read(folder: Path) -> Batch:
    try:
        data = (folder / "batch.json").read_bytes()
        said = json.loads(data)
        hashes = tuple(sorted((str(k), str(v)) for k, v in said["hashes"].items()))
        origin = Origin(**said["origin"])
        return Batch(int(folder.name), folder, origin, said["rows"], said["rejected"], hashes, sha256(data).hexdigest())
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"Landing batch {folder.name} cannot be read ({error}): restore it from a backup.") from error


def effective(landed: Sequence[Batch]) -> tuple[tuple[int, Batch], ...]:
    """The batches that count, each with its place in the order of imports.

    A file that was imported again for the same desk with another mapping takes the place of its earlier reading: the
    way in which a file is read does not change when its desk wrote it.
    """
    places: dict[tuple[str, str], tuple[int, Batch]] = {}
    for batch in landed:
        key = (batch.origin.desk, batch.origin.sha256)
        places[key] = (places[key][0] if key in places else batch.number, batch)
    return tuple(sorted(places.values(), key=lambda placed: placed[0]))


def columns(batch: Batch) -> frozenset[str]:
    """The columns of the file. Raises Damaged where they cannot be read."""
    try:
        return frozenset(pq.read_schema(batch.folder / "rows.parquet").names)
    except (OSError, pa.ArrowInvalid) as error:
        raise _damaged(batch, "rows.parquet") from error


def rows(batch: Batch, columns: Iterable[str]) -> Iterator[pa.Table]:
    """The file's rows piece by piece: ``line`` and those of ``columns`` that the file has, as codes into their texts.

    Raises Damaged where they are not those that were landed.
    """
    with _open(batch, columns) as (file, names):
        for group in range(file.num_row_groups):
            yield file.read_row_group(group, columns=names)


def rows_among(batch: Batch, columns: Iterable[str], key: str, words: pa.Array) -> Iterator[pa.Table]:
    """What ``rows`` gives of those rows alone that have one of ``words`` in column ``key``, outer spaces aside."""
    with _open(batch, columns) as (file, names):
        if key not in names:
            return
        chosen = _chosen(file.read(columns=[key])[key], words)
        start = 0
        for group in range(file.num_row_groups):
            rows = file.metadata.row_group(group).num_rows
            own = chosen[start : start + rows]
            start += rows
            if own.any():
                yield lean(file.read_row_group(group, columns=names).filter(pa.array(own)))


def words(batch: Batch, column: str) -> pa.Array:
    """The different words of a column of the file, without outer spaces. Raises Damaged as ``rows`` does."""
    found = [
        pc.utf8_trim_whitespace(chunk.dictionary)
        for piece in rows(batch, [column])
        for chunk in (piece[column].chunks if column in piece.column_names else ())
    ]
    return pc.drop_null(pc.unique(pa.chunked_array(found, pa.string())))


@contextmanager
def _open(batch: Batch, columns: Iterable[str]) -> Iterator[tuple[pq.ParquetFile, list[str]]]:
    wanted = {"line", *columns}
    path = _file(batch, "rows.parquet")
    names = [name for name in pq.read_schema(path).names if name in wanted]
    with pq.ParquetFile(path, read_dictionary=[name for name in names if name != "line"]) as file:
        yield file, names


def _chosen(column: pa.ChunkedArray, words: pa.Array) -> npt.NDArray[np.bool_]:
    """Which rows of a coded column hold one of the words: all codes are looked up at once, and each only once."""
    found = pa.chunked_array([pc.utf8_trim_whitespace(chunk.dictionary) for chunk in column.chunks], pa.string())
    known = pc.is_in(found, words).combine_chunks().to_numpy(zero_copy_only=False)
    masks, start = [np.zeros(0, np.bool_)], 0
    for chunk in column.chunks:
        end = start + len(chunk.dictionary)
        codes = chunk.indices.fill_null(end - start).to_numpy(zero_copy_only=False)
        masks.append(np.append(known[start:end], False)[codes])
        start = end
    return np.concatenate(masks)


def rejects(batch: Batch) -> pa.Table:
    """What could not be read of the file (see ``REJECTS``). Raises Damaged where it is not what was landed."""
    return pq.read_table(_file(batch, "rejects.parquet"))


def _file(batch: Batch, name: str) -> Path:
    file = batch.folder / name
    if not file.is_file() or durable.sha256(file) != dict(batch.hashes).get(name):
        raise _damaged(batch, name)
    return file


def _damaged(batch: Batch, name: str) -> Damaged:
    return Damaged(f"'{name}' of landing batch {batch.number:06d} is missing or was changed: restore it from a backup.")


class Landing:
    """A file being landed. What is added stays out of sight until ``accept``; left early, it leaves nothing."""

    def __init__(self, warehouse: Path) -> None:
        self._place = warehouse / "landing"
        self._partial = self._place / ".partial"
        self.rows = 0
        self.rejected = 0

    def __enter__(self) -> Landing:
        self._place.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir()
        self._rows = _Groups(self._partial / "rows.parquet")
        self._rejects = _Groups(self._partial / "rejects.parquet")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._rows.close()
        self._rejects.close()
        shutil.rmtree(self._partial, ignore_errors=True)

    def add(self, raw: pa.RecordBatch, rejected: Iterable[tuple[int, str, str, str, str]]) -> None:
        """Add rows as text, and what could not be read as (line, column, reason, expected, text)."""
        self._rows.add(pa.Table.from_batches([raw]))
        self.rows += raw.num_rows
        cells = [dict(zip(REJECTS.names, row, strict=True)) for row in rejected]
        if cells:
            self._rejects.add(pa.Table.from_pylist(cells, schema=REJECTS))
            self.rejected += len(cells)

    def accept(self, number: int, origin: Origin, accepted: int) -> Batch:
        """Make it batch ``number``, in one step. ``accepted`` counts the rows from which a value could be taken."""
        self._rejects.add(REJECTS.empty_table())
        self._rows.close()
        self._rejects.close()
        hashes = {p.name: durable.sha256(p) for p in sorted(self._partial.iterdir())}
        said = {"origin": asdict(origin), "rows": accepted, "rejected": self.rejected, "hashes": hashes}
        (self._partial / "batch.json").write_bytes(canonical(said))
        place = self._place / f"{number:06d}"
        durable.accept(self._partial, place)
        return _read(place)


class _Groups:
    """A Parquet file that is written in row groups of one size, whatever the size of the pieces that come.

    Texts are written as codes into the distinct ones of their row group, as they come. While a group is written, the
    next can be gathered.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer: pq.ParquetWriter | None = None
        self._kept: list[pa.Table] = []
        self._count = 0
        self._hand = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def add(self, piece: pa.Table) -> None:
        piece = _coded(piece)
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._file, piece.schema, compression="zstd", store_schema=False, write_statistics=False
            )
        self._kept.append(piece)
        self._count += piece.num_rows
        if self._count >= ROW_GROUP:
            whole = _whole(self._kept)
            full = self._count - self._count % ROW_GROUP
            self._write(whole.slice(0, full))
            # Lean, else each piece would add its texts to all that were ever seen.
            self._kept, self._count = [lean(whole.slice(full))], self._count - full

    def _write(self, rows: pa.Table) -> None:
        self._wait()
        self._writing = self._hand.submit(_write, self._writer, rows)

    def _wait(self) -> None:
        if self._writing is not None:
            writing, self._writing = self._writing, None
            writing.result()

    def close(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            try:
                self._wait()
                if self._count:
                    _write(writer, _whole(self._kept))
            finally:
                self._kept, self._count = [], 0
                writer.close()
        self._hand.shutdown()


def _coded(piece: pa.Table) -> pa.Table:
    for place, field in enumerate(piece.schema):
        if pa.types.is_string(field.type):
            texts = piece.column(place).combine_chunks().dictionary_encode()
            piece = piece.set_column(place, field.with_type(texts.type), texts)
    return piece


def _whole(pieces: list[pa.Table]) -> pa.Table:
    return pa.concat_tables(pieces).unify_dictionaries().combine_chunks()


def _write(writer: pq.ParquetWriter, rows: pa.Table) -> None:
    for start in range(0, rows.num_rows, ROW_GROUP):
        writer.write_table(lean(rows.slice(start, ROW_GROUP)), ROW_GROUP)
