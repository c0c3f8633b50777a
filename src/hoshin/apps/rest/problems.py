"""Refusals of the API as problem details (RFC 9457): what is wrong, where, and what to do."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from http import HTTPStatus

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True)
class Wrong:
    """One thing that is wrong in a request: ``pointer`` names it (RFC 6901, or a parameter's name)."""

    pointer: str
    detail: str


class Problem(Exception):
    """A refusal with its status; raised anywhere below an address of the API."""

    def __init__(self, status: HTTPStatus, detail: str, wrong: Iterable[Wrong] = ()) -> None:
        super().__init__(detail)
        self.status, self.detail, self.wrong = status, detail, tuple(wrong)


def unfit(*wrong: Wrong) -> Problem:
    """The refusal of a request in which these things are wrong."""
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, "The request is not what this address takes.", wrong)


def answer(status: HTTPStatus, detail: str, wrong: Iterable[Wrong] = ()) -> HttpResponse:
    """The response that says so. ``type`` is left out, which means that the status says what kind of problem it is."""
    said: dict[str, object] = {"title": status.phrase, "status": status.value, "detail": detail}
    if errors := [asdict(each) for each in wrong]:
        said["errors"] = errors
    response = HttpResponse(json.dumps(said, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    if status is HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response
