"""The addresses of signals: what fired, and who answered for it."""

from __future__ import annotations

from http import HTTPStatus

from django.utils import timezone
from ninja import Router
from ninja.pagination import paginate

from hoshin.apps.obligations import access, queries, wording
from hoshin.apps.obligations.models import State
from hoshin.apps.rest.bearer import Bearer, TokenRequest
from hoshin.apps.rest.problems import Problem, Wrong
from hoshin.apps.rest.scopes import Area, Scope

router = Router(tags=["signals"])
READ = Bearer(Scope(Area.SIGNALS))


@router.get("/signals", response=list[dict[str, object]], auth=READ)
@paginate
def signals(request: TokenRequest, state: str = "") -> list[dict[str, object]]:
    """All that fired, newest first, as hoshin signals --json prints it."""
    if state and state not in State.values:
        wrong = Wrong("state", f"'{state}' is none of {', '.join(State.values)}.")
        raise Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "There is no such state.", [wrong])
    today = timezone.localdate()
    return [wording.plain(each, today) for each in queries.register(state=state, today=today)]


@router.get("/signals/{number}", response=dict[str, object], auth=READ)
def signal(request: TokenRequest, number: int) -> dict[str, object]:
    """One signal with its clock and its newest answer."""
    return wording.plain(access.obligation(request.auth.person, number), timezone.localdate())
