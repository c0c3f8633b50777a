"""What tests of planning write through the pages."""

from __future__ import annotations

from django.test import Client

from hoshin.apps.accounts.models import Person, Team
from hoshin.apps.plans import jobs
from hoshin.apps.plans.models import Candidate, PlanningRound, Scenario
from tests.apps.conftest import PASSWORD

ROUND = {
    "title": "2027",
    "first": "2027-01-01",
    "quarters": "4",
    "counted": "8",
    "budget": "200000",
    "currency": "EUR",
    "formula": "WSJF",
    "cadence": "4",
}
CANDIDATE = {
    "title": "Password reset by oneself",
    "category": "automation",
    "quarters": "2",
    "benefit": "10000/20000/40000",
    "probability": "60/80/90",
    "cost": "5000",
    "impact": "7",
    "feasibility": "8",
    "urgency": "5",
    "risk_reduction": "2",
    "reach": "400",
}


def signed_in(client: Client, person: Person) -> Client:
    assert client.login(username=person.username, password=PASSWORD)
    return client


def take_in(client: Client, of: PlanningRound, team: Team, **changed: str) -> Candidate:
    said = {**CANDIDATE, f"team_{team.pk}": "1", **changed}
    answer = client.post(f"/plans/{of.pk}/candidates/new/", said)
    assert answer.status_code == 302, answer.content.decode()
    return Candidate.objects.get(title=said["title"])


def planned(client: Client, of: PlanningRound, **said: str) -> Scenario:
    answer = client.post(
        f"/plans/{of.pk}/scenarios/", {"title": "As things are", "stance": "expected", "reserve": "0", **said}
    )
    assert answer.status_code == 302, answer.content.decode()
    found = Scenario.objects.latest("id")
    jobs.work_out.call(found.pk)
    found.refresh_from_db()
    return found
