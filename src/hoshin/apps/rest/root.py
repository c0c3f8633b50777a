"""The API itself: what its addresses have in common. Apps add their routers in ``hoshin.server.api``."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI, Router, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import ConfigDict

from hoshin.apps.accounts.meanwhile import Meanwhile
from hoshin.apps.rest import problems
from hoshin.apps.rest.bearer import UNASKED, Bearer
from hoshin.apps.rest.conditional import CHANGED
from hoshin.apps.rest.problems import Problem, Wrong
from hoshin.eventlog.refused import Refused


class Body(Schema):
    """What a request says. A field that is not known is refused, so that a misspelt one is not lost."""

    model_config = ConfigDict(extra="forbid")


def made(version: str, routers: Sequence[tuple[str, Router]]) -> NinjaAPI:
    """The API with these routers, each below its prefix."""
    api = NinjaAPI(
        title="Hoshin",
        version=version,
        description="All that is authored in Hoshin, and all that it reads from tickets. Errors are problem details "
        "(RFC 9457). Send Idempotency-Key with a write that you may have to repeat, and If-Match with a change.",
        docs_url=None,
        auth=Bearer(),
        urls_namespace="api",
    )
    for prefix, router in routers:
        api.add_router(prefix, router)
    for kind in REFUSALS:
        api.add_exception_handler(kind, _refused)
    return api


REFUSALS: tuple[type[Exception], ...] = (
    Problem,
    AuthenticationError,
    ValidationError,
    HttpError,
    Http404,
    PermissionDenied,
    Refused,
)
"""What is raised on purpose below an address of the API; all else is a defect, and left to Django."""


def _refused(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
    match error:
        case Problem():
            return problems.answer(error.status, error.detail, error.wrong)
        case AuthenticationError():
            return problems.answer(HTTPStatus.UNAUTHORIZED, UNASKED)
        case ValidationError():
            wrong = [Wrong(_pointer(each["loc"]), _sentence(str(each["msg"]))) for each in error.errors]
            return _refused(request, problems.unfit(*wrong))
        case HttpError():
            return problems.answer(HTTPStatus(error.status_code), _sentence(str(error)))
        case Http404():
            return problems.answer(HTTPStatus.NOT_FOUND, str(error) or "There is no such thing.")
        case PermissionDenied():
            return problems.answer(HTTPStatus.FORBIDDEN, str(error) or "You may not do this.")
        case Meanwhile() if "If-Match" in request.headers:
            return problems.answer(HTTPStatus.PRECONDITION_FAILED, CHANGED)
    return problems.answer(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))


def _pointer(place: Sequence[object]) -> str:
    """``('body', 'target', 'amount')`` as ``/amount``; a parameter by its name.

    >>> _pointer(("body", "asked", "amount")), _pointer(("query", "per_page"))
    ('/amount', 'per_page')
    """
    kind, *rest = place
    if kind == "body":
        return "".join(f"/{each}" for each in rest[1:])
    return ".".join(map(str, rest))


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
