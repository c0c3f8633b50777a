"""Imports in the worker: real files, the real warehouse, the real worker loop."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.sources import actions, jobs, queries
from hoshin.apps.sources.models import ImportRun, State, Upload
from hoshin.connectors.detection import examine
from hoshin.connectors.mapping import Mapping, loads
from hoshin.connectors.registry import ready_mapping
from hoshin.connectors.settling import settle
from hoshin.eventlog.refused import Refused
from hoshin.pipeline.home import Home
from hoshin.pipeline.progress import Progress
from hoshin.warehouse import generations
from tests.apps.sources.exports import SERVICENOW, TICKETS, csv_bytes, kept, packed, work

pytestmark = pytest.mark.django_db(transaction=True)
MAPPING_TEXT = """
    name = "by hand"
    zone = "Europe/Berlin"
    [columns]
    ticket = "Number"
    opened_at = "Opened"
    resolved_at = "Resolved"
    state = "State"
    group = "Team"
    [states]
    Solved = "resolved"
"""
MAPPING = loads(MAPPING_TEXT)


def imported(person: Person, name: str, content: bytes, mapping: Mapping = MAPPING) -> ImportRun:
    run = jobs.start(person, kept(person, name, content), mapping)
    work()
    run.refresh_from_db()
    return run


def test_a_file_is_imported_and_then_deleted(max_: Person, home: Home) -> None:
    run = imported(max_, "tickets.csv", csv_bytes(TICKETS))
    published = generations.current(home.warehouse)
    assert (run.state, run.error) == (State.DONE, "")
    assert (run.changed, run.rows, run.rejected, run.tickets, run.added) == (True, 3, 0, 3, 3)
    assert (run.generation, run.batch) == (published.name, 1)
    assert published.manifest.desks["by hand"].zone == "Europe/Berlin"
    assert not Upload.objects.exists()
    assert list(home.uploads.iterdir()) == []
    line = AuditLine.objects.get(person=max_, action="imported a file")
    assert published.name in line.detail


def test_the_same_file_twice_says_so_and_publishes_nothing(client: Client, max_: Person, home: Home) -> None:
    first = imported(max_, "tickets.csv", csv_bytes(TICKETS))
    second = imported(max_, "again.csv.gz", packed(csv_bytes(TICKETS)))
    assert (second.state, second.changed, second.added) == (State.DONE, False, 0)
    assert second.generation == first.generation
    assert len(generations.all_names(home.warehouse)) == 1
    client.force_login(max_)
    page = client.get(reverse("sources:run", args=[second.pk])).content.decode()
    assert "nothing new in this file" in page


def test_a_longer_export_adds_what_is_new(max_: Person) -> None:
    imported(max_, "march.csv", csv_bytes(TICKETS))
    longer = (*TICKETS, ("T-4", "2026-04-01 08:00", "", "Solved", "P1", "Network"))
    run = imported(max_, "april.csv", csv_bytes(longer))
    assert (run.tickets, run.added, run.changed) == (4, 1, True)


def test_rejected_rows_are_grouped_and_downloaded(client: Client, max_: Person) -> None:
    bad = [(f"T-{n}", "some day", "", "Solved", "P1", "Network") for n in range(10, 17)]
    rows = (*TICKETS, *bad, ("", "2026-03-09 08:00", "", "Solved", "P1", "=cmd()"))
    run = imported(max_, "tickets.csv", csv_bytes(rows))
    assert (run.rows, run.rejected) == (3, 8)
    client.force_login(max_)
    page = client.get(reverse("sources:run", args=[run.pk]))
    groups = page.context["rejects"]
    assert [(group.column, group.count, group.lines) for group in groups] == [
        ("Opened", 7, (5, 6, 7, 8, 9)),
        ("Number", 1, (12,)),
    ]
    assert groups[0].expected
    answer = client.get(reverse("sources:rejected", args=[run.pk]))
    text = answer.getvalue().decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text)))
    assert read[0] == ["line", "column", "reason", "expected", "text"]
    assert [row[0] for row in read[1:]] == [str(line) for line in range(5, 13)]
    assert all(len(row) == 5 and row[2] and row[3] for row in read[1:])
    assert not any(cell.startswith("=") for row in read for cell in row)


def test_a_file_of_which_nothing_can_be_read_is_refused_and_kept(client: Client, max_: Person, home: Home) -> None:
    rows = [TICKETS[0], *(("T-1", "some day", "2026-03-02", "", "", "") for _ in range(3))]
    run = imported(max_, "tickets.csv", csv_bytes(rows))
    assert run.state == State.REFUSED
    assert "None of the 3 rows could be read" in run.error
    assert run.upload is not None
    assert queries.stored_at(run.upload).exists()
    with pytest.raises(Refused):
        generations.current(home.warehouse)
    client.force_login(max_)
    page = client.get(reverse("sources:run", args=[run.pk])).content.decode()
    assert reverse("sources:mapping", args=[run.upload.pk]) in page
    assert "None of the 3 rows could be read" in page


def test_a_demonstration_and_real_tickets_stay_apart(max_: Person, home: Home) -> None:
    imported(max_, "real.csv", csv_bytes(TICKETS))
    run = actions.begin_run(None, "demo.csv", "by hand", "")
    actions.refuse(run, Refused("Desk 'by hand' holds real tickets."))
    run.refresh_from_db()
    assert (run.state, run.error, run.person) == (State.REFUSED, "Desk 'by hand' holds real tickets.", None)


def test_an_error_of_our_own_fails_the_run_in_words(max_: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("hoshin.apps.sources.jobs.imports.import_file", broken)
    run = imported(max_, "tickets.csv", csv_bytes(TICKETS))
    assert run.state == State.FAILED
    assert "No space left on device" in run.error


def test_progress_is_written_at_a_bearable_rate(
    max_: Person, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    run = actions.begin_run(max_, "tickets.csv", "desk", "")
    with django_assert_num_queries(2):
        for done in range(100):
            actions.progress(run, Progress("reading", done, 100, rows=done))
        actions.progress(run, Progress("landing", 0, 1))
    run.refresh_from_db()
    assert run.stage == "landing"


def test_the_run_page_polls_until_the_run_is_over(client: Client, max_: Person) -> None:
    client.force_login(max_)
    run = jobs.start(max_, kept(max_, "tickets.csv", csv_bytes(TICKETS)), MAPPING)
    url = reverse("sources:run", args=[run.pk])
    before = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert f'hx-get="{url}" hx-trigger="every 1s"' in before
    assert "<progress" in before
    work()
    after = client.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "hx-get" not in after
    assert "3 rows read" in after
    assert reverse("scorecards:scorecard") in after


@pytest.mark.skipif(not SERVICENOW.exists(), reason=f"THE SERVICENOW EXPORT IS NOT THERE: {SERVICENOW}")
def test_the_servicenow_export_is_imported_as_the_page_proposes_it(client: Client, max_: Person, home: Home) -> None:
    client.force_login(max_)
    with SERVICENOW.open("rb") as export:
        answer = client.post(reverse("sources:bring-in"), {"file": export})
    page = client.get(answer.headers["Location"])
    form = page.context["form"]
    said = {name: str(form[name].value() or "") for name in form.fields} | {"zone": "UTC", "do": "import"}
    started = client.post(answer.headers["Location"], said)
    work()
    run = ImportRun.objects.get()
    assert started.headers["Location"] == reverse("sources:run", args=[run.pk])
    assert (run.state, run.rows, run.rejected, run.tickets) == (State.DONE, 119_998, 0, 20_769)
    desk = generations.current(home.warehouse).manifest.desks["servicenow"]
    assert (desk.first.isoformat(), desk.last.isoformat()) == ("2016-02-29", "2016-05-13")
    # The terminal would read it in the very same way, so that neither undoes what the other did.
    for mapping in (examine(SERVICENOW).proposal, ready_mapping("servicenow")):
        assert settle(SERVICENOW, replace(mapping, zone="UTC")).mapping.digest == loads(run.mapping).digest
