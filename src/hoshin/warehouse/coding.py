"""Columns of texts as codes into a dictionary that holds nothing else."""

from __future__ import annotations

import numpy as np
import pyarrow as pa


def lean(rows: pa.Table) -> pa.Table:
    """The same rows, each coded column with a dictionary of its own texts alone, in the order in which they come."""
    columns = [_lean(c.combine_chunks()) if pa.types.is_dictionary(c.type) else c for c in rows.columns]
    return pa.Table.from_arrays(columns, schema=rows.schema)


def _lean(texts: pa.DictionaryArray) -> pa.DictionaryArray:
    size = len(texts.dictionary)
    codes = texts.indices.fill_null(size).to_numpy(zero_copy_only=False)
    first = np.full(size + 1, len(codes))
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    used = np.flatnonzero(first[:size] < len(codes))
    order = used[np.argsort(first[used])]
    new = np.zeros(size + 1, np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    indices = pa.array(new[codes], mask=codes == size)
    return pa.DictionaryArray.from_arrays(indices, texts.dictionary.take(pa.array(order)))
