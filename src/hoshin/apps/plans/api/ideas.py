"""The addresses of ideas and the answers to them."""

from __future__ import annotations

from http import HTTPStatus

from django.utils import timezone
from ninja import Router, Schema, Status
from ninja.pagination import paginate

from hoshin.apps.accounts.models import Role
from hoshin.apps.plans import access, actions, queries
from hoshin.apps.plans.api.told import READ, WRITE
from hoshin.apps.plans.forms.ideas import DeclineForm, IdeaForm, TakeInForm
from hoshin.apps.plans.models import Idea
from hoshin.apps.rest.bearer import TokenRequest
from hoshin.apps.rest.filled import checked
from hoshin.apps.rest.root import Body

router = Router(tags=["plans"])


class IdeaOut(Schema):
    """What somebody proposes; ``candidate`` or ``declined`` is the answer."""

    id: int
    title: str
    trouble: str
    hope: str
    category: str
    proposer: int
    candidate: int | None
    declined: str


class IdeaIn(Body):
    """What should be done, and which trouble it ends."""

    title: str
    trouble: str
    hope: str = ""
    category: str = "process"


class TakeIn(Body):
    """The round into which an idea is taken."""

    round: int


class Declined(Body):
    """Why an idea is not taken up."""

    why: str


@router.get("/ideas", response=list[IdeaOut], auth=READ)
@paginate
def ideas(request: TokenRequest) -> list[IdeaOut]:
    """All ideas, the newest first."""
    return [_idea(each) for each in queries.ideas()]


@router.post("/ideas", response={201: IdeaOut}, auth=WRITE)
def propose(request: TokenRequest, body: IdeaIn) -> Status[IdeaOut]:
    """Propose an idea."""
    form = IdeaForm(body.model_dump())
    checked(form)
    return Status(HTTPStatus.CREATED, _idea(actions.propose(request.auth.person, form.said, now=timezone.now())))


@router.post("/ideas/{int:pk}/take-in", response=IdeaOut, auth=WRITE)
def accept(request: TokenRequest, pk: int, body: TakeIn) -> IdeaOut:
    """Take an idea into a round as a candidate."""
    found = access.idea(request.auth.person, pk, needs=Role.LEADER)
    of = checked(TakeInForm(body.model_dump()))["round"]
    actions.take_in(request.auth.person, found, of, now=timezone.now())
    return _idea(access.idea(request.auth.person, pk))


@router.post("/ideas/{int:pk}/decline", response=IdeaOut, auth=WRITE)
def decline(request: TokenRequest, pk: int, body: Declined) -> IdeaOut:
    """Say why an idea is not taken up."""
    found = access.idea(request.auth.person, pk, needs=Role.LEADER)
    why = checked(DeclineForm(body.model_dump()))["why"]
    return _idea(actions.decline(request.auth.person, found, why=why, now=timezone.now()))


def _idea(found: Idea) -> IdeaOut:
    return IdeaOut(
        id=found.pk,
        title=found.title,
        trouble=found.trouble,
        hope=found.hope,
        category=found.category,
        proposer=found.proposer_id,
        candidate=found.candidate_id,
        declined=found.declined,
    )
