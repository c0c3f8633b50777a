"""Saying how a file is read: what is proposed, what is asked, what is shown, and what stays saved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.sources import actions, queries
from hoshin.apps.sources.choices import word_key
from hoshin.apps.sources.models import ImportRun, SavedMapping, State, Upload
from hoshin.apps.sources.previews import Cell, Preview
from hoshin.apps.sources.reading_form import ReadingForm
from hoshin.connectors import mapping as mappings
from hoshin.connectors.mapping import DayOrder, Shape
from hoshin.connectors.registry import ready_mapping
from hoshin.eventlog.schema import Status
from tests.apps.sources.exports import AMBIGUOUS, TICKETS, csv_bytes, file, kept

pytestmark = pytest.mark.django_db
WORDS = {"ticket": "Number", "opened_at": "Opened", "state": "State"}
WITH_OFFSETS = (("Number", "Opened"), ("T-1", "2026-03-02T08:00:00+01:00"), ("T-2", "2026-03-03T08:00:00+01:00"))
NUMBERED = (("Number", "Opened", "Priority"), ("T-1", "2026-03-02 08:00", "1"), ("T-2", "2026-03-02 09:00", "4"))


def address(upload: Upload) -> str:
    return reverse("sources:mapping", args=[upload.pk])


def form_of(answer: Any) -> ReadingForm:
    form: ReadingForm = answer.context["form"]
    return form


def preview_of(answer: Any) -> Preview:
    preview: Preview = answer.context["preview"]
    return preview


def answers(answer: Any, **changed: str) -> dict[str, str]:
    """What a browser would post of the form that it was given, with some fields changed."""
    form = form_of(answer)
    said = {name: str(form[name].value() or "") for name in form.fields}
    return said | {"save_as": "x", "do": "preview"} | changed


def cells(preview: Preview, field: str) -> list[Cell]:
    return [row.cells[preview.fields.index(field)] for row in preview.rows]


@pytest.fixture
def member(client: Client, max_: Person) -> Client:
    client.force_login(max_)
    return client


def test_the_proposal_is_shown_with_what_was_found_out(member: Client, max_: Person) -> None:
    page = member.get(address(kept(max_, "tickets.csv", csv_bytes(TICKETS, ";"))))
    form = form_of(page)
    assert form["column-ticket"].value() == "Number"
    assert form["column-opened_at"].value() == "Opened"
    assert form["shape"].value() == "tickets"
    assert form[word_key("states", "solved")].value() == "resolved"
    assert form[word_key("states", "Parked")].value() == ""
    text = page.content.decode()
    assert "semicolons" in text
    assert "3 rows" in text
    assert escape(form.fields["column-sla_met"].help_text) in text


def test_no_time_zone_is_preselected_and_times_stay_as_written(member: Client, max_: Person) -> None:
    page = member.get(address(kept(max_, "tickets.csv", csv_bytes(TICKETS))))
    assert form_of(page)["zone"].value() == ""
    assert "In which time zone are the times?" in page.content.decode()
    assert cells(preview_of(page), "opened_at")[0] == Cell("2026-03-02 08:00")
    assert preview_of(page).rejected == 0


def test_a_time_zone_is_no_question_where_the_times_carry_one(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(WITH_OFFSETS))
    page = member.get(address(upload))
    assert "carry their own offset" in page.content.decode()
    assert cells(preview_of(page), "opened_at")[0] == Cell("2 Mar 2026 07:00")
    assert member.post(address(upload), answers(page, do="import")).status_code == 302


def test_the_preview_follows_the_chosen_zone(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(WITH_OFFSETS))
    page = member.post(address(upload), answers(member.get(address(upload)), zone="Asia/Tokyo"))
    assert cells(preview_of(page), "opened_at")[0] == Cell("2 Mar 2026 16:00")


def test_day_order_is_asked_and_never_preselected_where_both_are_possible(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(AMBIGUOUS))
    page = member.get(address(upload))
    assert form_of(page)["day_order"].value() == ""
    assert "Is the day or the month first?" in page.content.decode()
    refused = member.post(address(upload), answers(page, zone="UTC", do="import"))
    assert refused.status_code == 200
    assert form_of(refused).errors.keys() == {"day_order"}
    assert not ImportRun.objects.exists()
    for order, day in ((DayOrder.DAY_FIRST, "3 Apr 2026 08:00"), (DayOrder.MONTH_FIRST, "4 Mar 2026 08:00")):
        shown = member.post(address(upload), answers(page, zone="UTC", day_order=order.value))
        assert cells(preview_of(shown), "opened_at")[0] == Cell(day)


def test_where_the_file_decides_the_day_order_the_page_says_so_and_why(member: Client, max_: Person) -> None:
    rows = (*AMBIGUOUS, ("T-3", "29/4/2026 10:00", ""))
    page = member.get(address(kept(max_, "tickets.csv", csv_bytes(rows))))
    assert form_of(page)["day_order"].value() == "day-first"
    text = page.content.decode()
    assert "The file decides this." in text
    assert "29/4/2026 10:00" in form_of(page).decided_by()


def test_an_order_that_the_file_showed_goes_with_the_column_that_showed_it(member: Client, max_: Person) -> None:
    rows = (
        ("Number", "First", "Second"),
        ("T-1", "2026-04-03 08:00", "13/4/2026"),
        ("T-2", "2026-04-06 09:00", "1/5/2026"),
    )
    upload = kept(max_, "tickets.csv", csv_bytes(rows))
    page = member.get(address(upload))
    with_it = member.post(address(upload), answers(page, **{"column-opened_at": "Second"}))
    assert form_of(with_it)["day_order"].value() == "day-first"
    without = member.post(address(upload), answers(with_it, **{"column-opened_at": "First"}))
    assert form_of(without)["day_order"].value() == ""


def test_what_is_missing_is_said_next_to_its_field(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(TICKETS))
    page = member.get(address(upload))
    unzoned = member.post(address(upload), answers(page, do="import"))
    assert form_of(unzoned).errors.keys() == {"zone"}
    columnless = member.post(address(upload), answers(page, do="import", zone="UTC", **{"column-ticket": ""}))
    assert form_of(columnless).errors.keys() == {"column-ticket"}
    deskless = member.post(address(upload), answers(page, do="import", zone="UTC", desk=" "))
    assert form_of(deskless).errors.keys() == {"desk"}
    assert not ImportRun.objects.exists()


def test_a_cell_that_cannot_be_read_is_marked_with_the_reason(member: Client, max_: Person) -> None:
    rows = (*TICKETS, ("T-4", "yesterday", "", "Solved", "P1", "Network"))
    upload = kept(max_, "tickets.csv", csv_bytes(rows))
    said = answers(member.get(address(upload)), zone="UTC", **{"column-opened_at": "Opened"})
    page = member.post(address(upload), said)
    preview = preview_of(page)
    assert [row.rejected for row in preview.rows] == [False, False, False, True]
    bad = cells(preview, "opened_at")[3]
    assert bad.text == "yesterday"
    assert "not a time" in bad.problem
    assert bad.expected
    assert escape(bad.problem) in page.content.decode()
    assert [row.line for row in preview.rows] == [2, 3, 4, 5]


def test_the_preview_shows_at_most_a_hundred_rows(member: Client, max_: Person) -> None:
    rows = [("Number", "Opened"), *((f"T-{n}", "2026-03-02 08:00") for n in range(250))]
    page = member.get(address(kept(max_, "tickets.csv", csv_bytes(rows))))
    assert len(preview_of(page).rows) == 100
    assert "250 rows" in page.content.decode()


def test_words_of_another_column_come_with_what_they_are_taken_for(member: Client, max_: Person) -> None:
    rows = (("Number", "Opened", "Phase"), ("T-1", "2026-03-02 08:00", "Pending"), ("T-2", "2026-03-02 08:00", "Odd"))
    upload = kept(max_, "tickets.csv", csv_bytes(rows))
    page = member.get(address(upload))
    assert form_of(page)["column-state"].value() in ("", None)
    chosen = member.post(address(upload), answers(page, zone="UTC", **{"column-state": "Phase"}))
    assert form_of(chosen)[word_key("states", "Pending")].value() == "waiting"
    assert cells(preview_of(chosen), "status") == [Cell("waiting"), Cell("")]
    said = answers(chosen, zone="UTC", **{word_key("states", "Odd"): "cancelled"})
    assert cells(preview_of(member.post(address(upload), said)), "status")[1] == Cell("cancelled")


def test_spellings_of_a_word_are_one_word_and_keep_the_mapping_s_own(member: Client, max_: Person) -> None:
    rows = [("Number", "Opened", "State")]
    rows += [(f"T-{n}", f"2026-03-0{n} 08:00", word) for n, word in enumerate(("ON  HOLD", "On hold", "New"), 1)]
    upload = kept(max_, "tickets.csv", csv_bytes(rows))
    actions.keep_draft(upload, mappings.dumps(replace(ready_mapping("servicenow"), columns=WORDS, shape=Shape.TICKETS)))
    page = member.get(address(upload))
    (states,) = [words for table, words in form_of(page).word_tables() if table.key == "states"]
    assert sorted(bound.help_text for bound in states) == ["1×", "2×"]
    said = answers(page, zone="UTC", do="download", **{word_key("states", "on hold"): "active"})
    mapping = mappings.loads(member.post(address(upload), said).content.decode())
    assert mapping.states == {**ready_mapping("servicenow").states, "On Hold": Status.ACTIVE}


def test_numbers_for_priorities_mean_nothing_until_somebody_says_which_is_urgent(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(NUMBERED))
    page = member.get(address(upload))
    assert cells(preview_of(page), "priority") == [Cell(""), Cell("")]
    least_first = member.post(address(upload), answers(page, zone="UTC", scale="least-urgent-first"))
    assert cells(preview_of(least_first), "priority") == [Cell("4 - Low"), Cell("1 - Critical")]
    corrected = answers(least_first, **{word_key("priorities", "1"): "5"})
    shown = member.post(address(upload), corrected)
    assert cells(preview_of(shown), "priority")[0] == Cell("5 - Planning")


def test_htmx_gets_the_preview_and_what_hangs_on_the_answers_alone(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(TICKETS))
    said = answers(member.get(address(upload)), zone="UTC")
    part = member.post(address(upload), said, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert 'id="preview"' in part
    for swapped in ("answers", "words", "refusal"):
        assert f'<div id="{swapped}" hx-swap-oob="true">' in part


def test_a_mapping_is_saved_used_again_and_downloaded(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(TICKETS))
    said = answers(member.get(address(upload)), zone="Europe/Berlin", desk="Our desk")
    said |= {word_key("states", "Parked"): "waiting", "do": "save", "save_as": "Monthly export"}
    assert member.post(address(upload), said).status_code == 302
    saved = SavedMapping.objects.get(name="Monthly export")
    mapping = mappings.loads(saved.text)
    assert (mapping.name, mapping.desk, mapping.zone) == ("Monthly export", "Our desk", "Europe/Berlin")
    assert mapping.states["Parked"] is Status.WAITING
    assert (saved.desk, saved.saved_by) == ("Our desk", max_)
    assert AuditLine.objects.filter(person=max_, action="saved a mapping", subject="Monthly export").exists()

    downloaded = member.get(reverse("sources:mapping-file", args=[saved.pk]))
    assert downloaded.content.decode() == saved.text
    assert downloaded.headers["Content-Disposition"] == 'attachment; filename="monthly-export.toml"'

    other = kept(max_, "april.csv", csv_bytes(TICKETS))
    started = member.post(address(other), {"do": "start", "start_from": f"saved:{saved.pk}"}, follow=True)
    assert form_of(started)["zone"].value() == "Europe/Berlin"
    assert form_of(started)[word_key("states", "Parked")].value() == "waiting"
    again = member.post(address(other), answers(started, do="download"))
    assert mappings.loads(again.content.decode()) == mapping


def test_saving_under_the_same_name_replaces_and_an_empty_name_is_refused(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(TICKETS))
    for zone in ("UTC", "Asia/Tokyo"):
        said = answers(member.get(address(upload)), zone=zone, do="save", save_as="Monthly")
        member.post(address(upload), said)
    assert mappings.loads(SavedMapping.objects.get().text).zone == "Asia/Tokyo"
    refused = member.post(address(upload), answers(member.get(address(upload)), do="save", save_as=""))
    assert refused.context["save_form"].errors["save_as"] == ["Give the mapping a name."]


def test_a_ready_mapping_can_be_started_from_and_keeps_words_that_the_file_lacks(member: Client, max_: Person) -> None:
    rows = (
        ("number", "sys_updated_at", "incident_state", "opened_at"),
        ("I1", "1/2/2026 08:00", "On Hold", "1/2/2026 08:00"),
    )
    upload = kept(max_, "snow.csv", csv_bytes(rows))
    started = member.post(address(upload), {"do": "start", "start_from": "ready:servicenow"}, follow=True)
    assert form_of(started)["column-state"].value() == "incident_state"
    assert "cmdb_ci" in form_of(started).absent()
    assert "cmdb_ci" in started.content.decode()
    said = answers(started, zone="UTC", day_order="day-first", do="save", save_as="mine")
    member.post(address(upload), said)
    mapping = mappings.loads(SavedMapping.objects.get().text)
    assert mapping.states == ready_mapping("servicenow").states
    assert mapping.columns == ready_mapping("servicenow").columns


def test_a_file_that_lacks_the_time_of_updates_holds_tickets_and_the_page_says_so(member: Client, max_: Person) -> None:
    rows = (("number", "incident_state", "opened_at"), ("I1", "On Hold", "1/2/2026 08:00"))
    upload = kept(max_, "snow.csv", csv_bytes(rows))
    started = member.post(address(upload), {"do": "start", "start_from": "ready:servicenow"}, follow=True)
    assert form_of(started)["shape"].value() == "tickets"
    assert "no column says when an update was made" in started.content.decode()
    said = answers(started, zone="UTC", day_order="day-first")
    member.post(address(upload), said | {"do": "save", "save_as": "mine"})
    assert mappings.loads(SavedMapping.objects.get().text).shape == "updates"
    assert member.post(address(upload), said | {"do": "import"}).status_code == 302
    assert mappings.loads(ImportRun.objects.get().mapping).shape == "tickets"


def test_text_that_is_not_utf_8_is_pointed_out(member: Client, max_: Person) -> None:
    content = (
        csv_bytes([*TICKETS, ("T-4", "2026-03-05 08:00", "", "Gelöst", "P1", "Münster")]).decode().encode("cp1252")
    )
    page = member.get(address(kept(max_, "tickets.csv", content)))
    assert "Look whether accents are right" in page.content.decode()
    assert cells(preview_of(page), "group")[3] == Cell("Münster")


def test_a_mapping_file_starts_a_reading_and_a_broken_one_is_refused_with_its_sentence(
    member: Client, max_: Person
) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(TICKETS))
    mapping = replace(mappings.loads('name = "given"'), columns={"ticket": "Number", "opened_at": "Opened"}, zone="UTC")
    given = file("given.toml", mappings.dumps(mapping).encode())
    started = member.post(address(upload), {"do": "start", "start_file": given}, follow=True)
    assert form_of(started)["zone"].value() == "UTC"
    for content, words in ((b'name = "x"\nzoen = "UTC"', "zoen"), (b"\xff\xfe\x00", "not text"), (b"= 1", "TOML")):
        broken = member.post(address(upload), {"do": "start", "start_file": file("broken.toml", content)})
        assert broken.status_code == 200
        assert words in broken.context["start_form"].errors["start_file"][0]


def test_a_mapping_file_can_be_added_on_the_data_page(member: Client, max_: Person) -> None:
    url = reverse("sources:add-mapping")
    assert member.post(url, {"mapping_file": file("m.toml", b'name = "Berlin desk"')}).status_code == 302
    saved = SavedMapping.objects.get()
    assert saved.name == "Berlin desk"
    refused = member.post(url, {"mapping_file": file("m.toml", b'[columns]\nticket = "a"')})
    assert escape("needs the key 'name'") in refused.content.decode()
    member.post(reverse("sources:delete-mapping", args=[saved.pk]))
    assert not SavedMapping.objects.exists()


def test_importing_hands_the_settled_mapping_to_the_worker_once(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes(TICKETS))
    said = answers(member.get(address(upload)), zone="Europe/Berlin", desk="Our desk", do="import")
    first = member.post(address(upload), said)
    run = ImportRun.objects.get()
    assert first.headers["Location"] == reverse("sources:run", args=[run.pk])
    assert (run.state, run.person, run.desk, run.file) == (State.WAITING, max_, "Our desk", "tickets.csv")
    mapping = mappings.loads(run.mapping)
    assert (mapping.zone, mapping.delimiter) == ("Europe/Berlin", ",")
    assert member.post(address(upload), said).headers["Location"] == first.headers["Location"]
    assert ImportRun.objects.count() == 1
    member.post(reverse("sources:discard", args=[upload.pk]))
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_a_file_that_vanished_is_told_about_on_the_data_page(member: Client, max_: Person) -> None:
    upload = kept(max_, "tickets.csv", csv_bytes([*TICKETS, ("T-9", "2026-03-09 08:00", "", "", "", "")]))
    queries.stored_at(upload).unlink()
    actions.keep_draft(upload, 'name = "x"\n[columns]\nticket = "Number"\nopened_at = "Team"')
    page = member.get(address(upload), follow=True)
    assert page.redirect_chain[0][0] == reverse("sources:imports")
    assert escape("can't be opened") in page.content.decode()
