"""The addresses of planning rounds."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.access import require
from hoshin.apps.accounts.models import Role
from hoshin.apps.plans import access, actions, queries
from hoshin.apps.plans.api.told import READ, WRITE, checked_as, known, teams
from hoshin.apps.plans.forms.rounds import FIELDS, RoundForm
from hoshin.apps.plans.models import PlanningRound
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.conditional import require_current, tag
from hoshin.apps.rest.root import Body
from hoshin.portfolio.scoring import Figure

router = Router(tags=["plans"])


class RoundOut(Schema):
    """So many quarters from ``first`` on, planned together; benefits count in ``counted`` quarters.

    ``budgets`` is the money of each quarter, empty for no limit; ``people`` are full-time people by a team's number and
    quarter. Where it ``learns``, past claims correct its estimates.
    """

    id: int
    title: str
    first: date
    quarters: int
    counted: int
    budget: float | None
    budgets: list[float]
    currency: str
    formula: str
    weights: dict[str, float]
    learns: bool
    cadence: int
    people: dict[str, list[float]]


class RoundIn(Body):
    """A round. ``weights`` are those of an own formula, by figure, such as ``impact``."""

    title: str
    first: date
    quarters: int
    counted: int
    budget: float | None = None
    budgets: list[float] = []  # noqa: RUF012 Pydantic copies a default for each body
    currency: str = "EUR"
    formula: str = "WSJF"
    weights: dict[str, float] = {}  # noqa: RUF012
    learns: bool = False
    cadence: int = 4
    people: dict[str, list[float]] = {}  # noqa: RUF012


@router.get("/plans", response=list[RoundOut], auth=READ)
@paginate
def rounds(request: TokenRequest) -> list[RoundOut]:
    """All planning rounds, newest first."""
    return [_round(each) for each in queries.rounds().prefetch_related("budgets", "weights", "capacities")]


@router.post("/plans", response={201: RoundOut}, auth=WRITE)
def open_round(request: TokenRequest, body: RoundIn, response: HttpResponse) -> Status[RoundOut]:
    """Open a planning round."""
    require(request.auth.person, Role.LEADER)
    made = _write_round(request, body)
    return Status(HTTPStatus.CREATED, planning_round(request, made.pk, response))


@router.get("/plans/{int:pk}", response=RoundOut, auth=READ)
def planning_round(request: TokenRequest, pk: int, response: HttpResponse) -> RoundOut:
    """One round, with the ETag that a change of it names."""
    said = _round(access.planning_round(request.auth.person, pk))
    tag(response, said)
    return said


@router.put("/plans/{int:pk}", response=RoundOut, auth=WRITE)
def change_round(request: TokenRequest, pk: int, body: RoundIn, response: HttpResponse) -> RoundOut:
    """Change a round. Needs If-Match."""
    found = access.planning_round(request.auth.person, pk, needs=Role.LEADER)
    require_current(request, _round(found))
    _write_round(request, body, found)
    return planning_round(request, pk, response)


def _write_round(request: TokenRequest, body: RoundIn, found: PlanningRound | None = None) -> PlanningRound:
    said: dict[str, Any] = body.model_dump(include=set(FIELDS))
    said["by_quarter"] = " ".join(f"{each:g}" for each in body.budgets)
    said |= {f"team_{team}": " ".join(f"{each:g}" for each in row) for team, row in body.people.items()}
    known("/weights", body.weights, [each.value for each in Figure], "figure")
    known("/people", body.people, teams(), "team")
    said |= {f"weight_{Figure(name).name}": weight for name, weight in body.weights.items()}
    form = RoundForm(said, found=found)
    renamed = {"by_quarter": "/budgets", **{f"team_{team}": f"/people/{team}" for team in body.people}}
    renamed |= {f"weight_{each.name}": f"/weights/{each.value}" for each in Figure}
    given = checked_as(form, renamed)
    fields = {name: given[name] for name in FIELDS}
    person = request.auth.person
    seen = found.version if found else None
    return actions.write_round(person, fields, form.capacity, form.weights, form.budgets, found=found, seen=seen)


def _round(found: PlanningRound) -> RoundOut:
    people: dict[str, list[float]] = {}
    for each in found.capacities.all():
        people.setdefault(str(each.team_id), []).append(each.people)
    return RoundOut(
        id=found.pk,
        title=found.title,
        first=found.first,
        quarters=found.quarters,
        counted=found.counted,
        budget=None if found.budget is None else float(found.budget),
        budgets=[float(each.amount) for each in found.budgets.all()],
        currency=found.currency,
        formula=found.formula,
        weights={each.figure: each.weight for each in found.weights.all()},
        learns=found.learns,
        cadence=found.cadence,
        people=people,
    )
