"""Sign-in, first start, roles, teams and the audit trail."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from hoshin.apps.accounts import actions
from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import AuditLine, Organisation, Person, Role, Team

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-enough-word"


def test_a_new_installation_asks_for_its_first_administrator(client: Client) -> None:
    assert client.get(reverse("accounts:sign-in")).headers["Location"] == reverse("accounts:first-start")
    answers = {"organisation": "Northern Freight", "name": "Ada", "username": "ada", "password": PASSWORD}
    assert client.post(reverse("accounts:first-start"), answers).headers["Location"] == "/"
    ada = Person.objects.get()
    assert ada.role == Role.ADMINISTRATOR
    assert ada.check_password(PASSWORD)
    assert Organisation.objects.get().name == "Northern Freight"
    assert client.session["_auth_user_id"] == str(ada.pk)


def test_first_start_closes_for_ever(client: Client, vera: Person) -> None:
    answers = {"organisation": "X", "name": "Eve", "username": "eve", "password": PASSWORD}
    assert client.post(reverse("accounts:first-start"), answers).headers["Location"] == reverse("accounts:sign-in")
    assert not Person.objects.filter(username="eve").exists()


@pytest.mark.parametrize("password", ["short", "password123", "12345678901"])
def test_weak_passwords_are_refused_with_a_reason(client: Client, password: str) -> None:
    answers = {"organisation": "X", "name": "Ada", "username": "ada", "password": password}
    page = client.post(reverse("accounts:first-start"), answers)
    assert page.status_code == 200
    assert page.context["form"].errors["password"]
    assert not Person.objects.exists()


def test_signing_in_and_out(client: Client, lena: Person) -> None:
    actions.set_password(None, lena, PASSWORD)
    page = client.post(reverse("accounts:sign-in"), {"username": lena.username, "password": "wrong"})
    assert b'role="alert"' in page.content
    signed = client.post(reverse("accounts:sign-in"), {"username": lena.username, "password": PASSWORD})
    assert signed.headers["Location"] == "/"
    client.post(reverse("accounts:sign-out"))
    assert client.get(reverse("home")).headers["Location"].startswith(reverse("accounts:sign-in"))


ADMINISTRATION: tuple[tuple[str, str, dict[str, int]], ...] = (
    ("get", "accounts:people", {}),
    ("post", "accounts:add-person", {}),
    ("post", "accounts:change-person", {"person_id": 1}),
    ("post", "accounts:add-team", {}),
    ("post", "accounts:name-organisation", {}),
)


@pytest.mark.parametrize(("method", "name", "arguments"), ADMINISTRATION)
@pytest.mark.parametrize("who", ["lena", "max_", "vera"])
def test_only_administrators_manage_people(
    client: Client, request: pytest.FixtureRequest, who: str, method: str, name: str, arguments: dict[str, int]
) -> None:
    client.force_login(request.getfixturevalue(who))
    page = getattr(client, method)(reverse(name, kwargs=arguments))
    assert page.status_code == 403
    assert b"administrator" in page.content


def test_people_and_teams_are_added_and_changed(client: Client, alice: Person) -> None:
    client.force_login(alice)
    client.post(reverse("accounts:add-team"), {"name": "Operations"})
    team = Team.objects.get(name="Operations")
    new = {"name": "Nils", "username": "nils", "role": "viewer", "team": team.pk, "password": PASSWORD}
    client.post(reverse("accounts:add-person"), new)
    nils = Person.objects.get(username="nils")
    assert nils.team == team
    client.post(reverse("accounts:change-person", args=[nils.pk]), {"role": "leader", "is_active": "on"})
    changed = Person.objects.get(username="nils")
    assert (changed.role, changed.team, changed.is_active) == ("leader", None, True)
    again = client.post(reverse("accounts:add-person"), new)
    assert again.context["person_form"].errors["username"]


def test_the_last_administrator_stays(client: Client, alice: Person) -> None:
    client.force_login(alice)
    client.post(reverse("accounts:change-person", args=[alice.pk]), {"role": "viewer", "is_active": "on"})
    alice.refresh_from_db()
    assert alice.role == Role.ADMINISTRATOR
    with pytest.raises(actions.LastAdministrator):
        actions.change_person(alice, alice, role=Role.ADMINISTRATOR, team=None, is_active=False)


def test_a_person_is_led_by_another_and_told_by_mail(client: Client, alice: Person, max_: Person, lena: Person) -> None:
    client.force_login(alice)
    answers = {"role": "member", "is_active": "on", "manager": lena.pk, "is_hr": "on", "email": "max@example.org"}
    client.post(reverse("accounts:change-person", args=[max_.pk]), answers)
    max_.refresh_from_db()
    assert (max_.manager, max_.email, max_.may_evaluate) == (lena, "max@example.org", True)
    assert list(lena.led.all()) == [max_]
    told = AuditLine.objects.get(action="placed a person").changes.values_list("field", "before", "after")
    assert [*told] == [("manager", "", "Lena"), ("human resources", "no", "yes"), ("told by mail", "no", "yes")]


def test_no_role_is_human_resources_by_itself(alice: Person, lena: Person) -> None:
    assert not alice.may_evaluate
    assert not lena.may_evaluate


def test_nobody_leads_themselves(client: Client, alice: Person, lena: Person, max_: Person, vera: Person) -> None:
    actions.place_person(alice, max_, manager=lena)
    actions.place_person(alice, vera, manager=max_)
    client.force_login(alice)
    answers = {"role": "leader", "manager": vera.pk, "is_active": "on", "email": "lena@example.org"}
    page = client.post(reverse("accounts:change-person", args=[lena.pk]), answers)
    html = page.content.decode()
    assert "Lena leads Max leads Vera leads Lena" in html
    assert "lena@example.org" in html  # what was typed is still there
    lena.refresh_from_db()
    assert lena.manager is None
    with pytest.raises(actions.LedInACircle, match="Lena leads Lena"):
        actions.place_person(alice, lena, manager=lena)


def test_every_write_leaves_a_line(alice: Person) -> None:
    before = AuditLine.objects.count()
    actions.make_team(alice, "Platform")
    actions.name_organisation(alice, "Renamed")
    lines = list(AuditLine.objects.order_by("id"))[before:]
    assert [(line.person, line.action, line.subject) for line in lines] == [
        (alice, "added a team", "Platform"),
        (alice, "named the organisation", "Renamed"),
    ]


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDITOR}))
def test_a_role_covers_itself_and_those_below(role: Role) -> None:
    order = [Role.VIEWER, Role.MEMBER, Role.LEADER, Role.ADMINISTRATOR]
    person = Person(username="p", name="P", role=role)
    for needed in order:
        assert person.at_least(needed) == (order.index(role) >= order.index(needed))
    person.is_active = False
    assert not person.at_least(Role.VIEWER)


def test_a_refusal_names_the_role_that_is_needed(vera: Person) -> None:
    with pytest.raises(PermissionDenied, match="leader; yours is viewer"):
        require(vera, Role.LEADER)


def test_nothing_is_shown_to_strangers(client: Client, vera: Person) -> None:
    for name in (
        "home",
        "scorecards:scorecard",
        "strategy:objectives",
        "portfolios:initiatives",
        "packs:packs",
        "sources:imports",
    ):
        assert client.get(reverse(name)).headers["Location"].startswith(reverse("accounts:sign-in"))
