"""Where a row comes from: what the rules need to know besides the row itself.

The rules take one table ``rows`` of all files read of all desks: the canonical columns that a file gives (null where it
does not), and these.
"""

from __future__ import annotations

import pyarrow as pa

TICKET = ("desk", "ticket")
"""What names a ticket across desks."""

ORIGIN: pa.Schema = pa.schema(
    [
        pa.field("desk", pa.string(), nullable=False),
        pa.field("place", pa.int32(), nullable=False),  # the file's place in the order of imports; the newest is last
        pa.field("history", pa.bool_(), nullable=False),  # a row is an update of a ticket; else it is a ticket
        pa.field("gives_resolved", pa.bool_(), nullable=False),  # the file has a column that says when it was resolved
        pa.field("gives_closed", pa.bool_(), nullable=False),  # … when it was closed
        pa.field("gives_waiting", pa.bool_(), nullable=False),  # one of the desk's states stands for waiting
    ]
)
