"""What is confidential is found nowhere by whom it is not for: in no list, export, page beside another, or API."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.http import StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.confidence import Eyes
from hoshin.apps.accounts.models import AuditLine
from hoshin.apps.reviews.models import Decision, Forum, Review
from hoshin.apps.reviews.reports import agenda
from hoshin.apps.strategy import queries as strategy
from hoshin.pipeline.home import Home
from tests.apps.access.cast import NOW, OPEN, SECRET, TODAY, Cast, assembled
from tests.apps.rest.test_tokens import bearer, secret

pytestmark = pytest.mark.django_db

WORD = "rotterdam"
"""In title and address of whatever is confidential."""
SEES = ("lead", "owner", "named", "head", "auditor", "administrator")
SEES_NOT = ("reader", "other member", "member", "leader elsewhere", "manager", "hr")

PAGES = (
    ("home", ""),
    ("strategy:objectives", ""),
    ("strategy:objective", "confidential child"),
    ("strategy:change-objective", "confidential child"),
    ("strategy:new-objective", ""),
    ("strategy:catchballs", ""),
    ("strategy:countermeasures", ""),
    ("strategy:vision", ""),
    ("portfolios:alignment", ""),
    ("portfolios:x-matrix", ""),
    ("portfolios:initiatives", ""),
    ("portfolios:initiative", "initiative"),
    ("portfolios:new", ""),
    ("portfolios:ledger", ""),
    ("portfolios:errors", ""),
    ("people:mine", ""),
    ("people:new", ""),
    ("people:thread", ""),
    ("people:recognition", ""),
    ("people:privacy", ""),
    ("people:export", ""),
    ("people:privacy-of", "person"),
    ("people:export-of", "person"),
    ("plans:plans", ""),
    ("plans:new-candidate", "round"),
    ("obligations:register", ""),
    ("obligations:obligation", "obligation"),
    ("obligations:linked", "initiative"),
    ("reviews:reviews", ""),
    ("reviews:forum", "forum"),
    ("reviews:new-forum", ""),
    ("reviews:review", "review"),
    ("reviews:minutes", "review"),
    ("reviews:decisions", ""),
    ("reviews:decision", "decision"),
    ("reviews:change-decision", "decision"),
    ("reviews:commitments", ""),
    ("reviews:commitment", "commitment"),
    ("reviews:person", "person"),
    ("reviews:standings", ""),
    ("reviews:override", "thing"),
    ("reviews:risks", ""),
    ("reviews:responsibilities", ""),
    ("packs:packs", ""),
    ("accounts:people", ""),
    ("accounts:units", ""),
    ("accounts:audit", ""),
    ("rest:tokens", ""),
)
"""Pages that list, or that stand beside what is confidential, with the row that they are of."""
EXPORTS = {
    "portfolios:x-matrix": ("?year=2026", "?year=2026&form=csv"),
    "portfolios:ledger": ("?form=csv",),
    "accounts:audit": ("?form=csv", "?words=depot"),
    "portfolios:initiatives": ("?objective={confidential objective}",),
    "people:new": ("?below=objective-{confidential objective}",),
    "strategy:new-objective": ("?parent={confidential objective}",),
    "portfolios:new": ("?key_result={confidential key result}",),
}
API = (
    "objectives",
    "initiatives",
    "forums",
    "decisions",
    "commitments",
    "risks",
    "reviews",
    "meetings",
    "standing",
    "goals",
    "signals",
    "plans",
    "people",
    "audit",
)


@pytest.fixture
def cast(home: Home) -> Cast:
    """Everybody, and one of everything."""
    return assembled()


def text(answer: HttpResponseBase) -> str:
    """All that was answered."""
    if isinstance(answer, StreamingHttpResponse):
        return b"".join(each for each in answer if isinstance(each, bytes)).decode(errors="replace")
    return getattr(answer, "content", b"").decode(errors="replace")


def addresses(cast: Cast) -> Iterator[str]:
    """Every address of the lists, with what narrows or exports them."""
    for name, of in PAGES:
        path = reverse(name, args=cast.rows[of].split())
        yield path
        for query in EXPORTS.get(name, ()):
            yield path + query.format(**cast.rows)


@pytest.mark.parametrize("role", SEES_NOT)
def test_no_page_tells_of_it(cast: Cast, role: str) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(cast.people[role])
    told = [path for path in addresses(cast) if WORD in text(client.get(path)).lower()]
    assert told == []


@pytest.mark.parametrize("role", SEES)
def test_whoever_may_see_it_finds_it(cast: Cast, role: str) -> None:
    client = Client()
    client.force_login(cast.people[role])
    for name in ("strategy:objectives", "reviews:standings"):
        assert SECRET in text(client.get(reverse(name))), name
    # Of an initiative and a forum the team's leader is none of those to whom they belong.
    for name in () if role == "lead" else ("portfolios:initiatives", "reviews:reviews", "reviews:risks"):
        assert SECRET in text(client.get(reverse(name))), name


def test_the_api_tells_it_to_nobody_whom_it_is_not_for(cast: Cast, client: Client) -> None:
    for role in SEES_NOT:
        header = bearer(secret(cast.people[role]))
        for path in API:
            answer = client.get(f"/api/v1/{path}?limit=100", headers=header)
            assert WORD not in text(answer).lower(), (role, path)
            assert answer.status_code in ((200, 403) if path == "audit" else (200,)), (role, path)
    for role in ("owner", "auditor"):
        header = bearer(secret(cast.people[role]))
        for path in (
            "objectives",
            "initiatives",
            "forums",
            "decisions",
            "commitments",
            "risks",
            "meetings",
            "standing",
        ):
            assert SECRET in text(client.get(f"/api/v1/{path}?limit=100", headers=header)), (role, path)


def test_packs_and_agendas_are_written_for_everybody(cast: Cast) -> None:
    assert {each.title for each in strategy.objectives()} >= {OPEN}
    assert SECRET not in {each.title for each in strategy.objectives(Eyes.EVERYBODY)}
    forum = Forum.objects.get(name=OPEN)
    lines = agenda.compose(agenda.gather(None, forum, TODAY, TODAY, TODAY))
    assert SECRET not in repr(lines)


def test_what_was_written_of_it_stands_in_the_trail_for_auditors_alone(cast: Cast, client: Client) -> None:
    assert AuditLine.objects.filter(subject__contains=SECRET).exists()
    for role, person in cast.people.items():
        client.force_login(person)
        seen = SECRET in text(client.get(reverse("accounts:audit"), {"words": "Rotterdam"}))
        assert seen == (role in ("auditor", "administrator")), role


def test_an_amended_decision_keeps_what_became_confidential_and_does_not_name_it(cast: Cast, client: Client) -> None:
    found = Decision.objects.get(title="d", initiative=None)
    Review.objects.filter(pk=found.review_id).update(closed_at=NOW)
    client.force_login(cast.people["leader elsewhere"])
    page = reverse("reviews:change-decision", args=[found.pk])
    said = {"title": "e", "reason": "r", "expected": "e", "due": "2027-03-01", "version": "1", "why": "w"}
    assert WORD not in text(client.get(page)).lower()
    assert client.post(page, said).status_code == 302
    assert Decision.objects.get(pk=found.pk).key_result == found.key_result
    other = said | {"key_result": cast.rows["key result"]}
    meanwhile = text(client.post(page, other))
    assert "after you had opened it" in meanwhile
    assert WORD not in meanwhile.lower()
    assert client.post(page, other | {"version": "2"}).status_code == 302
    assert "a confidential key result" in text(client.get(reverse("reviews:decision", args=[found.pk])))
    header = bearer(secret(cast.people["reader"]))
    assert WORD not in text(client.get(f"/api/v1/decisions/{found.pk}", headers=header)).lower()


def test_a_catchball_is_thrown_to_nobody_who_does_not_see_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.people["lead"])
    said = {
        "answering": cast.people["reader"].pk,
        "until": timezone.localdate().isoformat(),
        "target": "0.5",
        "due": "2027-06-01",
        "reason": "r",
    }
    page = client.post(reverse("strategy:throw", args=[cast.rows["confidential key result"]]), said)
    assert "does not see this confidential objective" in text(page)
