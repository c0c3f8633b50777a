"""The pages of vision, objectives and key results, as each role meets them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.strategy import actions
from hoshin.apps.strategy.models import KeyResult, Objective
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.apps import small_desk
from tests.apps.small_desk import DESK, HELPED, WHOLE
from tests.apps.strategy.written import SPRING, key_result, objective

ANSWERS = {
    "title": "A fifth sooner",
    "metric": "time_to_resolve_median",
    "desk": "",
    "scope": [f"group={HELPED}"],
    "baseline_first": "2026-02-01",
    "baseline_last": "2026-05-31",
    "target": "18",
    "start": "2026-06-01",
    "due": "2027-05-31",
}
VISION = {
    "statement": "Nobody waits.",
    "horizon": "2027",
    "success": "Half a day.",
    "after": "0",
    "themes-TOTAL_FORMS": "0",
    "themes-INITIAL_FORMS": "0",
    "publish": "1",
}
WRITTEN = {"title": "Sooner", "why": "", "team": "", "first": "2026-01-01", "last": "2026-12-31"}


def page(client: Client, name: str, *args: object, **query: str) -> str:
    """The page of that name, which must be there."""
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200, response.content
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "method", "viewer", "member", "leader"),
    [
        ("objectives", "get", 200, 200, 200),
        ("objective", "get", 200, 200, 200),
        ("key-result", "get", 200, 200, 200),
        ("catchballs", "get", 200, 200, 200),
        ("evidence", "get", 200, 200, 200),
        ("throw", "get", 403, 403, 200),
        ("throw", "post", 403, 403, 200),
        ("discard-vision", "get", 405, 405, 405),
        ("discard-vision", "post", 403, 403, 404),
        ("vision", "get", 200, 200, 200),
        ("write-vision", "get", 403, 403, 200),
        ("write-vision", "post", 403, 403, 302),
        ("new-objective", "get", 403, 403, 200),
        ("new-objective", "post", 403, 403, 302),
        ("change-objective", "get", 403, 403, 200),
        ("change-objective", "post", 403, 403, 302),
        ("drop-objective", "get", 405, 405, 405),
        ("drop-objective", "post", 403, 403, 302),
        ("add-key-result", "get", 403, 403, 200),
        ("add-key-result", "post", 403, 403, 302),
        ("baseline", "get", 403, 403, 200),
        ("baseline", "post", 405, 405, 405),
        ("scope", "get", 403, 200, 200),
        ("change-key-result", "get", 403, 403, 200),
        ("change-key-result", "post", 403, 403, 302),
        ("measure-again", "get", 405, 405, 405),
        ("measure-again", "post", 403, 403, 302),
        ("drop-key-result", "get", 405, 405, 405),
        ("drop-key-result", "post", 403, 403, 302),
    ],
)
def test_everybody_reads_and_leaders_write(
    client: Client,
    reader: Reader,
    lena: Person,
    max_: Person,
    vera: Person,
    name: str,
    method: str,
    viewer: int,
    member: int,
    leader: int,
) -> None:
    of = objective(lena)
    found = key_result(reader, lena, of)
    args = {
        "vision": [],
        "write-vision": [],
        "discard-vision": [],
        "catchballs": [],
        "objectives": [],
        "new-objective": [],
        "scope": [],
    }.get(
        name,
        [
            found.pk
            if name in ("change-key-result", "measure-again", "drop-key-result", "key-result", "evidence", "throw")
            else of.pk
        ],
    )
    data: dict[str, object] = {}
    if method == "post":
        owned = WRITTEN | {"owner": lena.pk}
        data = {"write-vision": VISION, "new-objective": owned, "change-objective": owned}.get(name, ANSWERS)  # type: ignore[assignment]
    lines = AuditLine.objects.count()
    for person, expected in ((vera, viewer), (max_, member), (lena, leader)):
        client.force_login(person)
        response = getattr(client, method)(reverse(f"strategy:{name}", args=args), data)
        assert response.status_code == expected, person
        if expected != 302:
            assert AuditLine.objects.count() == lines, person
    client.logout()
    response = getattr(client, method)(reverse(f"strategy:{name}", args=args), data)
    assert response.headers["Location"].startswith(reverse("accounts:sign-in"))


def test_an_empty_installation_says_what_to_do(client: Client, lena: Person, vera: Person) -> None:
    client.force_login(lena)
    shown = page(client, "strategy:objectives")
    assert "Write the vision" in shown
    assert "Write the first objective" in shown
    of = objective(lena)
    assert "How will you know?" in page(client, "strategy:objective", of.pk)
    refused = page(client, "strategy:add-key-result", of.pk)
    assert "Import an export" in refused
    assert reverse("sources:imports") in refused
    client.force_login(vera)
    shown = page(client, "strategy:objectives")
    assert "A leader has still to write" in shown
    assert reverse("strategy:new-objective") not in shown
    assert "unknown" in page(client, "strategy:objective", of.pk)


def test_the_baseline_is_shown_before_it_is_saved_and_never_typed(
    client: Client, reader: Reader, lena: Person, today: datetime
) -> None:
    of = objective(lena)
    client.force_login(lena)
    asked = {key: value for key, value in ANSWERS.items() if key not in ("title", "target", "start", "due")}
    shown = client.get(reverse("strategy:baseline", args=[of.pk]), asked).content.decode()
    assert not KeyResult.objects.exists()
    measured = client.post(reverse("strategy:add-key-result", args=[of.pk]), ANSWERS | {"measure": "1"})
    assert not KeyResult.objects.exists()
    assert b'role="status"' in measured.content
    client.post(reverse("strategy:add-key-result", args=[of.pk]), ANSWERS | {"baseline": "99", "baseline_n": "7"})
    found = KeyResult.objects.get()
    expected = actions.read_baseline(reader, found.metric, (("group", HELPED),), *SPRING)
    assert (found.baseline, found.baseline_n) == (expected.result.amount, expected.result.n)  # type: ignore[union-attr]
    words = f"{found.baseline:,.1f} h ({found.baseline_n:,} cases)"
    assert words in shown
    assert words in measured.content.decode()


def test_shares_are_typed_in_per_cent(client: Client, tickets: Home, lena: Person) -> None:
    of = objective(lena)
    client.force_login(lena)
    answers = ANSWERS | {"metric": "resolution_sla_met_share", "target": "99.5"}
    client.post(reverse("strategy:add-key-result", args=[of.pk]), answers)
    found = KeyResult.objects.get()
    assert found.target == pytest.approx(0.995)
    assert 'value="99.5"' in page(client, "strategy:change-key-result", found.pk)
    client.post(reverse("strategy:change-key-result", args=[found.pk]), answers | {"target": "98.25"})
    found.refresh_from_db()
    assert found.target == pytest.approx(0.9825)


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"target": "999"}, "lower is better"),
        ({"target": "-1"}, "never below 0"),
        ({"metric": "reopen_share", "target": "101"}, "between 0 and 100"),
        ({"baseline_last": "2026-01-01"}, "end after it begins"),
        ({"baseline_first": "2019-01-01", "baseline_last": "2019-02-01"}, "export covers"),
        ({"due": "2026-01-01"}, "due after it starts"),
        ({"scope": ["group=Nobody"]}, "group=Nobody"),
        ({"scope": ["nonsense"]}, "nonsense"),
        ({"metric": "mood"}, "mood"),
        ({"target": "nan"}, "Enter a number"),
        ({"title": ""}, "required"),
    ],
)
def test_wrong_answers_are_told_where_they_were_given(
    client: Client, tickets: Home, lena: Person, wrong: dict[str, object], because: str
) -> None:
    of = objective(lena)
    client.force_login(lena)
    response = client.post(reverse("strategy:add-key-result", args=[of.pk]), ANSWERS | wrong)
    assert response.status_code == 200
    assert because in response.content.decode()
    assert not KeyResult.objects.exists()


def test_another_desk_offers_its_own_values(client: Client, tickets: Home, tmp_path: Path, lena: Person) -> None:
    client.force_login(lena)
    assert "demonstration" not in page(client, "strategy:add-key-result", objective(lena).pk)
    small_desk.take_in(tickets, tmp_path, "Other", plan=small_desk.LITTLE)
    form = page(client, "strategy:add-key-result", Objective.objects.get().pk)
    assert f'<option value="{DESK}"' in form
    assert '<option value="Other"' in form
    for desk, own, others in ((DESK, True, False), ("Other", False, True), ("", True, True), ("gone", True, True)):
        offered = page(client, "strategy:scope", desk=desk)
        assert (f'value="group={HELPED}"' in offered, 'value="group=Only line"' in offered) == (own, others), desk


def test_the_page_of_an_objective_leads_on(
    client: Client, reader: Reader, lena: Person, vera: Person, today: datetime
) -> None:
    of = objective(lena)
    key_result(reader, lena, of, scope=(("group", HELPED),))
    client.force_login(vera)
    shown = page(client, "strategy:objective", of.pk)
    assert "reached" in shown
    assert "Why this status?" in shown
    assert "silence is never green" in shown
    assert f"{reverse('scorecards:metric', args=['time_to_resolve_median'])}?" in shown
    assert reverse("scorecards:tickets", args=["time_to_resolve_median"]) in shown
    assert reverse("portfolios:serving", args=[of.pk]) in shown
    tickets = shown.split(reverse("scorecards:tickets", args=["time_to_resolve_median"]), 1)[1].split('"', 1)[0]
    behind = client.get(reverse("scorecards:tickets", args=["time_to_resolve_median"]) + tickets.replace("&amp;", "&"))
    assert behind.status_code == 200
    assert f"to={WHOLE.isoformat()}" in tickets
    assert "Remove" not in shown
    assert "reached" in page(client, "strategy:objectives")


def test_a_changed_definition_offers_to_measure_again(
    client: Client, reader: Reader, lena: Person, today: datetime
) -> None:
    of = objective(lena)
    found = key_result(reader, lena, of)
    client.force_login(lena)
    assert reverse("strategy:measure-again", args=[found.pk]) not in page(client, "strategy:objective", of.pk)
    KeyResult.objects.filter(pk=found.pk).update(baseline_definition="an older one", baseline=1.0)
    assert reverse("strategy:measure-again", args=[found.pk]) in page(client, "strategy:objective", of.pk)
    client.post(reverse("strategy:measure-again", args=[found.pk]))
    found.refresh_from_db()
    assert found.baseline > 1


def test_words_of_people_are_shown_as_words(client: Client, reader: Reader, lena: Person) -> None:
    evil = "<script>alert(1)</script>"
    actions.publish_vision(lena, statement=evil, horizon=evil, success=evil)
    of = objective(lena, evil)
    key_result(reader, lena, of, title=evil)
    client.force_login(lena)
    for name, args in (("objectives", []), ("objective", [of.pk]), ("vision", []), ("add-key-result", [of.pk])):
        assert "<script>alert" not in page(client, f"strategy:{name}", *args)


def test_what_is_not_there_is_not_found(client: Client, lena: Person) -> None:
    client.force_login(lena)
    for name in ("objective", "change-objective", "add-key-result", "change-key-result"):
        assert client.get(reverse(f"strategy:{name}", args=[999])).status_code == 404
    for name in ("drop-objective", "drop-key-result", "measure-again"):
        assert client.post(reverse(f"strategy:{name}", args=[999])).status_code == 404


def test_the_list_costs_the_same_queries_however_long(client: Client, reader: Reader, lena: Person) -> None:
    client.force_login(lena)

    def queries_of(name: str, *args: object) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, name, *args)
        return len(captured)

    of = objective(lena)
    key_result(reader, lena, of)
    few = queries_of("strategy:objectives"), queries_of("strategy:objective", of.pk)
    for number in range(3):
        key_result(reader, lena, of)
        key_result(reader, lena, objective(lena, f"Objective {number}"))
    assert (queries_of("strategy:objectives"), queries_of("strategy:objective", of.pk)) == few


def test_pages_of_one_thing_cost_the_same_queries_however_much_it_holds(
    client: Client, reader: Reader, lena: Person, max_: Person, today: datetime
) -> None:
    client.force_login(lena)
    of = objective(lena)
    found = key_result(reader, lena, of)

    def asked() -> list[int]:
        counts = []
        for name, args in (("vision", []), ("key-result", [found.pk]), ("catchballs", [])):
            with CaptureQueriesContext(connection) as captured:
                page(client, f"strategy:{name}", *args)
            counts.append(len(captured))
        return counts

    def more(number: int) -> None:
        themes = [actions.ThemeWords(f"Theme {each}") for each in range(number)]
        said = f"Version {number}."
        actions.publish_vision(lena, statement=said, horizon="2027", success="None.", themes=themes, why="They call.")
        terms = actions.Terms(found.baseline * 0.9, found.due, "Because.")
        ball = actions.throw(lena, found, max_, terms, actions.Evidence(), until=found.due)
        actions.withdraw(lena, ball, "Later.")
        month = datetime(2026, 5 + number, 1).date()  # noqa: DTZ001 a month of the calendar
        words = {"cause": "A cause.", "action": "An action.", "owner": max_, "due": found.due}
        actions.write_countermeasure(lena, found, month=month, **words)  # type: ignore[arg-type]
        KeyResult.objects.get(pk=found.pk)

    more(1)
    few = asked()
    for number in (2, 3, 4):
        found = KeyResult.objects.get(pk=found.pk)
        more(number)
    assert asked() == few
