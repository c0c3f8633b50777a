"""What lies ahead of a key result, on its page, in the list and in the terminal."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy.reports.outlook import Outlook, outlook
from hoshin.apps.strategy.reports.progress import gather
from hoshin.apps.strategy.reports.prospect import prospect, weekly
from hoshin.metrics.query import Grain, Query
from hoshin.metrics.registry import metric
from hoshin.metrics.result import Value
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from hoshin.server.command.forecast import forecast as command
from hoshin.signals.forecast import Forecast, NoForecast, Why, forecast
from tests.apps import small_desk
from tests.apps.small_desk import DESK, TODAY
from tests.apps.strategy.written import key_result, objective

pytestmark = pytest.mark.django_db
SOON = date(2026, 12, 27)
"""Six weeks after the newest week that the small desk wholly covers."""


def ahead(reader: Reader, person: Person, key: str = "time_to_resolve_median", due: date = SOON) -> Outlook:
    """The outlook of a fresh key result."""
    of = objective(person)
    key_result(reader, person, of, key, due=due)
    [standing] = gather(reader, [of], TODAY)
    return outlook(reader, standing.key_results[0])


def made(found: Outlook) -> Forecast:
    assert found.prospect
    assert isinstance(found.prospect.made, Forecast)
    return found.prospect.made


def test_the_forecast_is_of_the_weeks_as_they_are_read_one_by_one(reader: Reader, lena: Person) -> None:
    found = ahead(reader, lena)
    first, last = small_desk.FIRST, date(2026, 11, 15)
    amounts: list[float | None] = []
    weights = []
    for number in range(((last - first).days + 1) // 7):
        monday = first + timedelta(weeks=number)
        question = Query(Grain.ALL, None, monday, monday + timedelta(days=6), (("desk", DESK),))
        [reading] = reader.read(["time_to_resolve_median"], question)
        assert isinstance(reading.result, Value)
        amounts.append(reading.result.amount)
        weights.append(float(reading.result.n))
    expected = forecast(
        amounts, weights, 6, found.standing.key_result.target, metric("time_to_resolve_median").direction
    )
    assert isinstance(expected, Forecast)
    assert made(found).probability == pytest.approx(expected.probability)
    assert made(found).bands[-1].middle == pytest.approx(expected.bands[-1].middle)
    assert len(made(found).bands) == 6


def test_a_count_is_forecast_as_of_four_weeks(reader: Reader) -> None:
    key = "ticket_volume"
    lower = replace(metric(key), direction=metric("reopen_share").direction)
    readings = weekly(reader, [key], ())[key]
    found = prospect(lower, readings, 0.0, SOON).made
    assert isinstance(found, Forecast)
    month = sum(
        r.result.amount for r in [each for each in readings if each.complete][-4:] if isinstance(r.result, Value)
    )
    assert found.bands[0].middle == pytest.approx(month, rel=0.3)


@pytest.mark.parametrize(
    ("key", "due", "why", "words"),
    [
        ("time_to_resolve_median", date(2026, 11, 10), Why.PAST, "date has passed"),
        (
            "time_to_resolve_median",
            date(2027, 11, 30),
            Why.FAR,
            "do not show that far ahead. There can be one from about",
        ),
        ("backlog", SOON, Why.STANDING, "counted on a day"),
        ("ticket_volume", SOON, Why.DIRECTION, "neither better nor worse"),
        ("self_service_success_share", SOON, Why.SHORT, "no week has a number yet (no data"),
    ],
)
def test_without_a_forecast_it_says_why(reader: Reader, key: str, due: date, why: Why, words: str) -> None:
    found = prospect(metric(key), weekly(reader, [key], ())[key], 1.0, due)
    assert isinstance(found.made, NoForecast)
    assert found.made.why is why
    assert found.sentence.startswith("No forecast")
    assert words in found.sentence
    assert (found.word, found.chip, found.caution, found.score_words, found.expected_words) == ("",) * 5


@pytest.mark.parametrize(("weeks", "words"), [(20, "it needs 26 weeks"), (1, "wholly cover no week")])
def test_a_short_history_gives_no_forecast(home: Home, tmp_path: Path, weeks: int, words: str) -> None:
    first = small_desk.LAST - timedelta(days=7 * weeks - 2)
    small_desk.take_in(home, tmp_path, plan=replace(small_desk.LITTLE, first=first))
    with Reader.open(home) as reader:
        readings = weekly(reader, ["time_to_resolve_median"], ())["time_to_resolve_median"]
    found = prospect(metric("time_to_resolve_median"), readings, 1.0, SOON)
    assert words in found.sentence


def test_the_pages_show_it_in_words_to_everybody(
    client: Client, reader: Reader, lena: Person, vera: Person, today: datetime
) -> None:
    found = ahead(reader, lena)
    assert found.prospect
    for person in (lena, vera):
        client.force_login(person)
        shown = client.get(
            reverse("strategy:objective", args=[found.standing.key_result.objective_id])
        ).content.decode()
        for words in (found.prospect.chip, found.prospect.sentence, found.prospect.caution, found.prospect.score_words):
            assert words
            assert words.replace("'", "&#x27;") in shown
        assert "80 of 100" in shown
        assert found.prospect.chip in client.get(reverse("strategy:objectives")).content.decode()


def test_what_is_too_far_is_shown_without_a_fan(client: Client, reader: Reader, lena: Person, today: datetime) -> None:
    found = ahead(reader, lena, due=date(2027, 11, 30))
    client.force_login(lena)
    shown = client.get(reverse("strategy:objective", args=[found.standing.key_result.objective_id])).content.decode()
    assert "No forecast yet: " in shown
    assert "80 of 100" not in shown
    assert "none</span>" in client.get(reverse("strategy:objectives")).content.decode()


def test_nothing_is_forecast_without_tickets_or_once_it_is_missed(reader: Reader, lena: Person) -> None:
    found = ahead(reader, lena, due=date(2026, 11, 10))
    assert found.standing.status == "missed"
    assert found.prospect is None
    [standing] = gather(None, [found.standing.key_result.objective], TODAY)
    assert outlook(None, standing.key_results[0]) == Outlook(standing.key_results[0], None, ())


def test_a_remembering_reader_says_the_same(tickets: Home, reader: Reader, lena: Person) -> None:
    found = ahead(reader, lena)
    for _ in range(2):
        with Reader.remembering(tickets) as remembering:
            assert made(outlook(remembering, found.standing)) == made(found)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(command, arguments)


def said(*arguments: str) -> dict[str, Any]:
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.output
    [found] = json.loads(done.stdout)["forecasts"]
    return dict(found)


def test_the_terminal_says_what_the_page_says(reader: Reader, lena: Person, today: datetime) -> None:
    found = ahead(reader, lena)
    key = found.standing.key_result
    for arguments in ((), (str(key.pk),)):
        told = said(*arguments)
        assert (told["key_result"], told["metric"], told["by"]) == (key.pk, key.metric, "2026-12-27")
        assert told["probability"] == made(found).probability
        assert told["score"]["skill"] == made(found).score.skill
        assert len(told["bands"]) == 6
        assert told["refusal"] is None
    by_itself = said(key.metric, "--target", repr(key.target), "--by", "2026-12-27", "--where", f"desk={DESK}")
    assert by_itself["probability"] == made(found).probability
    assert by_itself["key_result"] is None
    shown = run(str(key.pk)).stdout
    assert found.prospect
    assert found.prospect.sentence in shown
    assert found.prospect.score_words in shown


def test_the_terminal_refuses_with_a_sentence(reader: Reader, lena: Person, today: datetime) -> None:
    assert "No key result" in run().stdout
    ahead(reader, lena)
    for arguments, words in (
        (("99",), "There is no key result 99"),
        (("reopen_shar", "--target", "5%", "--by", "2026-12-27"), "did you mean reopen_share"),
        (("reopen_share", "--target", "few", "--by", "2026-12-27"), "'few' is no number"),
        (("reopen_share", "--target", "5%", "--by", "2026-12-27", "--where", "group=Nobody"), "'Nobody'"),
    ):
        assert words in str(run(*arguments).exception)
    for wrong in (("reopen_share",), ("reopen_share", "--target", "5%"), ("1", "--target", "5%", "--by", "2026-12-27")):
        assert run(*wrong).exit_code == 2
    assert said("backlog", "--target", "5", "--by", "2026-12-27")["refusal"].startswith("It is counted on a day")


def test_of_what_is_reached_it_is_asked_whether_it_holds(reader: Reader, lena: Person) -> None:
    found = ahead(reader, lena).prospect
    assert found
    assert isinstance(found.made, Forecast)
    for likely, chip, sentence in (
        (0.9, "likely to hold, 90 %", "Reached today, likely to hold: 90 % on"),
        (0.5, "may hold, 50 %", "Open whether it will hold: 50 % on"),
        (0.1, "unlikely to hold, 10 %", "Reached today, unlikely to hold: 10 % on"),
    ):
        held = replace(found, made=replace(found.made, probability=likely), reached=True)
        assert held.chip == chip
        assert held.sentence.startswith(sentence)
