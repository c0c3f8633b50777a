"""What the rules start from and end in is what the neighbours give and take."""

from __future__ import annotations

import pytest

from hoshin.connectors.parsing import INTAKE
from hoshin.eventlog.rows import CONTENT
from hoshin.eventlog.schema import TABLES, Table
from hoshin.eventlog.steps import steps


def test_the_rules_start_from_what_the_connectors_read() -> None:
    assert INTAKE.names == CONTENT.names
    assert INTAKE.types == CONTENT.types


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_rules_end_in_the_canonical_columns_but_for_the_days(table: Table) -> None:
    made = steps()[table.name].schema().to_pyarrow()
    expected = {c.name: c.type for c in table.columns if not c.name.endswith("_on")}
    assert dict(zip(made.names, made.types, strict=True)) == expected
