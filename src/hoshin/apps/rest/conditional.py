"""Two editors, nothing lost: every resource has an ETag, and who changes it says which state was read (RFC 9110)."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags
from ninja import Schema

from hoshin.apps.rest.problems import Problem

CHANGED = "Somebody has changed this since you read it: read it again, then decide what your change should be."


def etag(resource: Schema) -> str:
    """The strong ETag of what a resource says now."""
    return f'"{hashlib.sha256(resource.model_dump_json().encode()).hexdigest()[:32]}"'


def tag(response: HttpResponse, resource: Schema) -> None:
    """Tell the resource's ETag in the response that shows it."""
    response["ETag"] = etag(resource)


def require_current(request: HttpRequest, resource: Schema) -> None:
    """Go on only if the request names the state that ``resource`` is in.

    Raises ``Problem`` 428 where it names none, 412 where somebody has changed the resource since.
    """
    named = request.headers.get("If-Match")
    if named is None:
        raise Problem(
            HTTPStatus.PRECONDITION_REQUIRED,
            "Send If-Match with the ETag that you read, so that nobody's change is overwritten unseen.",
        )
    if named.strip() != "*" and etag(resource) not in parse_etags(named):
        raise Problem(
            HTTPStatus.PRECONDITION_FAILED,
            CHANGED,
        )
