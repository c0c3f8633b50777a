"""Pages of service levels: from the empty installation to kept agreements; every field's refusal; who may write."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.agreements import models, queries
from hoshin.apps.agreements.reports.kept import PARTS
from hoshin.pipeline.home import Home
from hoshin.service_levels.book_file import dumps
from hoshin.service_levels.standing import Part
from tests.apps import small_desk
from tests.apps.agreements import flagless

pytestmark = pytest.mark.django_db

AGREEMENT = {
    "name": "Vips",
    "clock": "resolution",
    "target": "1 h 30 min",
    "calendar": "Office",
    "where": 'priority = 1, 2\ngroup = Network, "Depots, all"',
    "pauses": "waiting, Awaiting vendor",
    "first": "2026-01-01",
    "last": "",
    "unchecked": "on",
    "reason": "asked for by the board",
    "after": "1",
}
CALENDAR = {
    "name": "Depots",
    "zone": "Europe/Stockholm",
    "week": "Mon-Fri 06:00-14:00, 15:00-22:00\nSat 8-12",
    "special": "2026-12-25 Christmas Day\n2026-12-24 Christmas Eve 06:00-12:00",
    "reason": "the depots work longer",
    "after": "1",
}


@pytest.fixture
def leader(client: Client, lena: Person) -> Client:
    """A browser in which Lena is signed in, who may write agreements."""
    client.force_login(lena)
    return client


# --- from nothing to a kept agreement --------------------------------------------------------------------------------


def test_an_empty_installation_gets_a_proposal_that_holds_only_once_it_is_confirmed(
    leader: Client, tickets: Home
) -> None:
    page = leader.get(reverse("agreements:kept"))
    assert page.status_code == 200
    assert "Nothing is agreed here yet" in page.content.decode()
    assert len(page.context["lines"]) == 8
    assert not models.Book.objects.exists()
    address = reverse("agreements:take-proposal")
    refused = leader.post(address, {"zone": "Europe/Berlin"})
    assert "Tick this first" in refused.content.decode()
    refused = leader.post(address, {"zone": "Berlin", "confirmed": "on"})
    assert "is no time zone" in refused.content.decode()
    assert not models.Book.objects.exists()
    kept = leader.post(address, {"zone": "Europe/Berlin", "confirmed": "on"}, follow=True)
    assert kept.redirect_chain[-1][0] == reverse("agreements:kept")
    assert [bar.agreement.name for bar in kept.context["bars"]] == [f"Priority {n}, resolution" for n in (1, 2, 3, 4)]
    assert queries.book().calendars[0].zone == "Europe/Berlin"
    assert AuditLine.objects.filter(action="saved agreements").count() == 1
    again = leader.post(address, {"zone": "Europe/Berlin", "confirmed": "on"}, follow=True)
    assert "Book 1 was saved by Lena" in again.content.decode()


def test_without_tickets_the_proposal_and_the_book_are_there_all_the_same(leader: Client, home: Home) -> None:
    assert "Nothing is agreed here yet" in leader.get(reverse("agreements:kept")).content.decode()
    assert "There is no calendar yet" in leader.get(reverse("agreements:book")).content.decode()
    assert "Write a calendar first" in leader.get(reverse("agreements:new-agreement")).content.decode()
    leader.post(reverse("agreements:take-proposal"), {"zone": "UTC", "confirmed": "on"})
    assert leader.get(reverse("agreements:book")).status_code == 200
    assert reverse("sources:imports") in leader.get(reverse("agreements:kept")).content.decode()


# --- who may ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("who", "allowed"), [("vera", False), ("max_", False), ("lena", True), ("alice", True)])
@pytest.mark.parametrize(
    ("name", "arguments", "answers"),
    [
        ("new-agreement", [], AGREEMENT),
        ("agreement", [1], AGREEMENT),
        ("new-calendar", [], CALENDAR),
        ("change-calendar", [1], CALENDAR),
        ("raise", [2], {"after": "1"}),
        ("remove", [1], {"after": "1", "reason": "nobody promised it"}),
        ("import", [], {"text": dumps(flagless.BOOK).replace("4 h", "5 h"), "reason": "a file", "after": "1"}),
    ],
)
def test_leaders_write_and_everybody_looks(
    client: Client,
    agreed: None,
    request: pytest.FixtureRequest,
    who: str,
    allowed: bool,
    name: str,
    arguments: list[int],
    answers: dict[str, str],
) -> None:
    client.force_login(request.getfixturevalue(who))
    page = client.post(reverse(f"agreements:{name}", args=arguments), answers)
    assert page.status_code == (302 if allowed else 403)
    assert models.Book.objects.count() == 1 + allowed
    assert AuditLine.objects.filter(action="saved agreements").count() == 1 + allowed
    for looked in ("book", "export"):
        assert client.get(reverse(f"agreements:{looked}")).status_code == 200
    assert client.get(reverse("agreements:calendar", args=[1])).status_code == 200


def test_nobody_takes_the_proposal_but_leaders(client: Client, vera: Person) -> None:
    client.force_login(vera)
    assert client.post(reverse("agreements:take-proposal"), {"zone": "UTC", "confirmed": "on"}).status_code == 403
    assert "Confirm and use them" not in client.get(reverse("agreements:kept")).content.decode()


# --- what is written -------------------------------------------------------------------------------------------------


def test_an_agreement_is_kept_as_it_was_written(leader: Client, agreed: None) -> None:
    leader.post(reverse("agreements:new-agreement"), AGREEMENT)
    found = queries.book().agreements[-1]
    assert found.where == (("priority", "1"), ("priority", "2"), ("group", "Network"), ("group", "Depots, all"))
    assert found.pauses == ("waiting", "Awaiting vendor")
    assert (found.target.total_seconds(), found.first, found.last) == (5400, date(2026, 1, 1), None)
    page = leader.get(reverse("agreements:agreement", args=[len(queries.book().agreements)]))
    initial = {name: page.context["form"][name].value() for name in ("where", "pauses", "target", "clock")}
    assert initial == {name: AGREEMENT[name] for name in initial}
    assert models.Book.objects.first().person == Person.objects.get(username="lena")  # type: ignore[union-attr]


def test_a_calendar_is_kept_as_it_was_written(leader: Client, agreed: None) -> None:
    leader.post(reverse("agreements:change-calendar", args=[1]), CALENDAR)
    found = queries.book()
    assert found.calendars[0].name == "Depots"
    assert {each.calendar for each in found.agreements} == {"Depots"}
    assert [len(hours) for hours in found.calendars[0].week] == [2, 2, 2, 2, 2, 1, 0]
    form = leader.get(reverse("agreements:change-calendar", args=[1])).context["form"]
    assert form["week"].value() == "Mon-Fri 06:00-14:00, 15:00-22:00\nSat 08:00-12:00"
    assert form["special"].value() == "2026-12-24 Christmas Eve 06:00-12:00\n2026-12-25 Christmas Day"


def test_holidays_come_from_an_icalendar_file(leader: Client, agreed: None) -> None:
    event = "BEGIN:VEVENT\nDTSTART;VALUE=DATE:{}\nSUMMARY:{}\nEND:VEVENT\n"
    said = "".join(event.format(*each) for each in (("20270101", "New Year"), ("20261225", "Another name")))
    file = SimpleUploadedFile("holidays.ics", f"BEGIN:VCALENDAR\n{said}END:VCALENDAR\n".encode())
    leader.post(reverse("agreements:change-calendar", args=[1]), CALENDAR | {"file": file})
    names = {each.day: each.name for each in queries.book().calendars[0].special}
    assert names == {
        date(2026, 12, 24): "Christmas Eve",
        date(2026, 12, 25): "Christmas Day",
        date(2027, 1, 1): "New Year",
    }


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Give the agreement a name"),
        ("name", "Critical", "There is an agreement 'Critical' already"),
        ("clock", "recovery", "recovery is not one of the available choices"),
        ("target", "", "Say within how much working time"),
        ("target", "2 days", "write the hours"),
        ("target", "0 min", "no time at all"),
        ("calendar", "", "Choose the calendar"),
        ("calendar", "Nights", "Nights is not one of the available choices"),
        ("where", "priority", "Line 1: 'priority' is no property with its values"),
        ("where", "priority = 1\nprioritty = 2", "Line 2: 'prioritty' is no dimension of tickets"),
        ("where", "priority = urgent", "is no priority: expected is a number from 1 to 5"),
        ("where", "kind = incidents", "Did you mean 'incident'?"),
        ("pauses", "waiting, closed", "a clock is over then"),
        ("first", "yesterday", "This is no day"),
        ("last", "2025-12-31", "before it begins on 2026-01-01"),
        ("reason", "", "Say in a sentence why"),
        ("after", "0", "Book 1 was saved by Lena in the meantime"),
    ],
)
def test_each_field_of_an_agreement_says_what_to_do(
    leader: Client, agreed: None, field: str, typed: str, said: str
) -> None:
    page = leader.post(reverse("agreements:new-agreement"), AGREEMENT | {field: typed})
    assert page.status_code == 200
    errors = page.context["form"].errors
    assert set(errors) == {"__all__" if field == "after" else field}
    assert said in page.content.decode().replace("&#x27;", "'")
    assert models.Book.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("where", "priority = 9", "Line 1: no ticket has priority '9'. There are 1 - Critical"),
        ("where", "kind = incident\ngroup = Netwrok", "Line 2: no ticket has group 'Netwrok'. Did you mean Network?"),
        ("pauses", "wating", "No ticket was ever in a state 'wating'"),
        ("pauses", "wating", "Did you mean waiting"),
    ],
)
def test_words_that_match_no_ticket_are_refused_beside_their_field(
    leader: Client, no_flags: Home, agreed: None, field: str, typed: str, said: str
) -> None:
    sound = AGREEMENT | {"where": "group = Network", "pauses": "Waiting"}
    page = leader.post(reverse("agreements:new-agreement"), sound | {field: typed})
    assert set(page.context["form"].errors) == {field}
    assert said in page.content.decode().replace("&#x27;", "'")
    assert models.Book.objects.count() == 1


def test_all_strange_words_are_told_together(leader: Client, no_flags: Home, agreed: None) -> None:
    strange = {"where": "group = Nobody, Nowhere", "pauses": "wating, wayting"}
    errors = leader.post(reverse("agreements:new-agreement"), AGREEMENT | strange).context["form"].errors
    assert {name: len(said) for name, said in errors.items()} == {"where": 2, "pauses": 2}


def test_without_tickets_words_are_kept_knowingly(leader: Client, agreed: None) -> None:
    unsaid = AGREEMENT | {"unchecked": ""}
    page = leader.post(reverse("agreements:new-agreement"), unsaid)
    assert set(page.context["form"].errors) == {"where", "pauses"}
    assert "Keep words that nobody could check" in page.content.decode()
    common = unsaid | {"where": "priority = 1", "pauses": "waiting"}
    page = leader.post(reverse("agreements:new-agreement"), common, follow=True)
    assert "No tickets are published yet: how many fall under it" in page.content.decode()
    assert models.Book.objects.count() == 2


def test_saving_says_how_many_tickets_fall_under_the_agreement(leader: Client, no_flags: Home, agreed: None) -> None:
    sound = AGREEMENT | {"where": "group = Network", "pauses": "waiting", "first": ""}
    page = leader.post(reverse("agreements:new-agreement"), sound, follow=True)
    assert "No ticket falls under Vips" in page.content.decode()
    for place, after in ((4, "2"), (2, "3")):
        page = leader.post(reverse("agreements:raise", args=[place]), {"after": after}, follow=True)
    names = [each.name for each in queries.book().agreements]
    place = names.index("Vips") + 1
    changed = sound | {"target": "2 h", "after": page.context["number"]}
    page = leader.post(reverse("agreements:agreement", args=[place]), changed, follow=True)
    assert " tickets fall under Vips." in page.content.decode()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Give the calendar a name"),
        ("name", "Office", "There is a calendar 'Office' already"),
        ("zone", "", "Name the time zone"),
        ("zone", "Berlin", "Did you mean Europe/Berlin?"),
        ("zone", "Mars/Olympus", "is no time zone"),
        ("week", "", "Write at least one day"),
        ("week", "Mon-Fri closed", "Nobody ever works"),
        ("week", "Mon 9-17\nFunday 9-17", "Line 2: 'Funday 9-17' begins with no day of the week"),
        ("week", "Mon 9-17\nMon 18-19", "Line 2: Monday is there already"),
        ("week", "Fri-Mon 9-17", "Line 1: Fri to Mon runs over the end of a week"),
        ("week", "Mon 22:00-06:00", "Line 1: '22:00-06:00' ends before it begins"),
        ("week", "Mon 9-12, 11-14", "overlap"),
        ("special", "Christmas", "Line 1: 'Christmas' begins with no date"),
        ("special", "2026-12-25 One\n2026-12-25 Two", "Line 2: 2026-12-25 is there already, as 'One'"),
        ("special", "2026-12-24 Eve 22:00-06:00", "Line 1: 2026-12-24 (Eve)"),
        ("reason", "", "Say in a sentence why"),
        ("after", "7", "your change was made to book 7"),
    ],
)
def test_each_field_of_a_calendar_says_what_to_do(
    leader: Client, agreed: None, field: str, typed: str, said: str
) -> None:
    page = leader.post(reverse("agreements:new-calendar"), CALENDAR | {field: typed})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"__all__" if field == "after" else field}
    assert said in page.content.decode().replace("&#x27;", "'")
    assert models.Book.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"PK\xff\xfe", "no text in UTF-8"),
        (b"Dear all", "begins with BEGIN:VCALENDAR"),
        (b"BEGIN:VCALENDAR", "whole day"),
    ],
)
def test_a_file_of_holidays_that_is_none_is_refused(leader: Client, agreed: None, content: bytes, said: str) -> None:
    file = SimpleUploadedFile("holidays.ics", content)
    page = leader.post(reverse("agreements:new-calendar"), CALENDAR | {"file": file})
    assert set(page.context["form"].errors) == {"file"}
    assert said in page.content.decode()


def test_a_calendar_in_use_stays_and_another_goes(leader: Client, agreed: None) -> None:
    leader.post(reverse("agreements:new-calendar"), CALENDAR)
    page = leader.post(reverse("agreements:remove-calendar", args=[1]), {"after": "2"}, follow=True)
    assert "Give them another calendar first" in page.content.decode()
    address = reverse("agreements:remove-calendar", args=[2])
    assert "No agreement runs on it" in leader.get(address).content.decode()
    assert "Say in a sentence why" in leader.post(address, {"after": "2"}).content.decode()
    assert len(queries.book().calendars) == 2
    leader.post(address, {"after": "2", "reason": "The night shift is over."})
    assert queries.books()[0].reason == "The night shift is over."
    assert [each.name for each in queries.book().calendars] == ["Office"]
    assert leader.get(reverse("agreements:calendar", args=[2])).status_code == 404
    assert leader.get(reverse("agreements:agreement", args=[99])).status_code == 404


def test_an_agreement_is_removed_with_a_reason_and_a_warning(leader: Client, no_flags: Home, agreed: None) -> None:
    address = reverse("agreements:remove", args=[2])
    asked = leader.get(f"{address}?book=1")
    assert models.Book.objects.count() == 1
    under, without = asked.context["under"], asked.context["without"]
    assert under == without > 1000
    assert f"<strong>{without:,}</strong> of them would be without any agreement" in asked.content.decode()
    first = leader.get(f"{reverse('agreements:remove', args=[1])}?book=1")
    assert first.context["under"] > 0
    assert first.context["without"] == 0
    refused = leader.post(address, {"after": "1"})
    assert "Say in a sentence why" in refused.content.decode()
    assert models.Book.objects.count() == 1
    leader.post(address, {"after": "1", "reason": "the depots were sold"})
    assert [each.name for each in queries.book().agreements] == ["Critical", "First word"]
    assert models.Book.objects.first().reason == "the depots were sold"  # type: ignore[union-attr]


def test_a_page_of_an_older_book_changes_nothing(leader: Client, agreed: None) -> None:
    leader.post(reverse("agreements:remove", args=[1]), {"after": "1", "reason": "nobody promised it"})
    for name in ("agreement", "remove"):
        told = leader.get(f"{reverse(f'agreements:{name}', args=[2])}?book=1", follow=True)
        assert told.redirect_chain[-1][0] == reverse("agreements:book")
        assert "That link was made from book 1, and book 2 holds now" in told.content.decode()
        assert leader.get(f"{reverse(f'agreements:{name}', args=[2])}?book=2").status_code == 200
    # In book 1 the second was "All others", in book 2 it is "First word"; the third is there no longer.
    for place, name in ((2, "All others"), (3, "First word")):
        answers = AGREEMENT | {"name": name}
        page = leader.post(reverse("agreements:agreement", args=[place]), answers)
        assert page.context["title"] == name
        assert set(page.context["form"].errors) == {"__all__"}
        assert "Book 2 was saved by Lena" in page.content.decode()
        page = leader.post(reverse("agreements:remove", args=[place]), {"after": "1", "reason": "a slip"})
        assert "Book 2 was saved by Lena" in page.content.decode()
    assert models.Book.objects.count() == 2
    assert [each.name for each in queries.book().agreements] == ["All others", "First word"]


def test_the_order_is_changed_within_a_clock(leader: Client, agreed: None) -> None:
    leader.post(reverse("agreements:raise", args=[2]), {"after": "1"})
    assert [each.name for each in queries.book().agreements] == ["All others", "Critical", "First word"]
    page = leader.post(reverse("agreements:raise", args=[1]), {"after": "2"}, follow=True)
    assert "nothing to save" in page.content.decode()


# --- files -----------------------------------------------------------------------------------------------------------


def test_a_file_is_looked_at_before_it_is_taken_over(leader: Client, agreed: None) -> None:
    exported = leader.get(reverse("agreements:export")).content.decode()
    assert exported == dumps(queries.book())
    changed = exported.replace('"4 h"', '"5 h"')
    file = SimpleUploadedFile("book.toml", changed.encode())
    page = leader.post(reverse("agreements:import"), {"file": file})
    assert page.context["changes"] == ["changed agreement First word"]
    assert models.Book.objects.count() == 1
    form = page.context["take_over"]
    leader.post(
        reverse("agreements:import"), {"text": form["text"].value(), "after": form["after"].value(), "reason": "a file"}
    )
    assert queries.book().agreements[2].target.total_seconds() == 5 * 3600
    assert leader.get(reverse("agreements:export"), {"book": "1"}).content.decode() == exported


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"4 h"', '"4 days"', "Agreement 'First word', target"),
        ('"response"', '"recovery"', "Agreement 'First word': 'recovery' is no clock"),
        ('"Europe/Berlin"', '"Berlin"', "Calendar 'Office': 'Berlin' is no time zone"),
        ("[[agreements]]", "[[", "no TOML"),
    ],
)
def test_a_file_that_cannot_be_read_names_the_line(leader: Client, agreed: None, old: str, new: str, said: str) -> None:
    text = dumps(queries.book())
    assert old in text
    head, _, tail = text.rpartition(old)
    page = leader.post(reverse("agreements:import"), {"text": f"{head}{new}{tail}"})
    assert page.status_code == 200
    shown = page.content.decode().replace("&#x27;", "'")
    assert said in shown
    if said != "no TOML":
        line = max(number for number, each in enumerate(text.splitlines(), 1) if old in each)
        assert f"Line {line}: {said}" in shown
    assert "nothing to read" in leader.post(reverse("agreements:import"), {"text": " "}).content.decode()


# --- how they are kept -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clock", ["resolution", "response"])
def test_each_count_leads_to_as_many_clocks(leader: Client, no_flags: Home, agreed: None, clock: str) -> None:
    page = leader.get(reverse("agreements:kept"), {"clock": clock, "span": "all"})
    bars = page.context["bars"]
    assert sum(bar.n for bar in bars) > 1000
    for bar in bars:
        assert bar.met + bar.unsure + bar.breached == pytest.approx(100, abs=0.1)
        for words, n, address in bar.counts:
            behind = leader.get(address)
            assert behind.context["total"] == n, words
    lines = b"".join(leader.get(f"{bars[0].counts[1][2]}&form=csv").streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.DictReader(io.StringIO(lines)))
    assert len(rows) == bars[0].counts[1][1]
    assert all(float(row["worked_hours"]) > float(row["agreed_hours"]) for row in rows)


def test_the_weeks_add_up_to_the_whole(leader: Client, no_flags: Home, agreed: None) -> None:
    kept = leader.get(reverse("agreements:kept"), {"span": "26w"}).context["kept"]
    for place, standing in zip(kept.places, kept.standings, strict=True):
        weeks = kept.weeks[place].values()
        assert sum(met for met, _ in weeks) == standing.met
        assert sum(late for _, late in weeks) == standing.breached
    assert sum(each.n for each in kept.standings) == sum(reading.result.n for reading in kept.computed)


def test_a_tickets_clock_is_drawn_and_adds_up(leader: Client, no_flags: Home, agreed: None) -> None:
    late = leader.get(reverse("agreements:tickets"), {"agreement": "2", "part": "breached", "span": "all"}).context[
        "rows"
    ]
    page = leader.get(reverse("agreements:ticket", args=[small_desk.DESK, late[0]["ticket"]]))
    response, resolution = page.context["pictures"]
    assert (response.name, resolution.word) == ("Response", "late")
    assert {piece.kind for piece in resolution.ran} >= {"run", "late"}
    assert resolution.steps[-1].reads == resolution.elapsed
    assert "agreements-late" in page.content.decode()
    unknown = leader.get(reverse("agreements:ticket", args=[small_desk.DESK, "INC9999999"]))
    assert unknown.status_code == 404


def test_desk_and_clock_are_compared(leader: Client, tickets: Home, agreed: None) -> None:
    page = leader.get(reverse("agreements:reconciliation"), {"span": "all"})
    compared = page.context["compared"]
    assert compared.n > 1000
    standings = leader.get(reverse("agreements:kept"), {"span": "all"}).context["kept"].standings
    assert compared.by_clock == compared.n + sum(compared.without_desk.values()) == sum(each.n for each in standings)
    assert f"The clocks judge {compared.by_clock:,}" in page.content.decode()
    assert page.context["total"] == compared.desk_met + compared.clock_met == sum(compared.causes.values())
    answer = leader.get(reverse("agreements:reconciliation"), {"span": "all", "form": "csv"})
    lines = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    assert len(list(csv.reader(io.StringIO(lines)))) == page.context["total"] + 1


def test_a_desk_without_flags_has_nothing_to_compare(leader: Client, no_flags: Home, agreed: None) -> None:
    page = leader.get(reverse("agreements:reconciliation"), {"span": "all"})
    assert "there is nothing to compare" in page.content.decode()
    assert "The desk gives it neither a due time nor a flag" in page.content.decode()


@pytest.mark.parametrize(
    "address",
    ["?agreement=1", "?part=met", "?agreement=9&part=met", "?agreement=1&part=good", "?agreement=x&part=met"],
)
def test_a_count_that_is_none_is_not_found(leader: Client, no_flags: Home, agreed: None, address: str) -> None:
    assert leader.get(f"{reverse('agreements:tickets')}{address}").status_code == 404


@pytest.mark.parametrize("address", ["?clock=hours&span=ever&desk=Nowhere", "?page=x", "?clock=response&page=99"])
def test_any_address_is_a_choice(leader: Client, no_flags: Home, agreed: None, address: str) -> None:
    for name in ("kept", "reconciliation"):
        assert leader.get(f"{reverse(f'agreements:{name}')}{address}").status_code == 200


def test_the_calendar_page_names_the_next_changes_of_the_clocks(leader: Client, agreed: None) -> None:
    page = leader.get(reverse("agreements:calendar", args=[1]))
    assert [night.day.month for night in page.context["nights"]] in ([3, 10, 3, 10], [10, 3, 10, 3])
    assert "does not exist" in page.content.decode()
    whole = CALENDAR | {"week": "Mon-Sun 00:00-24:00"}
    leader.post(reverse("agreements:change-calendar", args=[1]), whole)
    means = {night.means for night in leader.get(reverse("agreements:calendar", args=[1])).context["nights"]}
    assert any("23 h are worked on that day instead of 24 h" in each for each in means)
    assert any("25 h are worked on that day instead of 24 h" in each for each in means)
    leader.post(reverse("agreements:change-calendar", args=[1]), whole | {"zone": "Asia/Tokyo", "after": "2"})
    assert "keeps one time all year" in leader.get(reverse("agreements:calendar", args=[1])).content.decode()


def test_the_number_of_queries_does_not_grow(
    leader: Client, no_flags: Home, agreed: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    leader.get(reverse("agreements:kept"))
    for name in ("kept", "book", "reconciliation"):
        with django_assert_max_num_queries(9):
            leader.get(reverse(f"agreements:{name}"))


def test_all_parts_have_words_or_are_left_out() -> None:
    assert set(Part) - set(PARTS) == {Part.CANCELLED}
