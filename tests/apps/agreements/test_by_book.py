"""Numbers by a book: on the scorecard, behind it, in packs; each by a definition that names its book."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.models import Person
from hoshin.apps.agreements import actions, queries
from hoshin.apps.definitions import readers
from hoshin.apps.packs import actions as packs_actions
from hoshin.apps.packs import queries as packs
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import LIBRARY
from hoshin.metrics.result import Refusal, Value
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.pipeline.service_levels import ServiceLevels
from hoshin.service_levels.agreement import Clock
from hoshin.service_levels.basis import METRIC, Basis
from hoshin.service_levels.book_file import digest
from hoshin.service_levels.changing import with_agreement
from tests.apps.agreements import flagless

pytestmark = pytest.mark.django_db

KEYS = tuple(METRIC.values())


def test_without_a_book_nothing_is_otherwise(no_flags: Home) -> None:
    assert queries.catalogue() is LIBRARY
    with readers.opened() as reader:
        for reading in reader.read(KEYS, Query(Grain.ALL)):
            assert isinstance(reading.result, Refusal)


def test_where_the_desk_gives_no_flag_the_clock_decides(no_flags: Home, agreed: None) -> None:
    book = queries.book()
    with readers.opened() as reader, ServiceLevels.open(no_flags, book) as levels:
        for clock, key in METRIC.items():
            for query in (Query(Grain.ALL), Query(Grain.MONTH, "group"), Query(Grain.WEEK, where=(("priority", "1"),))):
                own = list(reader.read([key], query))
                computed = list(levels.read(clock, Basis.COMPUTED, query))
                assert [(r.period, r.scope, r.result) for r in own] == [(r.period, r.scope, r.result) for r in computed]
                assert any(isinstance(r.result, Value) for r in own)
                assert {r.definition for r in own} != {r.definition for r in computed}


def test_where_the_desk_gives_flags_they_decide(tickets: Home, agreed: None) -> None:
    with readers.opened() as reader, Reader.open(tickets) as plain:
        for own, desk in zip(reader.read(KEYS, Query(Grain.MONTH)), plain.read(KEYS, Query(Grain.MONTH)), strict=True):
            assert own.result == desk.result
            assert own.definition != desk.definition


def test_all_metrics_are_read_in_their_order_and_the_others_as_before(no_flags: Home, agreed: None) -> None:
    keys = list(queries.catalogue().metrics)
    with readers.opened() as reader, Reader.open(no_flags) as plain:
        query = Query(Grain.ALL)
        own, library = list(reader.read(keys, query)), list(plain.read(keys, query))
    assert [r.metric for r in own] == [r.metric for r in library] == keys
    for one, other in zip(own, library, strict=True):
        assert (one == other) is (one.metric not in KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_a_number_leads_to_as_many_tickets(
    client: Client, no_flags: Home, agreed: None, vera: Person, key: str
) -> None:
    client.force_login(vera)
    page = client.get(reverse("scorecards:metric", args=[key]), {"span": "all"})
    assert digest(queries.book()) in page.content.decode()
    assert "else agreements" in page.content.decode()
    reading, address = next((r, a) for r, a in page.context["readings"] if r.complete and isinstance(r.result, Value))
    behind = client.get(address)
    assert behind.context["total"] == reading.result.n
    met = [row["cells"][-1] for row in behind.context["rows"]]
    assert set(met) <= {True, False}
    if reading.result.n <= len(met):
        assert sum(met) / len(met) == pytest.approx(reading.result.amount)


def test_the_scorecard_says_by_whose_word(client: Client, no_flags: Home, agreed: None, vera: Person) -> None:
    client.force_login(vera)
    page = client.get(reverse("scorecards:scorecard"))
    text = page.content.decode()
    assert text.count("desk&#x27;s flag, else agreements") == 2
    assert reverse("agreements:kept") in text


def test_a_pack_verifies_after_the_book_has_changed(no_flags: Home, agreed: None, lena: Person) -> None:
    edition = packs_actions.make(packs_actions.announce(lena, "Services", timezone.localdate()))
    before = queries.catalogue().metric(KEYS[1]).digest
    shorter = replace(queries.book().agreements[1], target=timedelta(hours=2))
    actions.save(lena, with_agreement(queries.book(), shorter, shorter.name), reason="sooner", after=1)
    assert queries.catalogue().metric(KEYS[1]).digest != before
    found = packs.verification(edition)
    assert found.ok, [each for each in found.checks if not each.ok]
    published = {p.reading.metric: p.reading for p in packs.contents(edition)["snapshot"].readings}  # type: ignore[attr-defined]
    assert published[KEYS[1]].definition == before
    assert isinstance(published[KEYS[1]].result, Value)
    with readers.opened() as reader:
        query = Query(Grain.ALL)
        now, then = (
            reader.read([KEYS[1]], query)[0],
            reader.read_as([reader.catalogue.defined(KEYS[1], before)], query)[0],
        )
    assert now.result.amount < then.result.amount  # type: ignore[union-attr]


def test_a_book_that_comes_back_gives_the_same_definition_again(no_flags: Home, agreed: None, lena: Person) -> None:
    first = queries.book()
    original = first.agreements[1]
    before = queries.catalogue().metric(KEYS[1]).digest
    actions.save(
        lena, with_agreement(first, replace(original, target=timedelta(hours=2)), original.name), reason="x", after=1
    )
    catalogue = queries.catalogue()
    assert catalogue.metric(KEYS[1]).digest != before
    assert catalogue.defined(KEYS[1], before).digest == before
    assert catalogue.defined(KEYS[1], LIBRARY.metric(KEYS[1]).digest) is LIBRARY.metric(KEYS[1])


def test_the_words_of_the_clock_do_not_say_that_it_never_pauses(no_flags: Home, agreed: None) -> None:
    for key in METRIC.values():
        clock = queries.catalogue().metric(key).clock
        assert "less the pauses that each agreement names" in clock
        assert "without pauses" not in clock


def test_a_clock_without_agreements_stays_the_desks(no_flags: Home, lena: Person) -> None:
    book = replace(flagless.BOOK, agreements=flagless.BOOK.on(Clock.RESOLUTION))
    actions.save(lena, book, reason="resolution alone", after=0)
    catalogue = queries.catalogue()
    assert catalogue.metric(METRIC[Clock.RESPONSE]) is LIBRARY.metric(METRIC[Clock.RESPONSE])
    assert catalogue.metric(METRIC[Clock.RESOLUTION]) is not LIBRARY.metric(METRIC[Clock.RESOLUTION])
