"""What was sealed of how a claim is judged holds; where it cannot, the page says what took its place and why."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.portfolios import actions, queries, sealing
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.queries import Judged
from hoshin.apps.portfolios.reports import verdict as report
from hoshin.apps.portfolios.reports.as_sealed import GONE, departures
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.apps.portfolios.drafted import initiative, morning_before, seal
from tests.apps.small_desk import HARMED, OTHERS, SWARMING, TRIAGE

RIDGE, ALONE = (sealing.ESTIMATOR, "ridge"), (sealing.ESTIMATOR, "single_series")


def sealed(person: Person, *design: tuple[str, str], start: date = SWARMING) -> Initiative:
    """An initiative whose claim was sealed with this design."""
    found = initiative(person, start=start)
    actions.seal(
        person,
        found,
        metric="time_to_resolve_median",
        towards="down",
        size=0.2,
        now=morning_before(start),
        design=design,
        demonstration=True,
    )
    return found


def compared(*names: str) -> list[tuple[str, str]]:
    """Groups as they are sealed."""
    return [(sealing.COMPARED, name) for name in names]


def judge(reader: Reader, found: Initiative) -> Judged:
    return queries.judged(reader, [queries.initiatives().get(pk=found.pk)])[0]


def test_what_keeps_to_the_seal_needs_no_word(reader: Reader, lena: Person) -> None:
    judged = judge(reader, sealed(lena, RIDGE, *compared(*OTHERS)))
    assert judged.verdict is not None
    assert (judged.verdict.estimator, judged.verdict.used) == ("ridge", OTHERS)
    assert not departures(judged)
    assert report.plain(judged)["not_as_sealed"] is None


def test_groups_that_were_not_sealed_never_serve(reader: Reader, lena: Person) -> None:
    judged = judge(reader, sealed(lena, RIDGE, *compared(*OTHERS[:3])))
    assert judged.verdict is not None
    assert judged.verdict.used == OTHERS[:3]
    assert not departures(judged)


def test_a_sealed_group_that_cannot_serve_any_more_is_named_with_the_reason(reader: Reader, lena: Person) -> None:
    found = sealed(lena, RIDGE, *compared(HARMED, "Harbour", *OTHERS))
    assert departures(judge(reader, found)).lost == (("Harbour", GONE),)
    seal(lena, initiative(lena, (HARMED,), title="Triage", start=TRIAGE))
    judged = judge(reader, found)
    assert judged.verdict is not None
    assert (judged.verdict.estimator, judged.verdict.used) == ("ridge", OTHERS)
    said = departures(judged)
    assert said.note == "2 of the 7 groups that were sealed as its comparison cannot serve any more."
    assert said.lost == ((HARMED, "also in Triage"), ("Harbour", GONE))


def test_a_scope_sealed_to_be_judged_by_its_own_past_is_judged_so_though_groups_could_serve(
    reader: Reader, lena: Person
) -> None:
    judged = judge(reader, sealed(lena, ALONE))
    assert judged.verdict is not None
    assert (judged.verdict.estimator, judged.verdict.used) == ("single_series", ())
    assert "this was sealed before the start" in judged.verdict.sentence
    assert "can serve as comparison" not in judged.verdict.sentence
    assert {each.why for each in judged.verdict.left_out if each.name in OTHERS} == {
        "the claim was sealed to be judged by the scope's own past"
    }
    assert not departures(judged)


def test_where_the_sealed_groups_are_too_few_the_own_past_takes_their_place_and_that_is_said(
    reader: Reader, lena: Person
) -> None:
    found = sealed(lena, RIDGE, *compared(HARMED, "Portal"))
    seal(lena, initiative(lena, (HARMED,), title="Triage", start=TRIAGE))
    judged = judge(reader, found)
    assert judged.verdict is not None
    assert judged.verdict.estimator == "single_series"
    said = departures(judged)
    assert said.note == (
        "Comparison with 2 groups outside its scope was sealed, but it is judged by the scope's own past: too few of "
        "the sealed groups can still serve."
    )
    assert [name for name, _ in said.lost] == [HARMED, "Portal"]


@pytest.mark.parametrize(
    ("key", "start", "why"),
    [
        ("single_series", date(2026, 2, 16), "The scope's own past was sealed"),
        ("oracle", SWARMING, "A way to judge that is not known any more (“oracle”) was sealed"),
    ],
)
def test_where_the_sealed_way_cannot_judge_the_first_that_can_does_and_that_is_said(
    reader: Reader, lena: Person, key: str, start: date, why: str
) -> None:
    judged = judge(reader, sealed(lena, (sealing.ESTIMATOR, key), start=start))
    assert judged.verdict is not None
    assert judged.verdict.estimator == "ridge"
    assert departures(judged).note.startswith(f"{why}, but it is judged by comparison with")


def test_the_page_says_how_it_departs(client: Client, tickets: Home, lena: Person, vera: Person) -> None:
    found = sealed(lena, RIDGE, *compared(HARMED, *OTHERS))
    client.force_login(vera)

    def page(of: Initiative) -> str:
        return client.get(reverse("portfolios:initiative", args=[of.slug])).content.decode()

    assert "not as sealed" not in page(found)
    seal(lena, initiative(lena, (HARMED,), title="Triage", start=TRIAGE))
    said = page(found)
    assert "not as sealed" in said
    assert "1 of the 6 groups that were sealed as its comparison cannot serve any more." in said
    assert "Depots: also in Triage" in said
    unsealed = initiative(lena, ("Portal",), title="Unsealed")
    seal(lena, unsealed)
    assert "How it would be judged was not sealed with the claim." in page(unsealed)
