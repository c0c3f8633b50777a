"""Writes of the API: each in one transaction; with an ``Idempotency-Key`` a repeated request is done once.

The key, the write and its answer are kept together or not at all. So whoever does not know whether a request came
through sends it again, and gets the first answer. Refused requests are not kept: mend them and send them again with the
same key.
(draft-ietf-httpapi-idempotency-key-header.)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response

from hoshin.apps.rest import access, problems
from hoshin.apps.rest.models import AnsweredRequest, Token

PATH = "/api/"
KEPT = timedelta(days=2)
"""How long an answer is kept."""
LONGEST = 255
WRITES = ("POST", "PUT", "PATCH", "DELETE")


class OnceMiddleware:
    """Wraps the addresses of the API; others pass untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PATH):
            return self.get_response(request)
        if request.method in WRITES:
            return self._write(request)
        response = self.get_response(request)
        if response.has_header("ETag"):
            return get_conditional_response(request, etag=response["ETag"], response=response) or response
        return response

    def _write(self, request: HttpRequest) -> HttpResponse:
        key = request.headers.get("Idempotency-Key", "")
        if len(key) > LONGEST:
            return problems.answer(HTTPStatus.BAD_REQUEST, f"An Idempotency-Key has at most {LONGEST} characters.")
        with transaction.atomic():
            token = _token(request) if key else None
            if token is None:
                return self._done(request)
            AnsweredRequest.objects.filter(at__lt=timezone.now() - KEPT).delete()
            # One's own row is locked, so that the same request sent twice at once is done by one of them.
            Token.objects.select_for_update().get(pk=token.pk)
            if before := AnsweredRequest.objects.filter(token=token, key=key).first():
                return _again(before, request)
            response = self._done(request)
            if response.status_code < HTTPStatus.BAD_REQUEST:
                AnsweredRequest.objects.create(
                    token=token,
                    key=key,
                    fingerprint=_fingerprint(request),
                    at=timezone.now(),
                    status=response.status_code,
                    body=response.content.decode(),
                    etag=response.headers.get("ETag", ""),
                    location=response.headers.get("Location", ""),
                )
            return response

    def _done(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= HTTPStatus.BAD_REQUEST:
            transaction.set_rollback(True)
        return response


def _token(request: HttpRequest) -> Token | None:
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    return access.token_of(secret.strip()) if scheme.lower() == "bearer" else None


def _fingerprint(request: HttpRequest) -> str:
    said = f"{request.method} {request.get_full_path()}\n{request.headers.get('If-Match', '')}\n"
    return hashlib.sha256(said.encode() + request.body).hexdigest()


def _again(before: AnsweredRequest, request: HttpRequest) -> HttpResponse:
    if before.fingerprint != _fingerprint(request):
        return problems.answer(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "This Idempotency-Key was used for another request: take a new key for each new request.",
        )
    headers = {"ETag": before.etag, "Location": before.location}
    response = HttpResponse(
        before.body,
        status=before.status,
        content_type="application/json; charset=utf-8",
        headers={name: value for name, value in headers.items() if value},
    )
    response["Idempotency-Replayed"] = "true"
    return response
