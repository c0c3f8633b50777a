"""Reading a desk's file, whatever its form: chunks of rows as text, and what could not be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from hoshin.connectors.asking import times
from hoshin.connectors.errors import NeedsAnswer
from hoshin.connectors.evidence import Evidence
from hoshin.connectors.fields import TIMES
from hoshin.connectors.mapping import Mapping
from hoshin.connectors.opening import check, open_file
from hoshin.connectors.rows import Chunk, Reject

__all__ = ["Chunk", "Reject", "read"]


def read(path: Path, mapping: Mapping) -> Iterator[Chunk]:
    """The file's rows as text, in bounded chunks, with what could not be read.

    ``mapping`` is one that ``hoshin.connectors.detection.settle`` has settled for this file: the rows are not
    interpreted here, but ``hoshin.connectors.parsing.intake`` can interpret them only with it.

    Raises FileRefused: at the start where the file is not what it says or lacks a column that no row can do without;
    at the end where it is cut off or holds nothing to read. At the end also raises NeedsAnswer, where the file's times
    could mean two things and the mapping does not say which. So nothing may be published before the end.
    """
    file = open_file(path, mapping)
    check(file.columns, mapping, path.name)
    evidence = Evidence(mapping.columns[name] for name in TIMES if name in mapping.columns)
    for chunk in file.chunks():
        if mapping.zone is None or mapping.day_order is None:
            evidence.add(chunk.rows)
        yield chunk
    if questions := times(mapping, evidence):
        raise NeedsAnswer(f"'{path.name}': {' '.join(q.text for q in questions)}", questions)
