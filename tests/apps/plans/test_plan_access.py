"""For every address of planning: whom it is for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans import actions
from hoshin.apps.plans.models import PlanningRound
from hoshin.apps.plans.urls import urlpatterns
from hoshin.apps.portfolios.models import Initiative
from tests.apps.plans.written import planned, signed_in, take_in

VIEWER, MEMBER, LEADER = "viewer", "member", "leader"
ADDRESSES = {
    "plans": VIEWER,
    "round": VIEWER,
    "scenarios": VIEWER,
    "scenario": VIEWER,
    "scenario-state": VIEWER,
    "intake": VIEWER,
    "propose": VIEWER,
    "idea": VIEWER,
    "load": VIEWER,
    "load-cell": VIEWER,
    "behind": VIEWER,
    "learning": VIEWER,
    "keeping": VIEWER,
    "new-candidate": MEMBER,
    "candidate": MEMBER,
    "rate": MEMBER,
    "remove-candidate": MEMBER,
    "new-undertaking": MEMBER,
    "undertaking": MEMBER,
    "remove-undertaking": MEMBER,
    "new": LEADER,
    "change": LEADER,
    "switch-learning": LEADER,
    "take-in": LEADER,
    "decline": LEADER,
    "reopen": LEADER,
    "people": LEADER,
    "again": LEADER,
    "remove-scenario": LEADER,
    "approve": LEADER,
    "change-idea": "the proposer",
}
"""Who may use each address, by the least role."""
ROLES = (VIEWER, MEMBER, LEADER)


def test_every_address_stands_in_the_table() -> None:
    assert {each.name for each in urlpatterns} == set(ADDRESSES)


@pytest.mark.parametrize("role", ROLES)
def test_who_may(
    client: Client, of: PlanningRound, team: Team, vera: Person, max_: Person, lena: Person, role: str
) -> None:
    row = take_in(client, of, team)
    scenario = planned(client, of)
    idea = actions.propose(max_, actions.Said("Idea", "Trouble", "", "process"), now=timezone.now())
    whole = actions.write_undertaking(lena, of, name="Whole", whole=True)
    found = Initiative.objects.create(slug="work", title="Work", owner=lena, dimension="group", start="2026-08-03")
    actions.write_allocation(lena, found, {team: [1.0]})
    ids = {"scenario": scenario.pk, "idea": idea.pk, "round": of.pk}
    client.logout()
    signed_in(client, {VIEWER: vera, MEMBER: max_, LEADER: lena}[role])
    for each in sorted(urlpatterns, key=lambda each: "remove" in str(each.name)):
        needs = ADDRESSES[str(each.name)]
        route = str(each.pattern)
        kind = "idea" if "ideas/" in route else "scenario" if "plans/scenarios/" in route else "round"
        address = "/" + route.replace("<int:pk>", str(ids[kind])).replace("<slug:slug>", "work")
        address = address.replace("<int:candidate>", str(row.pk)).replace("<int:undertaking>", str(whole.pk))
        if each.name == "load-cell":
            address += "?team=Service desk&quarter=2026-3"
        status = client.get(address).status_code
        if status == 405 and role != LEADER:
            status = client.post(address).status_code
        may = role == MEMBER if needs == "the proposer" else ROLES.index(role) >= ROLES.index(needs)
        if role == LEADER and status == 405:
            continue
        assert (status != 403) is may, (each.name, role, status)
        assert status < 500, (each.name, status)


def test_nobody_is_let_in_without_signing_in(client: Client) -> None:
    assert client.get("/plans/load/").status_code == 302
