"""Defining a metric in the browser: who may, what is told beside which field, what is shown before it is saved."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import actions, queries
from hoshin.apps.definitions.models import Definition, OwnMetric
from hoshin.metrics.own.compilation import compiled
from hoshin.metrics.result import Value
from hoshin.pipeline.home import Home
from tests.apps import small_desk
from tests.apps.definitions.saying import FORM, KEY, said, within

pytestmark = pytest.mark.django_db

DEFINE = "/scorecard/own-metrics/new/"


@pytest.fixture
def leader(client: Client, lena: Person) -> Client:
    client.force_login(lena)
    return client


def form(**changes: Any) -> dict[str, Any]:
    """The answers, with some changed; None leaves one out."""
    names = {name.replace("__", "-"): value for name, value in changes.items()}
    return {name: value for name, value in (FORM | names).items() if value is not None}


def test_a_leader_defines_a_metric(leader: Client, tickets: Home, lena: Person) -> None:
    assert leader.get(DEFINE).status_code == 200
    done = leader.post(DEFINE, FORM, follow=True)
    assert done.redirect_chain[0][0] == reverse("definitions:own-metric", args=[KEY])
    assert queries.catalogue().metric(KEY) == compiled(said())
    assert Definition.objects.get().person == lena
    assert "Network within a day" in leader.get(reverse("definitions:own-metrics")).content.decode()


def test_without_a_short_name_the_title_gives_it(leader: Client, tickets: Home) -> None:
    leader.post(DEFINE, form(key=""))
    assert OwnMetric.objects.get().key == KEY


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("title", {"title": ""}, "id_title-error", "fill it in"),
    ("title without letters", {"title": "!!", "key": ""}, "id_title-error", "small letters"),
    ("question", {"question": "x" * 161}, "id_question-error", "shorten it to 160"),
    ("short name", {"key": "backlog"}, "id_key-error", "such as own_vpn_tickets"),
    ("dating", {"dating": "whenever"}, "id_dating-error", "There is no dating"),
    ("measure", {"measured": ""}, "id_measured-error", "choose a measure"),
    ("measure that does not fit", {"dating": "standing"}, "id_measured-error", "choose one of count"),
    ("amount", {"measured": "mean"}, "id_amount-error", "choose a number"),
    ("unit", {"measured": "mean", "amount": "resolution_time", "unit": "weeks"}, "id_unit-error", "one of h, days"),
    ("age", {"measured": "share that is older", "dating": "standing"}, "id_days-error", "from 1 to 3,650"),
    ("direction", {"direction": ""}, "id_direction-error", "choose a direction"),
    ("fewest tickets", {"least": "some"}, "id_least-error", "whole number from 1"),
    ("practice", {"practice": "astrology"}, "id_practice-error", "There is no practice"),
    ("owner", {"owner_role": ""}, "id_owner_role-error", "fill it in"),
    ("condition", {"met-0-values": "soon"}, "met-0-error", "such as 4 or 1.5"),
    ("filter", {"filter-0-values": []}, "filter-0-error", "choose a value"),
    ("unknown field", {"filter-0-field": "colour", "filter-0-was": "colour"}, "filter-0-error", "There is no field"),
]


@pytest.mark.parametrize(("changes", "place", "message"), [pytest.param(*each, id=name) for name, *each in WRONG])
def test_what_is_wrong_stands_beside_its_field(
    leader: Client, tickets: Home, changes: dict[str, Any], place: str, message: str
) -> None:
    page = leader.post(DEFINE, FORM | changes)
    text = page.content.decode()
    assert page.status_code == 200
    assert not OwnMetric.objects.exists()
    beside = text.partition(f'id="{place}"')[2].partition("</div>")[0]
    assert message in beside
    assert "Not saved yet" in text


def test_a_share_of_nothing_and_an_unknown_counter_metric_are_told(leader: Client, tickets: Home) -> None:
    text = leader.post(DEFINE, form(met__0__field=None, counter_metrics=["nothing"])).content.decode()
    assert "A share needs at least one condition" in text
    assert "There is no metric &#x27;nothing&#x27;" in text


def test_each_wrong_condition_is_told_at_its_place(leader: Client, tickets: Home) -> None:
    more = {"filter-1-field": "reopens", "filter-1-was": "reopens", "filter-1-comparison": "at most"}
    text = leader.post(DEFINE, FORM | {"filter-0-values": []} | more | {"filter-1-values": "few"}).content.decode()
    assert "choose a value" in text.partition('id="filter-0-error"')[2].partition("</div>")[0]
    assert "write one from 0" in text.partition('id="filter-1-error"')[2].partition("</div>")[0]


def test_a_taken_short_name_is_told(leader: Client, tickets: Home, lena: Person) -> None:
    actions.define(lena, said())
    assert "choose another short name" in leader.post(DEFINE, FORM).content.decode()
    assert Definition.objects.count() == 1


@pytest.mark.parametrize("who", ["vera", "max_"])
def test_others_read_but_do_not_define(
    client: Client, tickets: Home, lena: Person, request: pytest.FixtureRequest, who: str
) -> None:
    actions.define(lena, said())
    client.force_login(request.getfixturevalue(who))
    for name in ("own-metrics", "own-metric"):
        page = client.get(reverse(f"definitions:{name}", args=[KEY] if name == "own-metric" else []))
        assert page.status_code == 200
        assert "Retire it" not in page.content.decode()
        assert "/change/" not in page.content.decode()
    assert client.get(DEFINE).status_code == client.post(DEFINE, FORM).status_code == 403
    for name in ("change", "retire", "bring-back"):
        assert client.post(reverse(f"definitions:{name}", args=[KEY]), FORM).status_code == 403
    for name in ("fields", "look"):
        assert client.post(reverse(f"definitions:{name}"), FORM).status_code == 403
    assert Definition.objects.count() == 1


def test_fields_appear_as_they_are_needed(leader: Client, tickets: Home) -> None:
    def fields(**changes: Any) -> str:
        found = leader.post(reverse("definitions:fields"), changes)
        assert found.headers["HX-Trigger-After-Swap"]
        return found.content.decode()

    plain = fields(dating="opened", measured="count")
    assert not any(name in plain for name in ('id="id_amount"', 'id="id_unit"', 'id="id_days"', 'name="met-0-field"'))
    assert "median age" not in plain
    assert 'id="id_amount"' in fields(dating="opened", measured="median")
    assert 'id="id_unit"' in fields(dating="opened", measured="median", amount="response_time")
    assert 'id="id_unit"' not in fields(dating="opened", measured="median", amount="reopens")
    assert 'id="id_days"' in fields(dating="standing", measured="share that is older")
    assert 'name="met-0-field"' in fields(dating="opened", measured="share")
    words = fields(**{"dating": "opened", "measured": "count", "filter-0-field": "group"})
    assert f'value="{small_desk.HELPED}"' in words
    assert 'name="filter-1-field"' in words
    assert 'name="filter-1-field"' not in plain


def test_values_go_with_the_field_that_they_were_offered_for(leader: Client, tickets: Home) -> None:
    other = FORM | {"filter-0-field": "service"}
    text = leader.post(reverse("definitions:fields"), other).content.decode()
    assert "Freight" in text
    assert "checked" not in text


def test_it_works_without_scripts(leader: Client, tickets: Home) -> None:
    start = {"dating": "resolved", "measured": "share", "fit": "1", "filter-0-field": "group"}
    page = leader.post(DEFINE, start)
    text = page.content.decode()
    assert 'name="met-0-field"' in text
    assert f'value="{small_desk.HELPED}"' in text
    assert "Not saved yet" not in text
    dropped = leader.post(DEFINE, {name: value for name, value in FORM.items() if name != "save"} | {"drop": "met-0"})
    assert 'name="met-0-was" value=""' in dropped.content.decode()
    looked = leader.post(DEFINE, {name: value for name, value in FORM.items() if name != "save"} | {"look": "1"})
    assert "Tickets that count" in looked.content.decode()
    assert not OwnMetric.objects.exists()


def test_the_preview_shows_number_words_and_tickets_before_anything_is_saved(leader: Client, tickets: Home) -> None:
    page = leader.post(reverse("definitions:look"), form(title="", question="", key="", direction="", practice=""))
    latest = page.context["tried"].latest
    assert isinstance(latest.result, Value)
    assert page.context["metric"].formula.startswith("tickets where time to resolve at most 24 h")
    assert len(page.context["tickets"]) == min(latest.result.n, 8)
    assert {each.group for each in page.context["tickets"]} <= {small_desk.HELPED, "Customs"}
    assert "still give the title, the question, which way is better, the practice" in page.content.decode()
    assert not OwnMetric.objects.exists()


def test_the_preview_says_what_it_waits_for_and_what_may_mislead(leader: Client, tickets: Home) -> None:
    waiting = leader.post(reverse("definitions:look"), form(met__0__values="soon")).content.decode()
    assert "such as 4 or 1.5" in waiting
    careful = leader.post(
        reverse("definitions:look"), form(dating="opened", filter__0__values=["Netwrok"], counter_metrics=[])
    ).content.decode()
    assert "date the metric by &#x27;resolved&#x27; instead" in careful
    assert "No ticket has the support group “Netwrok”" in careful
    assert "name a counter-metric" in careful


def test_a_change_shows_both_numbers_and_asks_why(leader: Client, tickets: Home, lena: Person) -> None:
    actions.define(lena, said())
    address = reverse("definitions:change", args=[KEY])
    untouched = form(key=None, filter__0__values=[small_desk.HELPED, "Customs"]) | {"changing": KEY, "after": "1"}
    assert "Nothing yet" in leader.post(reverse("definitions:look"), untouched).content.decode()
    assert 'value="24"' in leader.get(address).content.decode()
    changed = form(key=None, met__0__values="8") | {"changing": KEY, "after": "1"}
    look = leader.post(reverse("definitions:look"), changed)
    [difference] = look.context["differences"]
    assert (difference.before, difference.after) == ("time to resolve at most 24 h", "time to resolve at most 8 h")
    last = look.context["side_by_side"].rows[-1]
    assert last[2].text == last[4].text != "0"
    assert last[1].text != last[3].text
    refused = leader.post(address, changed)
    assert "Say why" in refused.content.decode().partition('id="id_why-error"')[2].partition("</div>")[0]
    leader.post(address, changed | {"why": "A day is too long."})
    assert queries.catalogue().metric(KEY) == compiled(within("8"), 2)
    history = leader.get(reverse("definitions:own-metric", args=[KEY])).content.decode()
    assert "A day is too long." in history
    assert compiled(said()).digest in history


def test_retiring_needs_a_reason_and_can_be_undone(leader: Client, tickets: Home, lena: Person) -> None:
    actions.define(lena, said())
    retire = reverse("definitions:retire", args=[KEY])
    assert "This field is required" in leader.post(retire, {"why": ""}).content.decode()
    page = leader.post(retire, {"why": "Nobody reads it."}, follow=True).content.decode()
    assert "Nobody reads it." in page
    assert KEY not in queries.catalogue().metrics
    assert "Nobody reads it." in leader.get(reverse("definitions:own-metrics")).content.decode()
    assert leader.get(reverse("scorecards:metric", args=[KEY])).status_code == 200
    leader.post(reverse("definitions:bring-back", args=[KEY]))
    assert KEY in queries.catalogue().metrics


def test_without_tickets_a_metric_can_be_defined_all_the_same(leader: Client, home: Home) -> None:
    assert "No tickets have been read yet" in leader.post(reverse("definitions:look"), FORM).content.decode()
    assert leader.post(DEFINE, FORM).status_code == 302
    assert leader.get(reverse("definitions:own-metrics")).status_code == 200
    assert leader.get(reverse("definitions:own-metric", args=[KEY])).status_code == 200


@pytest.mark.parametrize("name", ["own-metric", "change"])
def test_what_nobody_defined_is_not_there(leader: Client, home: Home, name: str) -> None:
    assert leader.get(reverse(f"definitions:{name}", args=["own_nothing"])).status_code == 404


def test_the_number_of_queries_does_not_grow(leader: Client, tickets: Home, lena: Person) -> None:
    counts = []
    for n in range(3):
        actions.define(lena, said(key=f"own_number_{n}", title=f"Number {n}"))
        for name, arguments in (("own-metrics", []), ("own-metric", ["own_number_0"])):
            leader.get(reverse(f"definitions:{name}", args=arguments))
            with CaptureQueriesContext(connection) as captured:
                leader.get(reverse(f"definitions:{name}", args=arguments))
            counts.append((name, len(captured)))
    assert len(set(counts)) == 2
