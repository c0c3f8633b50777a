"""What the rules start from: one table of all rows of all files read, of all desks.

A row holds the canonical columns that its file gives, null where it does not, and where it comes from.
"""

from __future__ import annotations

import pyarrow as pa

from hoshin.eventlog.schema import INSTANT

TICKET = ("desk", "ticket")
"""What names a ticket across desks."""

CODED: pa.DataType = pa.dictionary(pa.int32(), pa.string())
"""A column of texts as codes into its distinct ones: what is found out of a text is found out once."""

ORIGIN: pa.Schema = pa.schema(
    [
        pa.field("desk", CODED),
        pa.field("place", pa.int32()),  # the file's place in the order of imports; the newest is last
        pa.field("history", pa.bool_()),  # a row is an update of a ticket; else it is a ticket
        pa.field("gives_resolved", pa.bool_()),  # the file has a column that says when a ticket was resolved
        pa.field("gives_closed", pa.bool_()),  # … when it was closed
        pa.field("gives_waiting", pa.bool_()),  # one of the desk's states stands for waiting
        pa.field("gives_active", pa.bool_()),  # … for active
        pa.field("tells_user", pa.bool_()),  # one of the desk's words says that a ticket waits for the user
        pa.field("tells_vendor", pa.bool_()),  # … for a vendor
        pa.field("tells_change", pa.bool_()),  # … for a change
    ]
)
"""Where a row comes from; none of it is ever null."""

CONTENT: pa.Schema = pa.schema(
    [
        pa.field("line", pa.int64()),  # where the row stands in its file
        pa.field("ticket", CODED),
        pa.field("position", pa.int32()),  # the update's order within its ticket, by the desk's own count
        pa.field("at", INSTANT),  # when the update was made
        pa.field("kind", CODED),
        pa.field("title", CODED),
        pa.field("opened_at", INSTANT),
        pa.field("resolved_at", INSTANT),
        pa.field("closed_at", INSTANT),
        pa.field("updated_at", INSTANT),
        pa.field("responded_at", INSTANT),
        pa.field("due_at", INSTANT),
        pa.field("response_due_at", INSTANT),
        pa.field("restored_at", INSTANT),
        pa.field("cause_found_at", INSTANT),
        pa.field("approved_at", INSTANT),
        pa.field("planned_start_at", INSTANT),
        pa.field("planned_end_at", INSTANT),
        pa.field("started_at", INSTANT),
        pa.field("finished_at", INSTANT),
        pa.field("state", CODED),
        pa.field("status", CODED),
        pa.field("hold_reason", CODED),
        pa.field("priority", pa.int8()),
        pa.field("group", CODED),
        pa.field("business_unit", CODED),
        pa.field("service", CODED),
        pa.field("category", CODED),
        pa.field("channel", CODED),
        pa.field("level", pa.int8()),
        pa.field("parent", CODED),
        pa.field("duplicate_of", CODED),
        pa.field("closure", CODED),
        pa.field("problem", CODED),
        pa.field("caused_by", CODED),
        pa.field("article", CODED),
        pa.field("major", pa.bool_()),
        pa.field("response_sla_met", pa.bool_()),
        pa.field("sla_met", pa.bool_()),
        pa.field("reassignments", pa.int32()),
        pa.field("reopens", pa.int32()),
        pa.field("satisfaction", pa.int8()),
        pa.field("experience", pa.int32()),
        pa.field("lost_minutes", pa.int32()),
        pa.field("change_type", CODED),
        pa.field("outcome", CODED),
        pa.field("unauthorised", pa.bool_()),
        pa.field("deployment", pa.bool_()),
    ]
)
"""What a row says; only ``line``, ``ticket`` and ``kind`` are never null. Meanings as in the canonical tables."""

ROWS: pa.Schema = pa.schema([*ORIGIN, *CONTENT])


def plain(schema: pa.Schema) -> pa.Schema:
    """The same columns, texts as they are instead of ``CODED``."""
    return pa.schema([f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in schema])
