"""What is shown beside a derived status, risks that expire, and who answers for what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from hoshin.apps.accounts.models import Person
from hoshin.apps.packs.reports import board_pack
from hoshin.apps.reviews import raci, watermelon
from hoshin.apps.reviews.actions import standing as actions
from hoshin.apps.reviews.models import Commitment, Forum, Responsibility, Review, Risk, StatusOverride
from hoshin.apps.reviews.reports import standings as report
from hoshin.apps.strategy import actions as strategy
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.status import GREEN, Status
from hoshin.pipeline.read import Reader
from hoshin.reporting.blocks import Table
from tests.apps import small_desk

pytestmark = pytest.mark.django_db
PEOPLE = ("Ada", "Ben", "Cleo")
PAIRS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from("RACI")), max_size=6)


@pytest.fixture
def objective(lena: Person) -> Objective:
    return strategy.write_objective(
        lena, title="Nobody waits", why="", owner=lena, first=date(2026, 1, 1), last=date(2026, 12, 31)
    )


@pytest.fixture
def on_track(objective: Objective, lena: Person, reader: Reader) -> Objective:
    """The objective with a key result of the network group, which swarming has helped."""
    where = (("desk", small_desk.DESK), ("group", small_desk.HELPED))
    baseline = strategy.read_baseline(reader, "time_to_resolve_median", where, date(2026, 1, 5), date(2026, 5, 24))
    assert hasattr(baseline.result, "amount")
    strategy.write_key_result(
        lena,
        objective,
        baseline,
        title="The network is back sooner",
        target=baseline.result.amount * 0.7,
        start=date(2026, 6, 1),
        due=date(2027, 5, 31),
        desk=small_desk.DESK,
        scope=where[1:],
    )
    return objective


@given(statuses=st.lists(st.tuples(st.sampled_from(list(Status)), st.sampled_from(list(Status)))))
def test_the_watermelon_index_counts_what_is_green_outside_alone(statuses: list[tuple[Status, Status]]) -> None:
    found = watermelon.index(statuses)
    assert found.green == len([1 for shown, _ in statuses if shown in GREEN])
    assert (found.share is None) == (not found.green)
    assert 0 <= (found.share or 0) <= 1
    assert watermelon.index([(derived, derived) for _, derived in statuses]).not_so == 0


@given(parts=st.dictionaries(st.sampled_from(["x", "y", "z"]), PAIRS))
def test_a_gap_is_whatever_has_not_one_accountable_and_somebody_who_does_it(
    parts: dict[str, list[tuple[str, str]]],
) -> None:
    def whole(pairs: Iterable[tuple[str, str]]) -> bool:
        held = set(pairs)
        return sum((p, "A") in held for p in PEOPLE) == 1 and any((p, "R") in held for p in PEOPLE)

    assert {each.subject for each in raci.gaps(parts)} == {name for name, pairs in parts.items() if not whole(pairs)}


@given(count=st.integers(0, 12))
def test_nobody_is_accountable_for_too_much(count: int) -> None:
    found = raci.overloaded({str(n): [("Ada", "A"), ("Ada", "R"), ("Ben", "R")] for n in range(count)})
    assert found == ({"Ada": count} if count > 5 else {})


@given(parts=st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), PAIRS, max_size=30))
def test_relief_never_overloads_anybody_else(parts: dict[str, list[tuple[str, str]]]) -> None:
    given_away = raci.relief(parts)
    after = {name: set(pairs) for name, pairs in parts.items()}
    for each in given_away:
        assert (each.to, "R") in after[each.subject]
        after[each.subject] = {pair for pair in after[each.subject] if pair != (each.person, "A")} | {(each.to, "A")}
    before = raci.overloaded(parts)
    assert all(count <= before.get(person, 0) for person, count in raci.overloaded(after).items())
    assert not (given_away and not before)
    # Counted another way.
    for load in raci.loads(parts):
        assert load.accountable == sum((load.person, "A") in pairs for pairs in parts.values())
        assert load.responsible == sum((load.person, "R") in pairs for pairs in parts.values())


def test_silence_is_never_green(objective: Objective, lena: Person, today: datetime) -> None:
    [row] = report.compose(report.gather(None, today.date()))
    assert row.derived.status is Status.UNKNOWN
    actions.override(
        lena, objective, shown="on track", reason="We know.", until=today.date() + timedelta(days=30), now=today
    )
    [row] = report.compose(report.gather(None, today.date()))
    assert (row.outside, row.derived.status, row.hides) == (Status.ON_TRACK, Status.UNKNOWN, True)
    assert report.melon([row]).share == 1
    [row] = report.compose(report.gather(None, today.date() + timedelta(days=31)))
    assert row.outside is Status.UNKNOWN  # it ended by itself


def test_a_late_commitment_holds_an_objective_up(
    on_track: Objective, forum: Forum, max_: Person, reader: Reader, today: datetime
) -> None:
    day = today.date()
    [row] = report.compose(report.gather(reader, day))
    assert row.derived.status in GREEN
    found = Commitment.objects.create(
        forum=forum,
        words="Buy the line",
        owner=max_,
        promised_on=day - timedelta(days=60),
        first_due=day - timedelta(days=3),
        due=day - timedelta(days=3),
        objective=on_track,
    )
    [row] = report.compose(report.gather(reader, day))
    if row.derived.status is not Status.REACHED:
        assert row.derived.status is Status.AT_RISK
        assert "has held it up" in " ".join(row.derived.why)
    Commitment.objects.filter(pk=found.pk).update(due=day - timedelta(days=20))
    [row] = report.compose(report.gather(reader, day))
    assert row.derived.status in (Status.OFF_TRACK, Status.REACHED)


def test_an_override_stands_beside_with_name_reason_and_end(
    client: Client, objective: Objective, lena: Person, max_: Person, today: datetime
) -> None:
    page = reverse("reviews:override", args=["objective", objective.pk])
    client.force_login(max_)
    assert client.post(page, {"shown": "on track", "reason": "x", "until": "2026-12-01"}).status_code == 403
    client.force_login(lena)
    refused = client.post(page, {"shown": "on track", "reason": "It will be.", "until": "2027-12-01"})
    assert "a quarter, then it is said again" in refused.content.decode()
    client.post(page, {"shown": "on track", "reason": "It will be.", "until": "2026-12-20"})
    text = client.get(reverse("reviews:standings")).content.decode()
    assert "Lena until 20 Dec 2026: It will be." in text
    assert "1 of 1 shown green is not, by the rule." in text
    with pytest.raises(IntegrityError, match="override of a status"), transaction.atomic():
        StatusOverride.objects.get().delete()
    client.post(page, {"shown": "", "reason": "I was wrong.", "until": "2026-12-20"})
    assert "Nothing is shown green." in client.get(reverse("reviews:standings")).content.decode()
    assert StatusOverride.objects.count() == 2


def test_what_is_shown_better_comes_on_the_agenda(
    client: Client, objective: Objective, review: Review, lena: Person, today: datetime
) -> None:
    actions.override(
        lena, objective, shown="reached", reason="Ask me.", until=today.date() + timedelta(days=9), now=today
    )
    client.force_login(lena)
    client.post(reverse("reviews:refresh", args=[review.pk]))
    item = review.items.get(source="status")
    assert item.word == "by rule unknown"
    assert "Lena shows it as reached: Ask me." in item.detail


def test_a_risk_expires_and_comes_on_the_agenda(
    client: Client, forum: Forum, review: Review, max_: Person, vera: Person, today: datetime
) -> None:
    client.force_login(max_)
    typed = {
        "kind": "exception",
        "title": "Portal may wait",
        "words": "Ten hours more.",
        "answer": "Shown apart.",
        "owner": max_.pk,
        "forum": forum.pk,
        "likelihood": "4",
        "impact": "2",
        "expires": "2026-12-10",
        "version": "0",
    }
    assert (
        "on a day ahead" in client.post(reverse("reviews:new-risk"), typed | {"expires": "2026-11-01"}).content.decode()
    )
    client.post(reverse("reviews:new-risk"), typed)
    found = Risk.objects.get()
    client.post(reverse("reviews:refresh", args=[review.pk]))
    assert review.items.get(source="risk").word == "expires 10 Dec 2026"
    change = reverse("reviews:risk", args=[found.pk])
    assert client.post(change, typed | {"version": "1", "impact": "3"}).status_code == 302
    page = client.post(change, typed | {"version": "1", "impact": "5"})
    assert "after you had opened it" in page.content.decode()
    assert Risk.objects.get().impact == 3
    client.post(reverse("reviews:close-risk", args=[found.pk]), {"reason": "The portal is new."})
    assert "The portal is new." in client.get(reverse("reviews:risks")).content.decode()
    client.force_login(vera)
    assert client.get(change).status_code == 403
    Forum.objects.update(confidential=True)
    assert client.get(change).status_code == 404
    assert "Portal may wait" not in client.get(reverse("reviews:risks")).content.decode()


def test_exactly_one_answers(client: Client, objective: Objective, lena: Person, max_: Person) -> None:
    client.force_login(lena)
    table = reverse("reviews:responsibilities")
    answer = client.get(table)
    total = answer.context["total"]
    # Each stands in the table, and the first eight once more in what to do.
    assert answer.content.decode().count("Nobody is accountable: choose one person.") == total + min(total, 8)
    page = reverse("reviews:assign", args=["objective", str(objective.pk)])
    seen = client.get(page).context["form"].initial["seen"]
    client.post(page, {"accountable": lena.pk, "informed": [max_.pk], "seen": seen})
    assert "Lena answers for it, and nobody does it" in client.get(table).content.decode()
    stale = client.post(page, {"accountable": max_.pk, "seen": seen})
    assert "Saved now: Lena. You wrote: Max." in stale.content.decode()
    assert {(e.person, e.part) for e in Responsibility.objects.all()} == {(lena, "A"), (max_, "I")}
    seen = client.get(page).context["form"].initial["seen"]
    client.post(page, {"accountable": lena.pk, "responsible": [max_.pk], "seen": seen})
    assert client.get(table).context["whole"] == 1
    client.post(reverse("reviews:assign", args=["practice", "service desk"]), {"accountable": max_.pk, "seen": ""})
    assert Responsibility.objects.filter(practice="service desk").count() == 1
    assert client.get(reverse("reviews:assign", args=["practice", "magic"])).status_code == 404
    client.force_login(max_)
    assert client.get(page).status_code == 403


def test_the_page_of_an_objective_says_what_reviews_do(
    client: Client, objective: Objective, forum: Forum, lena: Person, today: datetime
) -> None:
    client.force_login(lena)
    beside = reverse("reviews:beside", args=["objective", objective.pk])
    assert client.get(beside).content.decode().strip() == ""
    actions.override(
        lena, objective, shown="on track", reason="Soon.", until=today.date() + timedelta(days=9), now=today
    )
    on = today.date() - timedelta(days=9)
    Commitment.objects.create(
        forum=forum, words="Buy the line", owner=lena, promised_on=on, first_due=on, due=on, objective=objective
    )
    text = client.get(beside).content.decode()
    assert "Lena, until 2 Dec 2026: Soon." in text
    assert "Buy the line" in text
    home = client.get("/").content.decode()
    assert "1 late commitment" in home


def test_a_board_pack_says_what_is_shown_instead(
    on_track: Objective, lena: Person, reader: Reader, today: datetime
) -> None:
    titles = [each.title for each in board_pack.compose(board_pack.gather(reader, today.date()), "x").report.sections]
    assert "What is shown instead of the rule" not in titles
    actions.override(
        lena, on_track, shown="off track", reason="Luck.", until=today.date() + timedelta(days=9), now=today
    )
    sections = board_pack.compose(board_pack.gather(reader, today.date()), "x").report.sections
    [found] = [each for each in sections if each.title == "What is shown instead of the rule"]
    [table] = found.blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[0]][3:] == ["Lena", "Luck.", "2 Dec 2026"]


def test_what_overrides_rest_on_stays(client: Client, objective: Objective, lena: Person, today: datetime) -> None:
    actions.override(
        lena, objective, shown="on track", reason="Soon.", until=today.date() + timedelta(days=9), now=today
    )
    client.force_login(lena)
    answer = client.post(reverse("strategy:drop-objective", args=[objective.pk]))
    assert answer.status_code == 400
    assert "rests on it: status override" in answer.content.decode()
    assert Objective.objects.filter(pk=objective.pk).exists()
