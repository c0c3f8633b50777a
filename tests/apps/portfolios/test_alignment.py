"""The alignment tree with its loose ends, and the X-matrix from the links that people made."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.definitions import queries as definitions
from hoshin.apps.portfolios import actions as portfolios
from hoshin.apps.portfolios import queries
from hoshin.apps.portfolios.models import Initiative
from hoshin.apps.portfolios.reports import alignment, status, x_matrix
from hoshin.apps.portfolios.reports.x_picture import CELL, CENTRE, picture
from hoshin.apps.strategy import actions as strategy
from hoshin.apps.strategy import queries as strategy_queries
from hoshin.apps.strategy.actions import ThemeWords
from hoshin.apps.strategy.models import KeyResult, Level, Objective
from hoshin.apps.strategy.reports import progress
from hoshin.pipeline.read import Reader
from tests.apps.portfolios.drafted import seal
from tests.apps.small_desk import DESK, HELPED, SWARMING, TODAY
from tests.apps.strategy.written import DUE, START, key_result


def drafted(person: Person, *, title: str, key_result: KeyResult | None = None) -> Initiative:
    """A draft that serves a key result, or none."""
    return portfolios.write_initiative(
        person,
        title=title,
        description="",
        owner=person,
        dimension="group",
        values=(HELPED,),
        start=SWARMING,
        desk=DESK,
        key_result=key_result,
    )


@pytest.fixture
def thread(reader: Reader, lena: Person, max_: Person, today: datetime) -> dict[str, Objective]:
    """A theme, an objective of the business, one of IT that carries an initiative, and one that nobody serves."""
    vision = strategy.publish_vision(
        lena, statement="Nobody waits.", horizon="2027", success="Half a day.", themes=(ThemeWords("Fast"),)
    )

    def written(title: str, owner: Person, level: str, **more: object) -> Objective:
        return strategy.write_objective(
            lena,
            title=title,
            why="",
            owner=owner,
            first=START,
            last=DUE,
            level=level,
            **more,  # type: ignore[arg-type]
        )

    business = written("Customers trust our dates", lena, Level.BUSINESS, theme=vision.themes.get())
    it = written("Networks work", max_, Level.IT, parent=business, weight=5)
    idle = written("Portals work", lena, Level.IT)
    served = key_result(reader, lena, it, scope=(("group", HELPED),), title="Networks a fifth sooner")
    made = drafted(max_, key_result=served, title="Swarming")
    seal(lena, made)
    drafted(max_, title="Something else")
    return {"business": business, "it": it, "idle": idle}


def test_loose_ends_are_found(reader: Reader, thread: dict[str, Objective]) -> None:
    standings = progress.gather(reader, strategy_queries.objectives(), TODAY)
    initiatives = status.gather(reader, queries.judged(reader, queries.initiatives()), TODAY)
    found = alignment.compose(standings, initiatives, TODAY)
    assert {each.title: [loose.title for loose in each.found] for each in found.loose} == {
        "Objective without initiative": ["Portals work"],
        "Objective without key result": ["Customers trust our dates", "Portals work"],
        "Objective that contributes to nothing": ["Portals work"],
        "Initiative without metric": ["Something else"],
        "Effort without objective": ["Something else"],
    }
    ends = {(sort.title, each.title): (each.todo, each.mend) for sort in found.loose for each in sort.found}
    idle_pk = thread["idle"].pk
    assert ends["Objective without key result", "Portals work"] == (
        "Add a key result",
        reverse("strategy:add-key-result", args=[idle_pk]),
    )
    assert ends["Objective that contributes to nothing", "Portals work"] == (
        "Say what it contributes to",
        reverse("strategy:change-objective", args=[idle_pk]),
    )
    slug = Initiative.objects.get(title="Something else").slug
    assert ends["Effort without objective", "Something else"][1] == reverse("portfolios:change", args=[slug])
    assert found.sentence == ("2 of 3 objectives are carried by an initiative, their own or one below. 6 loose ends.")
    [business, idle] = found.roots
    assert (business.standing.objective, idle.standing.objective) == (thread["business"], thread["idle"])
    assert [each.judged.initiative.title for each in business.children[0].initiatives] == ["Swarming"]
    # What is over hangs in the air no more.
    later = alignment.compose(standings, initiatives, date(2028, 1, 1))
    assert {each.title for each in later.loose} == {"Initiative without metric", "Effort without objective"}


def test_every_mark_follows_from_a_link(thread: dict[str, Objective]) -> None:
    vision = strategy_queries.vision()
    assert vision
    found = x_matrix.compose(
        2026,
        list(strategy_queries.themes(vision)),
        strategy_queries.objectives(),
        queries.initiatives(),
        definitions.catalogue(),
    )
    said = {(each.of.title, each.other.title): str(each.strength) for each in found.marks}
    median = "Time to resolve (median)"
    assert (
        said.items()
        >= {
            ("Customers trust our dates", "Fast"): "strong",
            ("Networks work", "Fast"): "weak",
            ("Networks work", "Max"): "strong",
            ("Networks work", median): "strong",
            ("Swarming", "Networks work"): "strong",
            ("Swarming", "Customers trust our dates"): "weak",
            ("Swarming", median): "strong",
            ("Swarming", "Max"): "strong",
        }.items()
    )
    assert ("Portals work", "Fast") not in said
    assert [each.title for each in found.initiatives] == ["Swarming"]
    assert len({(each.of, each.other) for each in found.marks}) == len(found.marks)
    drawn = picture(found)
    inside = (drawn.left, drawn.left + CENTRE), (drawn.top, drawn.top + CENTRE)
    for dot in drawn.dots:
        assert 0 < dot.x < drawn.width
        assert 0 < dot.y < drawn.height
        assert not (inside[0][0] < dot.x < inside[0][1])
        assert not (inside[1][0] < dot.y < inside[1][1])
    assert drawn.left == CELL * 3
    assert len({(dot.x, dot.y) for dot in drawn.dots}) == len(drawn.dots)


def test_the_pages_and_the_file(client: Client, thread: dict[str, Objective], vera: Person) -> None:
    client.force_login(vera)
    tree = client.get(reverse("portfolios:alignment")).content.decode()
    assert "6 loose ends" in tree
    assert tree.index("Customers trust our dates") < tree.index("Networks work") < tree.index("Swarming")
    page = client.get(reverse("portfolios:x-matrix"), {"year": "2026"}).content.decode()
    assert "it must not make it worse" in page
    assert "it serves the key result &#x27;Networks a fifth sooner&#x27;" in page
    file = client.get(reverse("portfolios:x-matrix"), {"year": "2026", "form": "csv"})
    rows = list(csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode())))  # type: ignore[attr-defined]
    assert {
        "Of": "initiative",
        "Item": "Swarming",
        "With": "objective",
        "Other": "Networks work",
    }.items() <= {**next(each for each in rows if each["Other"] == "Networks work")}.items()
    assert client.get(reverse("portfolios:x-matrix"), {"year": "nonsense"}).status_code == 200


def test_an_empty_home_says_what_to_do(client: Client, vera: Person) -> None:
    client.force_login(vera)
    assert "Nothing to align yet" in client.get(reverse("portfolios:alignment")).content.decode()
    page = client.get(reverse("portfolios:x-matrix")).content.decode()
    assert "No objective in this year" in page
    assert client.get(reverse("portfolios:x-matrix"), {"form": "csv"}).status_code == 200


def test_pages_cost_the_same_queries_however_many(
    client: Client, reader: Reader, thread: dict[str, Objective], lena: Person, max_: Person
) -> None:
    client.force_login(lena)

    def asked() -> list[int]:
        found = []
        for name in ("alignment", "x-matrix"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(reverse(f"portfolios:{name}")).status_code == 200
            found.append(len(captured))
        return found

    asked()  # verdicts are read and kept
    few = asked()
    for number in range(3):
        of = strategy.write_objective(
            lena, title=f"O {number}", why="", owner=lena, first=START, last=DUE, parent=thread["it"]
        )
        drafted(max_, key_result=key_result(reader, lena, of), title=f"I {number}")
    assert asked() == few
