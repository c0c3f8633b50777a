"""Lists that may be long are searched and cut into pages: each row stands on one page, and on no other."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.people.models import Goal
from hoshin.apps.plans.models import PlanningRound
from tests.filled import fill

PAGES = (
    "strategy:catchballs",
    "people:mine",
    "people:evaluations",
    "obligations:watches",
    "rest:tokens",
    "plans:intake",
    "plans:round",
    "people:team",
)


def test_every_row_stands_on_one_page_and_words_narrow_them(filled: Client, boss: Person) -> None:
    fill(30, boss)
    team = Team.objects.first()
    assert team is not None
    Goal.objects.update(team=team, person=boss)
    rows = {"plans:round": [PlanningRound.objects.latest("id").pk], "people:team": [team.pk]}
    long = 0
    for name in PAGES:
        address = reverse(name, args=rows.get(name, []))
        first = filled.get(address)
        pages = first.context["page"].paginator
        seen = [row for number in pages.page_range for row in filled.get(address, {"page": number}).context["page"]]
        assert len(seen) == pages.count, name
        assert (b"Pages of the list" in first.content) == (pages.num_pages > 1), name
        assert (b'name="words"' in first.content) == (pages.num_pages > 1), name
        none = filled.get(address, {"words": "nobody wrote these words"})
        assert none.context["page"].paginator.count == 0, name
        assert b"Nothing here says" in none.content, name
        long += pages.num_pages > 1
    assert long >= 3


@pytest.mark.django_db
def test_an_empty_home_has_no_search(client: Client, boss: Person) -> None:
    client.force_login(boss)
    for name in PAGES[:-2]:
        html = client.get(reverse(name)).content
        assert b'name="words"' not in html, name
        assert b"Nothing here says" not in html, name
