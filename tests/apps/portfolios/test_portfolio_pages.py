"""The pages of initiatives, as each role meets them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.models import AuditLine, Person
from hoshin.apps.portfolios.models import Claim, Initiative
from hoshin.metrics.registry import metric
from hoshin.pipeline.home import Home
from hoshin.pipeline.read import Reader
from tests.apps.portfolios.drafted import initiative, seal
from tests.apps.small_desk import DESK, HARMED, HELPED, SWARMING, TRIAGE
from tests.apps.strategy.written import key_result, objective

AHEAD = date(2027, 1, 4)
DRAFT = {
    "title": "Knowledge base",
    "description": "Known answers are written down.",
    "key_result": "",
    "desk": "",
    "scope": ["group=Portal", "group=Identity"],
    "start": AHEAD.isoformat(),
    "end": "",
}
CLAIM = {"metric": "time_to_resolve_median", "towards": "better", "size": "12.5"}


def page(client: Client, name: str, *args: object, **query: str | int) -> str:
    """The page of that name, which must be there."""
    response = client.get(reverse(f"portfolios:{name}", args=args), query)
    assert response.status_code == 200, response.content
    return response.content.decode()


@pytest.mark.parametrize(
    ("name", "method", "viewer", "member", "leader"),
    [
        ("initiatives", "get", 200, 200, 200),
        ("initiative", "get", 200, 200, 200),
        ("serving", "get", 200, 200, 200),
        ("ledger", "get", 200, 200, 200),
        ("rates", "get", 200, 200, 200),
        ("rates", "post", 403, 403, 200),
        ("ahead", "get", 200, 200, 200),
        ("new", "get", 403, 200, 200),
        ("new", "post", 403, 302, 302),
        ("scope", "get", 403, 200, 200),
        ("change", "get", 403, 200, 200),
        ("change", "post", 403, 302, 302),
        ("seal", "get", 405, 405, 405),
        ("seal", "post", 403, 403, 302),
        ("stop", "get", 405, 405, 405),
        ("stop", "post", 403, 403, 302),
        ("discard", "get", 405, 405, 405),
        ("discard", "post", 403, 302, 404),
    ],
)
def test_members_draft_and_leaders_seal(
    client: Client,
    tickets: Home,
    lena: Person,
    max_: Person,
    vera: Person,
    today: datetime,
    name: str,
    method: str,
    viewer: int,
    member: int,
    leader: int,
) -> None:
    of, found = objective(lena), initiative(max_, start=AHEAD)
    args = {"initiatives": [], "new": [], "ledger": [], "rates": [], "scope": [], "serving": [of.pk]}.get(
        name, [found.slug]
    )
    data = {"seal": CLAIM, "stop": {"end": "2027-06-01"}}.get(name, DRAFT | {"owner": str(lena.pk)})
    lines = AuditLine.objects.count()
    for person, expected in ((vera, viewer), (max_, member), (lena, leader)):
        client.force_login(person)
        response = getattr(client, method)(reverse(f"portfolios:{name}", args=args), data if method == "post" else {})
        assert response.status_code == expected, person
        if expected == 403:
            assert AuditLine.objects.count() == lines
    client.logout()
    response = getattr(client, method)(reverse(f"portfolios:{name}", args=args))
    assert response.headers["Location"].startswith(reverse("accounts:sign-in"))


def test_what_is_sealed_is_for_leaders_to_change(
    client: Client, tickets: Home, lena: Person, max_: Person, today: datetime
) -> None:
    found = initiative(max_, start=AHEAD)
    seal(lena, found)
    address = reverse("portfolios:change", args=[found.slug])
    client.force_login(max_)
    assert client.get(address).status_code == 403
    assert address not in page(client, "initiative", found.slug)
    client.force_login(lena)
    form = page(client, "change", found.slug)
    assert "are sealed with the claim" in form
    assert 'name="scope"' not in form
    client.post(address, DRAFT | {"owner": lena.pk, "title": "Other words", "start": "2028-01-01"})
    stored = Initiative.objects.get()
    assert (stored.title, stored.start, stored.scope_values) == ("Other words", AHEAD, (HELPED,))


def test_an_empty_installation_says_what_to_do(client: Client, max_: Person, vera: Person) -> None:
    client.force_login(max_)
    assert "Draft an initiative" in page(client, "initiatives")
    form = page(client, "new")
    assert "There are no tickets yet" in form
    assert reverse("sources:imports") in form
    client.force_login(vera)
    shown = page(client, "initiatives")
    assert "No initiative yet" in shown
    assert reverse("portfolios:new") not in shown


def test_from_draft_to_seal(client: Client, tickets: Home, lena: Person, max_: Person, today: datetime) -> None:
    client.force_login(max_)
    client.post(reverse("portfolios:new"), DRAFT | {"owner": max_.pk})
    found = Initiative.objects.get()
    assert (found.slug, found.scope_values, found.end) == ("knowledge-base", ("Identity", "Portal"), None)
    shown = page(client, "initiative", found.slug)
    assert "Nothing has been claimed yet" in shown
    assert "A leader seals it" in shown
    assert reverse("portfolios:seal", args=[found.slug]) not in shown
    client.force_login(lena)
    assert reverse("portfolios:seal", args=[found.slug]) in page(client, "initiative", found.slug)
    client.post(reverse("portfolios:seal", args=[found.slug]), CLAIM)
    claim = Claim.objects.get()
    assert (claim.person, claim.towards, claim.size, claim.at, claim.demonstration) == (
        lena,
        "down",
        0.125,
        today,
        False,
    )
    shown = page(client, "initiative", found.slug)
    assert claim.seal in shown
    assert "seal intact" in shown
    assert "Supersede the claim" in shown
    client.post(reverse("portfolios:seal", args=[found.slug]), CLAIM | {"size": "30", "metric": "reopen_share"})
    shown = page(client, "initiative", found.slug)
    assert "Superseded" in shown
    assert "12.5 % or more" in shown
    assert claim.seal[:12] in shown


def test_after_the_start_nothing_can_be_sealed(client: Client, tickets: Home, lena: Person, today: datetime) -> None:
    found = initiative(lena, start=today.date())
    client.force_login(lena)
    shown = page(client, "initiative", found.slug)
    assert "It can never be judged so" in shown
    assert reverse("portfolios:seal", args=[found.slug]) not in shown
    response = client.post(reverse("portfolios:seal", args=[found.slug]), CLAIM, follow=True)
    assert "a claim is sealed on the day before at the latest" in response.content.decode()
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"size": "0"}, "greater than or equal to 0.1"),
        ({"size": "1000"}, "less than or equal to 900"),
        ({"size": ""}, "required"),
        ({"metric": "ticket_volume"}, "neither good nor bad: say which way"),
        ({"metric": "mood"}, "mood"),
        ({"towards": "sideways"}, "sideways"),
    ],
)
def test_a_wrong_claim_is_told_where_it_was_made(
    client: Client, tickets: Home, lena: Person, today: datetime, wrong: dict[str, str], because: str
) -> None:
    found = initiative(lena, start=AHEAD)
    client.force_login(lena)
    response = client.post(reverse("portfolios:seal", args=[found.slug]), CLAIM | wrong)
    assert response.status_code == 200
    assert because in response.content.decode()
    assert not Claim.objects.exists()


@pytest.mark.parametrize(
    ("key", "towards"),
    [("time_to_resolve_median", "down"), ("resolution_sla_met_share", "up"), ("backlog_change", "down")],
)
def test_better_is_what_the_metric_says(
    client: Client, tickets: Home, lena: Person, today: datetime, key: str, towards: str
) -> None:
    found = initiative(lena, start=AHEAD)
    client.force_login(lena)
    client.post(reverse("portfolios:seal", args=[found.slug]), CLAIM | {"metric": key})
    client.post(reverse("portfolios:seal", args=[found.slug]), CLAIM | {"metric": key, "towards": "up"})
    assert [claim.towards for claim in Claim.objects.all()] == [towards, "up"]


@pytest.mark.parametrize(
    ("wrong", "because"),
    [
        ({"scope": []}, "required"),
        ({"scope": ["group=Portal", "service=Freight"]}, "not both"),
        ({"scope": ["group=Nobody"]}, "group=Nobody"),
        ({"end": "2027-01-04"}, "end after it starts"),
        ({"start": "soon"}, "valid date"),
        ({"title": ""}, "required"),
        ({"owner": "999"}, "Nobody who can be chosen here"),
    ],
)
def test_a_wrong_draft_is_told_where_it_was_made(
    client: Client, tickets: Home, max_: Person, wrong: dict[str, object], because: str
) -> None:
    client.force_login(max_)
    response = client.post(reverse("portfolios:new"), DRAFT | {"owner": max_.pk} | wrong)
    assert response.status_code == 200
    assert because in response.content.decode()
    assert not Initiative.objects.exists()


def test_the_verdict_is_one_sentence_on_top(client: Client, tickets: Home, lena: Person, vera: Person) -> None:
    found = initiative(lena)
    seal(lena, found)
    client.force_login(vera)
    shown = page(client, "initiative", found.slug)
    assert "Proven" in shown
    assert shown.index("lower than it would have been without the initiative") < shown.index("hoshin-chart")
    for words in ("Claimed", "Seen", "Compared with", "How this is judged", "demonstration data", "Sealed by"):
        assert words in shown
    listed = page(client, "initiatives")
    assert "falls by 20 % or more" in listed
    assert "Proven" in listed


def test_a_changed_definition_is_told(
    client: Client, tickets: Home, lena: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = initiative(lena)
    with monkeypatch.context() as then:
        then.setitem(metric("time_to_resolve_median").__dict__, "digest", "0123456789abcdef")
        seal(lena, found)
    client.force_login(lena)
    shown = page(client, "initiative", found.slug)
    assert "is not known any more: the verdict is by today" in shown
    assert "seal intact" not in shown
    assert "Seal broken" not in shown


def test_initiatives_in_each_others_way_are_told(client: Client, tickets: Home, lena: Person) -> None:
    found = initiative(lena)
    other = initiative(lena, (HELPED, HARMED), title="Triage", start=TRIAGE)
    client.force_login(lena)
    for one, beside in ((found, other), (other, found)):
        shown = page(client, "initiative", one.slug)
        assert f"It shares {HELPED} with" in shown
        assert beside.title in shown


def test_an_objective_shows_what_serves_it(client: Client, reader: Reader, lena: Person) -> None:
    of, other = objective(lena), objective(lena, "Another")
    found = initiative(lena)
    found.key_result = key_result(reader, lena, of)
    found.save()
    seal(lena, found)
    client.force_login(lena)
    assert "Swarming" in page(client, "serving", of.pk)
    assert "Proven" in page(client, "serving", of.pk)
    assert "No initiative serves it yet" in page(client, "serving", other.pk)
    assert "Swarming" in page(client, "initiatives", objective=of.pk)
    assert "Swarming" not in page(client, "initiatives", objective=other.pk)
    assert "Swarming" in page(client, "initiatives", objective="nonsense")


def test_a_draft_for_an_objective_serves_its_only_key_result(client: Client, reader: Reader, lena: Person) -> None:
    of = objective(lena)
    one = key_result(reader, lena, of)
    client.force_login(lena)
    assert f"?objective={of.pk}" in page(client, "serving", of.pk)
    new = reverse("portfolios:new")
    assert client.get(new, {"objective": of.pk}).context["form"]["key_result"].value() == one.pk
    key_result(reader, lena, of, title="Another")
    assert client.get(new, {"objective": of.pk}).context["form"]["key_result"].value() is None
    assert client.get(new, {"objective": "nonsense"}).context["form"]["key_result"].value() is None


def test_stopping(client: Client, tickets: Home, lena: Person, today: datetime) -> None:
    found = initiative(lena)
    seal(lena, found)
    client.force_login(lena)
    assert "Stop it" in page(client, "initiative", found.slug)
    refused = client.post(reverse("portfolios:stop", args=[found.slug]), {"end": "2026-11-22"})
    assert "choose today or a later day" in refused.content.decode()
    client.post(reverse("portfolios:stop", args=[found.slug]), {"end": "2026-11-23"})
    assert Initiative.objects.get().end == date(2026, 11, 23)
    assert "Stop it" not in page(client, "initiative", found.slug)


def test_words_of_people_are_shown_as_words(client: Client, tickets: Home, lena: Person) -> None:
    evil = "<script>alert(1)</script>"
    found = initiative(lena, (HELPED, evil), title=evil)
    seal(lena, found)
    client.force_login(lena)
    for name, args in (("initiatives", []), ("initiative", [found.slug]), ("change", [found.slug])):
        assert "<script>alert" not in page(client, name, *args)


def test_what_is_not_there_is_not_found(client: Client, lena: Person) -> None:
    client.force_login(lena)
    for name in ("initiative", "change"):
        assert client.get(reverse(f"portfolios:{name}", args=["nothing"])).status_code == 404
    for name in ("seal", "stop", "discard"):
        assert client.post(reverse(f"portfolios:{name}", args=["nothing"])).status_code == 404


def test_the_list_costs_the_same_queries_however_long(client: Client, tickets: Home, lena: Person) -> None:
    client.force_login(lena)

    def queries_of(name: str, *args: object) -> int:
        page(client, name, *args)  # verdicts are worked out once
        with CaptureQueriesContext(connection) as captured:
            page(client, name, *args)
        return len(captured)

    found = initiative(lena)
    seal(lena, found)
    few = queries_of("initiatives"), queries_of("initiative", found.slug)
    for number, group in enumerate(("Portal", "Customs", "Identity")):
        seal(lena, initiative(lena, (group,), title=f"Initiative {number}", start=SWARMING, desk=DESK))
    assert (queries_of("initiatives"), queries_of("initiative", found.slug)) == few
