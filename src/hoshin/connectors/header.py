"""What a file's header must be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from hoshin.connectors.content import Content
from hoshin.connectors.errors import FileRefused
from hoshin.connectors.instants import Fault
from hoshin.connectors.times import read_times

OWN = "line"
"""The name under which raw rows carry their line; a file's own column of that name is called differently."""


def checked(names: Sequence[str], content: Content, place: str) -> tuple[str, ...]:
    """The column names without outer spaces. Raises FileRefused where two are alike, one is empty or one is a time."""
    columns = [" ".join(name.split()) for name in names]
    for position, name in enumerate(columns, 1):
        if not name:
            raise FileRefused(
                f"{content.name}, {place}: column {position} of {len(columns)} has no name. "
                "Expected is a header that names every column: name or remove it."
            )
    for position, name in enumerate(columns, 1):
        first = columns.index(name) + 1
        if first != position:
            raise FileRefused(
                f"{content.name}, {place}: columns {first} and {position} have the same name '{name}'. "
                "Expected is a name of its own for every column: rename or remove one."
            )
    numbered = [name for name in columns if sum(letter.isdigit() for letter in name) > 3]
    faults = read_times(pa.array(numbered, pa.string()), None, "UTC").faults if numbered else np.empty(0)
    for name, fault in zip(numbered, faults.tolist(), strict=True):
        if fault != Fault.FORM:
            raise FileRefused(
                f"{content.name}, {place}: '{name}' is a time, not the name of a column. "
                "Expected is a header in the first row: export the tickets with column names."
            )
    return tuple("line (of the file)" if name == OWN else name for name in columns)
