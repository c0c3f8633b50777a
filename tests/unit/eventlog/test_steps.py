"""What the rules start from and end in is what the neighbours give and take."""

from __future__ import annotations

import pyarrow as pa
import pytest

from hoshin.connectors.parsing import INTAKE
from hoshin.eventlog.judging import PENDING
from hoshin.eventlog.links import LINKS, linked
from hoshin.eventlog.rows import CONTENT, ROWS, plain
from hoshin.eventlog.schema import INSTANT, TABLES, TICKETS, Table
from hoshin.eventlog.steps import derive


def test_the_rules_start_from_what_the_connectors_read() -> None:
    assert INTAKE.names == CONTENT.names
    assert INTAKE.types == CONTENT.types


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_rules_end_in_the_canonical_columns_but_for_days_and_links(table: Table) -> None:
    made = plain(derive(ROWS.empty_table())[table.name].schema)
    expected = {c.name: c.type for c in table.columns if not c.name.endswith("_on") and c.name not in LINKS}
    assert dict(zip(made.names, made.types, strict=True)) == expected


def test_the_links_end_in_the_canonical_columns() -> None:
    tickets = derive(ROWS.empty_table())[TICKETS.name]
    tickets = tickets.set_column(1, "ticket", tickets["ticket"].cast(pa.string()))
    for field in PENDING:
        tickets = tickets.append_column(field, pa.nulls(0, field.type))
    made = linked(tickets, pa.scalar(None, INSTANT)).schema
    assert {name: made.field(name).type for name in LINKS} == {name: TICKETS.arrow.field(name).type for name in LINKS}
