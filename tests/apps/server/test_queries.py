"""What each page asks of the database: the same however many rows there are, and no more than is written down.

``queries.tsv`` holds each page with its answer's status and the number of its queries. Write it anew, and read what
changed before you commit it, with ``make queries``.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hoshin.apps.accounts.models import Person
from tests.addresses import addresses
from tests.filled import fill

BASELINE = Path(__file__).with_name("queries.tsv")
HEAD = "page\tstatus\tqueries\n"
NO_PAGE = ("accounts:sign-out", "accounts:sign-in", "accounts:first-start")
"""Addresses that are for whoever is not signed in."""

METHOD_NOT_ALLOWED = 405

Counts = dict[str, tuple[int, list[str]]]


def asked(client: Client) -> Counts:
    """The status and the queries of each page, asked for a second time: what is remembered is remembered by then."""
    found: Counts = {}
    for name, address in addresses():
        if name in NO_PAGE:
            continue
        if client.get(address).status_code == METHOD_NOT_ALLOWED:
            continue
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
            if response.streaming:
                response.getvalue()
        found[name] = response.status_code, [each["sql"] for each in captured]
    return found


def test_no_page_asks_more_for_more_rows(filled: Client, boss: Person) -> None:
    few = asked(filled)
    fill(6, boss)
    many = asked(filled)
    assert {name: status for name, (status, _) in few.items() if status >= 500} == {}
    grown = {
        name: f"{len(few[name][1])} queries, {len(queries)} on twice the rows; most often: {_most(queries)}"
        for name, (_, queries) in many.items()
        if len(queries) > len(few[name][1])
    }
    assert grown == {}
    if os.environ.get("HOSHIN_WRITE_QUERIES"):
        lines = [f"{name}\t{status}\t{len(queries)}\n" for name, (status, queries) in few.items()]
        BASELINE.write_text(HEAD + "".join(lines))
    rows = [line.split("\t") for line in BASELINE.read_text().removeprefix(HEAD).splitlines()]
    known = {name: (int(status), int(count)) for name, status, count in rows}
    said = [
        f"{name}: {_change(known.get(name), (status, len(queries)))}"
        for name, (status, queries) in few.items()
        if name not in known or known[name][0] != status or known[name][1] < len(queries)
    ]
    said += [f"{name}: there is no such page any more" for name in known if name not in few]
    assert said == [], "Mend the page, or write the baseline anew with 'make queries'."


def _change(before: tuple[int, int] | None, now: tuple[int, int]) -> str:
    if before is None:
        return f"a new page with {now[1]} queries"
    if before[0] != now[0]:
        return f"answers with {now[0]}, not {before[0]}"
    return f"asks {now[1]} queries, not {before[1]}"


def _most(queries: list[str]) -> str:
    """The start of the query that is asked most often."""
    [(start, _)] = Counter(each.split("WHERE")[0][-160:] for each in queries).most_common(1)
    return start
