"""What all pages share: the thread, refusals, headers, the way in, the state of a home."""

from __future__ import annotations

import stat
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts.models import Person
from hoshin.apps.strategy import actions as strategy
from hoshin.pipeline.home import Home
from hoshin.pipeline.progress import silent
from hoshin.server import demonstration, readiness, sign_in
from hoshin.server.navigation import PLACES
from tests.apps import small_desk

pytestmark = pytest.mark.django_db


def test_a_new_installation_is_told_its_first_steps(client: Client, home: Home, alice: Person) -> None:
    client.force_login(alice)
    page = client.get("/")
    assert [step.done for step in page.context["steps"]] == [False] * 5
    for step in page.context["steps"]:
        assert client.get(step.href).status_code == 200


def test_steps_are_done_one_by_one(client: Client, tickets: Home, alice: Person) -> None:
    client.force_login(alice)
    strategy.publish_vision(alice, statement="Nobody waits.", horizon="2028", success="Half within the shift.")
    page = client.get("/")
    assert [step.done for step in page.context["steps"]] == [True, False, True, False, False]
    assert "Nobody waits." in page.content.decode()
    assert small_desk.DESK in page.content.decode()
    assert len(page.context["cards"]) == 4


def test_each_place_is_lit_on_its_own_page(client: Client, tickets: Home, alice: Person) -> None:
    client.force_login(alice)
    for place in PLACES:
        page = client.get(reverse(place.url_name))
        lit = [entry["place"].title for entry in page.context["places"] if entry["active"]]
        assert lit == [place.title]


class _Inline(HTMLParser):
    """Collects what the content policy forbids: scripts, styles and handlers inside of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.found.append(tag)
        self.found += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/scorecard/",
        "/scorecard/backlog/",
        "/objectives/",
        "/initiatives/",
        "/packs/",
        "/data/",
        "/people/",
        "/no/",
    ],
)
def test_nothing_is_inline_and_the_policy_says_so(client: Client, tickets: Home, alice: Person, address: str) -> None:
    client.force_login(alice)
    page = client.get(address)
    parser = _Inline()
    parser.feed(page.content.decode())
    assert parser.found == []
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Frame-Options"] == "DENY"


def test_pages_ask_nobody_else(client: Client, tickets: Home, alice: Person) -> None:
    client.force_login(alice)
    for address in ("/", "/scorecard/", "/sign-in/"):
        assert "//cdn" not in client.get(address, follow=True).content.decode()
    served = client.get("/static/hoshin/hoshin.css")
    assert served.status_code == 200
    assert b"url(http" not in b"".join(served.streaming_content)  # type: ignore[attr-defined]


def test_a_wrong_address_is_answered_in_plain_words(client: Client, alice: Person) -> None:
    client.force_login(alice)
    page = client.get("/nowhere/at/all/")
    assert page.status_code == 404
    assert "There is no page at this address" in page.content.decode()
    assert "Resolver404" not in page.content.decode()


def test_the_key_is_written_once_for_its_owner_alone(home: Home) -> None:
    readiness.prepare_database()
    file = home.root / settings.KEY_FILE
    first = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    readiness.prepare_database()
    assert file.read_text() == first


def test_how_to_sign_in(home: Home) -> None:
    assert "first administrator" in sign_in.how(home)
    password = sign_in.make_password(home, "ines")
    ines = Person.objects.create_person("ines", password, name="Ines", role="administrator")
    assert password in sign_in.how(home)
    assert stat.S_IMODE((home.root / sign_in.FILE).stat().st_mode) == 0o600
    ines.set_password("another long one")
    ines.save()
    assert password not in sign_in.how(home)


def test_a_demonstration_keeps_away_from_a_home_in_use(home: Home, vera: Person) -> None:
    assert not demonstration.is_empty(home)
    with pytest.raises(demonstration.NotEmpty, match="HOSHIN_HOME"):
        demonstration.load(home, progress=silent)
    assert not (home.warehouse / "CURRENT").exists()


def test_forms_say_what_is_wrong_beside_the_field(client: Client, alice: Person) -> None:
    client.force_login(alice)
    page = client.post(reverse("accounts:add-team"), {"name": ""})
    html = page.content.decode()
    assert 'aria-describedby="id_team_name-error"' in html
    assert 'id="id_team_name-error"' in html
    assert "is-invalid" in html


def test_vendor_files_carry_their_licences() -> None:
    vendor = settings.HERE / "static/vendor"
    for folder in (each for each in vendor.iterdir() if each.is_dir()):
        assert (folder / "LICENSE").is_file(), folder.name
