"""Every list can be taken away: as CSV and as a workbook, with the rows that its page shows, by whoever sees it."""

from __future__ import annotations

import csv
import importlib
import io
import pkgutil
import re
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

import hoshin.apps
from hoshin.apps.accounts.models import Person
from hoshin.apps.people.models import Goal
from hoshin.apps.reviews.models import Commitment, Forum, Risk
from hoshin.reporting.tables import Table
from tests.addresses import addresses
from tests.filled import fill

NO_LIST = {
    "accounts:first-start", "accounts:new-unit", "accounts:sign-in", "accounts:sign-out", "accounts:suggest",
    "agreements:export", "agreements:import",
    "agreements:kept", "agreements:new-agreement", "agreements:new-calendar", "agreements:reconciliation",
    "agreements:tickets", "definitions:define", "definitions:own-metrics", "home", "packs:issue",
    "people:compare", "people:export", "people:new", "people:new-cycle", "people:scope", "people:thread",
    "plans:load", "plans:new", "plans:propose", "portfolios:error-start", "portfolios:errors",
    "portfolios:errors-state", "portfolios:new",
    "portfolios:scope", "reviews:dates", "reviews:new-forum", "reviews:new-risk", "scorecards:aged-tickets",
    "scorecards:flow", "scorecards:matrix", "scorecards:metric", "scorecards:reconcile", "scorecards:scorecard",
    "scorecards:tickets", "sources:bring-in", "strategy:new-objective", "strategy:scope",
    "strategy:write-vision", "workbooks:bring-in",
}  # fmt: skip
"""Pages without a number in their address that list nothing that people wrote: forms, readings, tickets, parts."""


def tables() -> Iterator[tuple[str, Table[object]]]:
    """Every declared list, with the app that declares it."""
    for app in pkgutil.iter_modules(hoshin.apps.__path__):
        try:
            module = importlib.import_module(f"hoshin.apps.{app.name}.tables")
        except ModuleNotFoundError:
            continue
        yield from ((app.name, each) for each in vars(module).values() if isinstance(each, Table))


def offered(page: str) -> list[str]:
    """The addresses of the files that a page offers."""
    return [unescape(each) for each in re.findall(r'href="(\?[^"]*form=(?:csv|xlsx))"', page)]


def rows_of(client: Client, address: str) -> list[list[object]]:
    """The rows of a file, its heading first."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert "attachment" in response["Content-Disposition"]
    if "form=csv" in address:
        text = response.getvalue().decode()
        assert text.startswith("\ufeff")
        return [list(row) for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")))]
    book = openpyxl.load_workbook(io.BytesIO(response.getvalue()))
    sheet = book["List"]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref
    about = {row[0]: row[1] for row in book["About"].iter_rows(values_only=True) if row[0]}
    assert about["Taken away by"] == "Alice"
    assert {"Organisation", "List", "On", "Rows"} <= set(about)
    assert about["Rows"] == sheet.max_row - 1
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def test_each_list_is_handed_out_in_both_forms_with_the_same_rows(filled: Client) -> None:
    found, without = set(), set()
    for name, address in addresses():
        response = filled.get(address)
        if response.status_code != 200 or "text/html" not in response["Content-Type"]:
            continue
        # Lists of tickets are of no bounded length: they are handed out as CSV alone.
        kept = [each.name for each in (response.context or {}).get("files", ())]
        links = offered(response.content.decode()) if kept else []
        if not links and not re.search(r"\d", address) and name not in NO_LIST:
            without.add(name)
        found |= set(kept)
        assert len(links) == 2 * len(kept), name
        for csv_link in links[::2]:
            xlsx_link = csv_link.replace("form=csv", "form=xlsx")
            assert xlsx_link in links, name
            plain, book = rows_of(filled, address + csv_link), rows_of(filled, address + xlsx_link)
            assert plain[0] == book[0], name
            assert len(plain) == len(book), name
    assert without == set(), "Let the list be taken away, or say in NO_LIST that there is none."
    assert {table.name for _, table in tables()} - found == {"own-metrics"}, "Offer each declared list on a page."


@pytest.mark.parametrize(
    "name",
    [
        "accounts:people",
        "obligations:register",
        "people:recognition",
        "portfolios:initiatives",
        "reviews:decisions",
        "reviews:risks",
        "strategy:objectives",
    ],
)
def test_a_file_holds_as_many_rows_as_the_page_has(filled: Client, name: str) -> None:
    address = reverse(name)
    page = filled.get(address)
    link = offered(page.content.decode())[0]
    assert len(rows_of(filled, address + link)) - 1 == page.context["page"].paginator.count


def test_what_narrows_the_page_narrows_the_file(filled: Client) -> None:
    Risk.objects.filter(pk=1).update(title="A zebra on the line")
    address = reverse("reviews:risks")
    page = filled.get(address, {"words": "ZEBRA line"}).content.decode()
    assert "A zebra on the line" in page
    assert "Risk 1 of 3" not in page
    csv_link, xlsx_link = offered(page)
    for link in (csv_link, xlsx_link):
        assert [row[2] for row in rows_of(filled, address + link)[1:]] == ["A zebra on the line"]
    book = openpyxl.load_workbook(io.BytesIO(filled.get(address + xlsx_link).getvalue()))
    assert book["About"]["B3"].value == "words: ZEBRA line"


def test_dates_are_dates_and_numbers_numbers(filled: Client) -> None:
    rows = rows_of(filled, f"{reverse('reviews:commitments')}?form=xlsx")
    first = dict(zip(rows[0], rows[1], strict=True))
    assert isinstance(first["Due"], datetime | date)
    assert isinstance(first["Number"], int)


def test_nobody_takes_away_what_they_do_not_see(filled: Client, boss: Person) -> None:
    fill(3, boss)
    outsider = Person.objects.get(username="person-3")
    Goal.objects.update(shared=False, team=None)
    hidden = Forum.objects.filter(confidential=True).exclude(members__person=outsider)
    assert hidden.exists()
    filled.force_login(outsider)

    def taken(name: str) -> str:
        return filled.get(reverse(name), {"form": "csv"}).getvalue().decode()

    for forum in hidden:
        assert forum.name not in taken("reviews:reviews")
        for each in Commitment.objects.filter(forum=forum):
            assert f"\n{each.pk}," not in taken("reviews:commitments")
    assert filled.get(reverse("accounts:people"), {"form": "csv"}).status_code == 403
    goals = list(csv.DictReader(io.StringIO(taken("people:mine").removeprefix("\ufeff"))))
    assert {row["Answers for it"] for row in goals} <= {outsider.name, *outsider.led.values_list("name", flat=True)}


def test_a_list_longer_than_sqlite_looks_up_at_once_is_handed_out(filled: Client, boss: Person) -> None:
    fill(1_050, boss)
    for name in ("people:teams", "reviews:commitments", "obligations:register", "accounts:people"):
        assert len(rows_of(filled, f"{reverse(name)}?form=csv")) > 500, name


def test_what_is_typed_is_never_computed(filled: Client) -> None:
    Commitment.objects.filter(pk=1).update(words='=HYPERLINK("http://example.org")')
    address = reverse("reviews:commitments")
    typed = rows_of(filled, f"{address}?form=csv")
    assert any('\'=HYPERLINK("http://example.org")' in row for row in typed)
    book = openpyxl.load_workbook(io.BytesIO(filled.get(f"{address}?form=xlsx").getvalue()))
    cell = next(c for row in book["List"].iter_rows() for c in row if "HYPERLINK" in str(c.value))
    assert cell.data_type == "s"
    assert cell.hyperlink is None
