"""Who may do what with imports, and what lists cost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from hoshin.apps.accounts.models import Person
from hoshin.apps.sources import actions
from hoshin.apps.sources.models import ImportRun, SavedMapping, State, Upload
from hoshin.apps.sources.urls import urlpatterns
from hoshin.connectors.mapping import loads
from tests.apps.sources.exports import TICKETS, csv_bytes, file, kept

pytestmark = pytest.mark.django_db

READING = ("imports", "run", "mapping-file")
WRITING = ("bring-in", "mapping", "discard", "add-mapping", "delete-mapping", "rejected")
POSTED = ("discard", "add-mapping", "delete-mapping")


@pytest.fixture
def there(max_: Person) -> dict[str, dict[str, int]]:
    """One of each thing, and the arguments of each address."""
    upload = kept(max_, "tickets.csv", csv_bytes(TICKETS))
    saved = actions.save_mapping(max_, "Monthly", loads('name = "Monthly"'))
    run = actions.begin_run(max_, "tickets.csv", "desk", "")
    of_upload, of_saved, of_run = {"upload_id": upload.pk}, {"mapping_id": saved.pk}, {"run_id": run.pk}
    return {
        "imports": {},
        "bring-in": {},
        "mapping": of_upload,
        "discard": of_upload,
        "run": of_run,
        "rejected": of_run,
        "add-mapping": {},
        "mapping-file": of_saved,
        "delete-mapping": of_saved,
    }


def test_every_address_is_tried_below() -> None:
    assert {pattern.name for pattern in urlpatterns} == {*READING, *WRITING}


def ask(client: Client, name: str, there: dict[str, dict[str, int]]) -> int:
    address = reverse(f"sources:{name}", kwargs=there[name])
    given = {"mapping_file": file("m.toml", b'name = "x"')}
    answer = client.post(address, given) if name in POSTED else client.get(address)
    return answer.status_code


@pytest.mark.parametrize("name", [*READING, *WRITING])
def test_nobody_gets_in_without_signing_in(client: Client, there: dict[str, dict[str, int]], name: str) -> None:
    address = reverse(f"sources:{name}", kwargs=there[name])
    answer = client.post(address) if name in POSTED else client.get(address)
    assert answer.headers["Location"].startswith(reverse("accounts:sign-in"))
    assert Upload.objects.exists()
    assert SavedMapping.objects.exists()


@pytest.mark.parametrize("name", READING)
def test_everybody_reads(client: Client, vera: Person, there: dict[str, dict[str, int]], name: str) -> None:
    client.force_login(vera)
    assert ask(client, name, there) == 200


@pytest.mark.parametrize("name", WRITING)
def test_viewers_change_nothing(client: Client, vera: Person, there: dict[str, dict[str, int]], name: str) -> None:
    client.force_login(vera)
    assert ask(client, name, there) == 403
    assert Upload.objects.exists()
    assert SavedMapping.objects.count() == 1


@pytest.mark.parametrize("name", WRITING)
@pytest.mark.parametrize("who", ["max_", "lena", "alice"])
def test_members_and_above_do(
    client: Client, there: dict[str, dict[str, int]], name: str, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))
    assert ask(client, name, there) in (200, 302)


def test_viewers_see_the_list_but_no_buttons(client: Client, vera: Person, there: dict[str, dict[str, int]]) -> None:
    client.force_login(vera)
    page = client.get(reverse("sources:imports")).content.decode()
    assert "tickets.csv" in page
    for name in ("bring-in", "add-mapping", "mapping-file", "delete-mapping", "discard", "mapping"):
        assert reverse(f"sources:{name}", kwargs=there[name]) not in page


def test_an_empty_list_says_what_to_do_next(client: Client, max_: Person, vera: Person) -> None:
    client.force_login(max_)
    page = client.get(reverse("sources:imports")).content.decode()
    assert page.count(reverse("sources:bring-in")) == 1
    assert "No tickets have been read yet" in page
    client.force_login(vera)
    page = client.get(reverse("sources:imports")).content.decode()
    assert reverse("sources:bring-in") not in page
    assert "A member, leader or administrator" in page


def test_the_list_costs_the_same_however_long_it_is(client: Client, max_: Person, lena: Person) -> None:
    client.force_login(max_)

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("sources:imports")).status_code == 200
        return len(asked)

    def more(number: int) -> None:
        for person in (max_, lena):
            kept(person, f"{number}.csv", csv_bytes(TICKETS))
            actions.save_mapping(person, f"{person} {number}", loads('name = "Monthly"'))
            actions.refuse(actions.begin_run(person, "x.csv", "desk", ""), ValueError("no"))

    more(0)
    first = cost()
    for number in range(1, 8):
        more(number)
    assert cost() == first


def test_what_is_not_there_is_not_found(client: Client, max_: Person) -> None:
    client.force_login(max_)
    for name in ("mapping", "run", "rejected", "mapping-file"):
        (argument,) = {"mapping": ["upload_id"], "mapping-file": ["mapping_id"]}.get(name, ["run_id"])
        assert client.get(reverse(f"sources:{name}", kwargs={argument: 999})).status_code == 404


def test_a_run_that_nobody_picks_up_says_so_after_some_seconds(client: Client, vera: Person, max_: Person) -> None:
    client.force_login(vera)
    now = timezone.now()
    run = ImportRun.objects.create(file="x.csv", desk="desk", mapping="", heartbeat=now)
    address = reverse("sources:run", args=[run.pk])
    assert "worker is probably not running" not in client.get(address).content.decode()
    ImportRun.objects.update(heartbeat=now - timedelta(seconds=7))
    assert "worker is probably not running" in client.get(address).content.decode()
    actions.begin_run(max_, "other.csv", "desk", "")
    assert "worker is probably not running" not in client.get(address).content.decode()


def test_the_command_line_shows_up_in_the_same_list(client: Client, vera: Person) -> None:
    run = actions.begin_run(None, "/home/ops/exports/march.csv", "servicenow", "")
    assert (run.state, run.file) == (State.RUNNING, "march.csv")
    client.force_login(vera)
    page = client.get(reverse("sources:imports")).content.decode()
    assert "command line" in page
    assert "/home/ops" not in page
