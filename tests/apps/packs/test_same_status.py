"""Where something stands is one word, whoever asks: page, list, home, tree, matrix, API, pack and file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pptx import Presentation

from hoshin.apps.accounts.actions import place_person
from hoshin.apps.accounts.models import Person
from hoshin.apps.packs.reports import board_pack
from hoshin.apps.people.actions import checkins
from hoshin.apps.people.actions.checkins import Said
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.rest.scopes import Area, Scope
from hoshin.apps.reviews.actions import commitments, standing
from hoshin.apps.reviews.models import Forum
from hoshin.apps.reviews.reports import standings
from hoshin.apps.strategy.beside_numbers import Kind
from hoshin.apps.strategy.models import Objective
from hoshin.apps.strategy.status import GREEN, Status
from hoshin.pipeline.read import Reader
from hoshin.reporting import to_pptx
from hoshin.reporting.blocks import Table
from hoshin.reporting.snapshot import Snapshot
from tests.apps.people.goals import agreed
from tests.apps.portfolios import drafted
from tests.apps.rest.test_tokens import bearer, secret
from tests.apps.small_desk import HELPED, TODAY
from tests.apps.strategy import written

pytestmark = pytest.mark.django_db
WORDS = "|".join(sorted(Status, key=len, reverse=True))


@pytest.fixture
def governed(reader: Reader, lena: Person, max_: Person, today: datetime) -> tuple[Objective, Initiative]:
    """An objective that is green by its numbers alone and an initiative, each with what makes it worse."""
    place_person(None, max_, manager=lena)
    objective = written.objective(lena)
    scope = (("group", HELPED),)
    served = written.key_result(reader, lena, objective, scope=scope, factor=0.1, title="Sooner")
    initiative = drafted.initiative(max_)
    Initiative.objects.update(key_result=served)
    drafted.seal(lena, initiative)
    goal = agreed(max_, objective=objective, shared=True)
    for days, confidence in ((40, 9), (26, 7), (12, 5)):
        checkins.check_in(max_, goal, Said(confidence), TODAY - timedelta(days=days))
    checkins.check_in(max_, goal, Said(4, blocker="Nobody lets us in", asked=lena), TODAY - timedelta(days=9))
    forum = Forum.objects.create(
        name="Service review", purpose="Does it work?", rule="FREQ=WEEKLY", first=TODAY, time=today.time()
    )
    on = TODAY - timedelta(days=30)
    commitments.promise(
        lena, forum, words="Teach it", owner=max_, due=TODAY - timedelta(days=20), on=on, initiative=initiative
    )
    standing.override(
        lena, objective, shown=Status.ON_TRACK, reason="We know.", until=TODAY + timedelta(days=20), now=today
    )
    return objective, Initiative.objects.get()


def test_evidence_makes_it_worse_and_says_so(reader: Reader, governed: tuple[Objective, Initiative]) -> None:
    rows = {row.kind: row for row in standings.compose(standings.gather(reader, TODAY))}
    objective, initiative = rows[Kind.OBJECTIVE], rows[Kind.INITIATIVE]
    assert objective.by_numbers in GREEN
    assert "A blocker is open that was to be removed by 21 Nov 2026." in objective.derived.why
    assert "Confidence fell in two check-ins running." in objective.derived.why
    assert objective.derived.status is Status.OFF_TRACK
    assert initiative.derived.status is Status.OFF_TRACK
    assert any("held it up since" in each for each in initiative.derived.why)


def test_each_form_says_the_same_word(
    client: Client, reader: Reader, governed: tuple[Objective, Initiative], lena: Person
) -> None:
    objective, initiative = governed
    rows = {row.kind: row for row in standings.compose(standings.gather(reader, TODAY))}
    client.force_login(lena)

    def page(name: str, *args: object, **query: str) -> str:
        return client.get(reverse(name, args=args), query).content.decode()

    said = rows[Kind.OBJECTIVE].derived.status
    title, own = objective.title, str(objective.pk)
    assert {name: _after(text, title) for name, text in _pages_of(page, own)} == dict.fromkeys(
        ("list", "page", "home", "tree", "matrix", "reviews"), said
    )
    for name, text in _pages_of(page, own):
        assert ("Lena" in text and "We know." in text) or name == "matrix", name
    [by_matrix] = {r["Status"] for r in _csv(client) if r["Item"] == title}
    assert by_matrix == said
    of_initiative = rows[Kind.INITIATIVE].derived.status
    [by_matrix] = {r["Status"] for r in _csv(client) if r["Item"] == initiative.title}
    assert by_matrix == of_initiative
    assert of_initiative in page("reviews:beside", "initiative", initiative.pk)
    assert _after(page("portfolios:ledger"), initiative.title) == of_initiative
    [booked] = _csv(client, "portfolios:ledger")
    assert booked["Status"] == of_initiative

    token = bearer(secret(lena, Scope(Area.REVIEWS)))
    asked = client.get("/api/v1/standing", headers=token).json()["items"]
    assert {each["kind"]: each["status"] for each in asked} == {"objective": said, "initiative": of_initiative}
    assert next(e["shown"]["by"] for e in asked if e["kind"] == "objective") == "Lena"

    snapshot = board_pack.compose(board_pack.gather(reader, TODAY), "Pack")
    tables = dict(_tables(snapshot))
    assert [row[3].text for row in tables["Objectives"].rows] == [said]
    assert [row[-1].text for row in tables["Initiatives"].rows] == [of_initiative]
    slides = Presentation(io.BytesIO(to_pptx.render(snapshot, 1)))
    drawn = [
        tuple(cell.text for cell in row.cells)
        for slide in slides.slides
        for shape in slide.shapes
        if shape.has_table
        for row in shape.table.rows
    ]
    assert any(row[0] == title and said in row[3] for row in drawn if len(row) == 5)
    assert any(row[0] == initiative.title and of_initiative in row[-1] for row in drawn)


def _pages_of(page: Callable[..., str], own: str) -> Iterator[tuple[str, str]]:
    """All pages that say where the objective stands."""
    yield "list", page("strategy:objectives")
    yield "page", page("strategy:objective", own)
    yield "home", page("home")
    yield "tree", page("portfolios:alignment")
    yield "matrix", page("portfolios:x-matrix", year="2026")
    yield "reviews", page("reviews:override", "objective", own)


def _after(text: str, title: str) -> str:
    """The first status word in a sign after a heading or link of that title; on its own page after the heading."""
    text = re.sub(r"shows it as</span>\s*<span[^>]*>.*?</svg>[^<]*</span>", "", text, flags=re.DOTALL)
    after = re.split(rf">\s*{re.escape(title)}\s*<", text)[1:]
    sign = rf"hoshin-tone[^>]*>(?:<svg.*?</svg>)?\s*({WORDS})\s*<"
    signs = next(filter(None, (re.findall(sign, each[:2500], re.DOTALL) for each in after)))
    return str(signs[1] if "By the rule</div>" in text else signs[0])


def _csv(client: Client, name: str = "portfolios:x-matrix") -> list[dict[str, str]]:
    answer = client.get(reverse(name), {"year": "2026", "form": "csv"})
    return list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))


def _tables(snapshot: Snapshot) -> Iterator[tuple[str, Table]]:
    for section in snapshot.report.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield block.caption, block
