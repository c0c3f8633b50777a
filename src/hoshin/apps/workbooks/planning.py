"""From the bytes of a workbook to the plan of what it would do; nothing is written."""

from __future__ import annotations

from hoshin.apps.accounts.models import Person
from hoshin.apps.workbooks.known import known
from hoshin.apps.workbooks.layout import Topic
from hoshin.apps.workbooks.plan import Plan, Row
from hoshin.apps.workbooks.rows import initiatives, key_results, objectives
from hoshin.apps.workbooks.tables import tables
from hoshin.connectors.sheets import read_sheets
from hoshin.pipeline.read import Reader


def plan(person: Person | None, data: bytes, name: str, reader: Reader | None) -> Plan:
    """What the workbook would do if ``person`` (None: the terminal) confirmed it now.

    ``reader`` is None before the first import. Raises FileRefused and NothingToRead.
    """
    found = tables(read_sheets(data, name), name)
    there = known(person, reader)
    rows: list[Row] = []
    for topic, judged in (
        (Topic.OBJECTIVES, objectives.judged),
        (Topic.KEY_RESULTS, key_results.judged),
        (Topic.INITIATIVES, initiatives.judged),
    ):
        rows += judged(there, [row for table in found if table.layout.topic is topic for row in table.rows])
    return Plan(tuple(rows), tuple((table.sheet, table.ignored) for table in found if table.ignored))
